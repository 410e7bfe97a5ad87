"""How complete the evidence of a case is: item by item of its pathway, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from applications.evidence.domain.evidence import Evidence
from applications.schemes.domain.conditions import Truth, holds
from applications.schemes.domain.words import condition_in_words, role_title
from scheme_files.model.evidence import EvidenceItem
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme

State = Literal["complete", "missing", "not_applicable", "optional", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """How far one item has come.

    `given` is how many of it there are, `counted` how many of those count. `complete_on` is the
    day on which the last one that is needed came in; None where none is needed or one is missing.
    """

    item: str
    asked: EvidenceItem
    state: State
    why: str
    given: int
    counted: int
    complete_on: date | None = None


def completeness(
    scheme: Scheme,
    pathway: Pathway,
    evidence: Sequence[Evidence],
    facts: Mapping[str, object],
    on: date,
) -> tuple[ItemState, ...]:
    """The state of every item of a pathway, in the order of its file.

    `evidence` is what there is of the case. What is part of no submission yet counts from `on`.
    """
    found = []
    for item, asked in pathway.evidence.items():
        applies = "true" if asked.when is None else holds(asked.when, facts, on=on)
        given = [each for each in evidence if each.item == item and each.is_current]
        found.append(_state(scheme, item, asked, applies, given, on))
    return tuple(found)


def _state(
    scheme: Scheme,
    item: str,
    asked: EvidenceItem,
    applies: Truth,
    given: Sequence[Evidence],
    on: date,
) -> ItemState:
    days = sorted(each.counts_from or on for each in given if each.is_in)
    is_enough = len(days) >= asked.at_least
    is_needed = applies == "true" and not asked.optional
    return ItemState(
        item=item,
        asked=asked,
        state=_word(asked, applies, is_enough=is_enough),
        why=_why(scheme, asked, applies, given, len(days)),
        given=len(given),
        counted=len(days),
        complete_on=days[asked.at_least - 1] if is_needed and is_enough else None,
    )


def _word(asked: EvidenceItem, applies: Truth, *, is_enough: bool) -> State:
    if applies == "false":
        return "not_applicable"
    if is_enough:
        return "complete"
    if asked.optional:
        return "optional"
    return "missing" if applies == "true" else "unknown"


def _why(
    scheme: Scheme, asked: EvidenceItem, applies: Truth, given: Sequence[Evidence], counted: int
) -> str:
    if applies != "true" and asked.when is not None:
        words = condition_in_words(asked.when, scheme)
        if applies == "false":
            return f"It is asked only where this is so: {words}."
        if counted < asked.at_least:
            return f"It is not known yet whether this is so: {words}. It may be given all the same."
    return " ".join([_how_many(asked, counted), *_open(given)])


def _how_many(asked: EvidenceItem, counted: int) -> str:
    if counted >= asked.at_least:
        return "It is in." if asked.at_most == 1 else f"{counted} in."
    if asked.optional and not counted:
        return "It may be given and need not."
    return f"{counted} of {asked.at_least} in." if asked.at_least > 1 else "It has not come in yet."


def _open(given: Sequence[Evidence]) -> Iterator[str]:
    """What somebody still has to do about what was given."""
    if any(each.quarantined_at is not None for each in given):
        yield "One is in quarantine: it has to be replaced, or what was reported acknowledged."
    if any(each.received_at is None for each in given):
        yield "The content of one has not come in yet."
    if any(each.is_unsettled and each.received_at is not None for each in given):
        yield (
            "One seems to hold what may name somebody: send it without, or acknowledge it with a "
            "reason."
        )


def complete_on(states: Sequence[ItemState]) -> date | None:
    """The day on which the last item that is needed came in; None where none is, or one is not."""
    if any(each.state == "missing" for each in states):
        return None
    return max((each.complete_on for each in states if each.complete_on), default=None)


def refusal_to_submit(
    scheme: Scheme, states: Sequence[ItemState], evidence: Sequence[Evidence]
) -> str | None:
    """Why the case cannot be submitted yet, in words; None when it can."""
    missing = [each for each in states if each.state == "missing" and not each.asked.may_follow]
    absent = [each for each in missing if _come_in(each, evidence) < each.asked.at_least]
    said = [f"Evidence is missing: {_listed(scheme, absent)}."] if absent else []
    return " ".join([*said, *_to_put_right(states, evidence)]) or None


def refusal_to_decide(
    scheme: Scheme, states: Sequence[ItemState], evidence: Sequence[Evidence]
) -> str | None:
    """Why nobody can say yes yet, in words; None when somebody can."""
    missing = [each for each in states if each.state == "missing"]
    absent = [each for each in missing if _come_in(each, evidence) < each.asked.at_least]
    said = [f"Evidence is still to come: {_listed(scheme, absent)}."] if absent else []
    return " ".join([*said, *_to_put_right(missing, evidence)]) or None


def _come_in(state: ItemState, evidence: Sequence[Evidence]) -> int:
    """How many of an item have come in, whatever is open about them."""
    return sum(
        each.item == state.item and each.is_current and each.received_at is not None
        for each in evidence
    )


def _to_put_right(states: Sequence[ItemState], evidence: Sequence[Evidence]) -> Iterator[str]:
    """What has come in and waits for somebody to put it right, by what there is to do."""
    troubled = [each for each in evidence if each.is_current and each.is_troubled]
    for cause, (found, what_to_do) in _TROUBLES.items():
        items = {each.item for each in troubled if _trouble(each) == cause}
        titles = [each.asked.title for each in states if each.item in items]
        if titles:
            yield f"{found}: {'; '.join(titles)}. {what_to_do}"


_TROUBLES: Final[Mapping[str, tuple[str, str]]] = {
    "found": (
        "What may name somebody was found in",
        "Send it again without, acknowledge it with a reason, or withdraw it.",
    ),
    "unreadable": (
        "Nobody can search for names in",
        "Send it as a file whose text can be read, acknowledge it with a reason, or withdraw it.",
    ),
    "reported": (
        "Reported, because it seems to name somebody",
        "Send it again without, or let whoever provided it acknowledge it with a reason.",
    ),
}


def _trouble(evidence: Evidence) -> str:
    return evidence.quarantined_because or evidence.screening


def _listed(scheme: Scheme, states: Sequence[ItemState]) -> str:
    return "; ".join(_told(scheme, each.asked) for each in states)


def _told(scheme: Scheme, asked: EvidenceItem) -> str:
    roles = " or ".join(role_title(role, scheme) for role in asked.by)
    return f"{asked.title} (from {roles}; {ground(scheme, asked)})"


def ground(scheme: Scheme, asked: EvidenceItem) -> str:
    """Where the scheme asks for an item: its clause, or that it is assumed."""
    if asked.clause is None:
        return "by assumption"
    return f"{scheme.documents[asked.clause.document].title}, {asked.clause.heading}"
