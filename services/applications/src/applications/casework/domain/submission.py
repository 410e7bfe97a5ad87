"""Which of a scheme's submission dates a case belongs to, why, and what would move it.

The rule is the scheme's: the first date on or after the day on which everything was in, complete
and met. What nobody has dated yet counts as met with the evidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from applications.casework.domain.case import Case, FactValue, StepProgress
from applications.schemes.domain.conditions import holds
from applications.schemes.domain.met_on import dated_criteria
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme

SUBMISSION_DATE: Final = "submission_date"
SUBMITTED: Final = "submitted_on"
EVIDENCED: Final = "evidence_complete_on"

_SETTLED: Final = frozenset({"determined", "recorded"})
_WORDS: Final = {SUBMITTED: "Submitted", EVIDENCED: "The last of the required evidence is in"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something that a submission date rests on: `on` is its day, None while it has none.

    `source` is `submitted_on`, `evidence_complete_on`, or the id of a criterion.
    """

    source: str
    required: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """The submission date of a case.

    `holds_if`: what has yet to happen, and today is taken for its day; None where it is settled.
    `decided_by` came last. `would_move` has no day yet: after `submission_date`, the case belongs
    to `next_date`.
    """

    submission_date: date
    holds_if: Literal["submitted_today", "completed_today"] | None
    decided_by: Sequence[Reason]
    would_move: Sequence[Reason]
    next_date: date


def belonging(
    case: Case, scheme: Scheme, pathway: Pathway, facts: Mapping[str, FactValue], today: date
) -> Belonging | None:
    """The submission date that a case belongs to by what is known; None where there is none."""
    if scheme.submission_dates is None or case.status in {"not_yet", "withdrawn"}:
        return None
    each_year = scheme.submission_dates.each_year
    days = {SUBMITTED: case.submitted_on, EVIDENCED: case.evidence_complete_on}
    if case.submitted_on is None:
        days[EVIDENCED] = None
    reasons = [
        *(Reason(source=name, required=_WORDS[name], on=day) for name, day in days.items()),
        *_criteria(case, pathway, facts),
    ]
    last = max(each.on or today for each in reasons if each.on or each.source in _WORDS)
    found = first_on_or_after(each_year, last)
    return Belonging(
        submission_date=found,
        holds_if=_holds_if(case),
        decided_by=[each for each in reasons if each.on == last],
        would_move=[each for each in reasons if each.on is None],
        next_date=first_on_or_after(each_year, found + timedelta(days=1)),
    )


def _criteria(case: Case, pathway: Pathway, facts: Mapping[str, FactValue]) -> Iterator[Reason]:
    for each in dated_criteria(pathway, facts, by=case.signed_off_on or date.max):
        yield Reason(source=each.criterion, required=each.required, on=each.met_on)


def _holds_if(case: Case) -> Literal["submitted_today", "completed_today"] | None:
    if case.submitted_on is None:
        return "submitted_today"
    return "completed_today" if case.evidence_complete_on is None else None


def first_on_or_after(each_year: Sequence[str], day: date) -> date:
    """The first of these days of the year (MM-DD) that is on a day or after it."""
    ahead = (
        date.fromisoformat(f"{year}-{each}") for year in (day.year, day.year + 1)
        for each in each_year
    )  # fmt: skip
    return next(each for each in ahead if each >= day)


def with_submission_date(
    case: Case, scheme: Scheme, pathway: Pathway, facts: Mapping[str, FactValue], today: date
) -> Case:
    """The case with its submission date as one of its facts, once it was submitted and complete.

    A wait for an earlier date is open again, unless the case is decided. Once its pay is worked out
    the date stays as it is.
    """
    if scheme.submission_dates is None or case.submitted_on is None:
        return case
    if case.pay_status in _SETTLED or case.status in {"not_yet", "withdrawn"}:
        return case
    found = belonging(case, scheme, pathway, facts, today)
    day = None if found is None or found.holds_if else found.submission_date.isoformat()
    if day == case.facts.get(SUBMISSION_DATE):
        return case
    kept = {name: value for name, value in case.facts.items() if name != SUBMISSION_DATE}
    dated = replace(case, facts=kept if day is None else {**kept, SUBMISSION_DATE: day})
    return _waiting_again(dated, pathway, {**without_date(facts), **dated.facts}, today)


def without_date(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Facts without the submission date, which is worked out anew."""
    return {name: value for name, value in facts.items() if name != SUBMISSION_DATE}


def _waiting_again(
    case: Case, pathway: Pathway, facts: Mapping[str, FactValue], today: date
) -> Case:
    """The case with what waits for its date open again, where that has not come."""
    if not case.is_open:
        return case
    steps = dict(case.steps)
    for step_id, progress in case.steps.items():
        step = pathway.steps.get(step_id)
        if step is None or step.until is None or progress.state != "done":
            continue
        if holds(step.until, facts, on=today) != "true":
            steps[step_id] = StepProgress(state="open", visit=progress.visit + 1, opened_on=today)
    return replace(case, steps=steps)
