"""Checks that each step can be done, and that what follows it is there."""

from collections.abc import Iterable, Iterator, Mapping

from scheme_files.checking_conditions import (
    FactNames,
    choices_of,
    condition_mistakes,
    parts_too_early,
)
from scheme_files.checking_meetings import meeting_mistakes
from scheme_files.checking_roles import used_role_mistakes
from scheme_files.facts import Fact, FactType
from scheme_files.mending import at, near
from scheme_files.mistakes import Mistake
from scheme_files.model.base import Located
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Next, Outcome, Step

RESERVED_ACTIONS = frozenset(
    {
        "withdraw", "recuse", "lift-conflict", "reassign", "correct", "arrange-meeting",
        "cancel-meeting", "resolve-pay",
    }
)  # fmt: skip
"""The actions that every case has; no outcome may be called so."""

_MOST_TIMES = 20
_NOT_COMPARED = frozenset({FactType.DATE, FactType.WHOLE_NUMBER, FactType.DECIMAL_NUMBER})


def step_mistakes(scheme: Scheme, pathway: Pathway, facts: FactNames) -> Iterator[Mistake]:
    """Yield every mistake in the steps of a pathway, each taken by itself."""
    taken: dict[str, str] = {}
    for name, step in pathway.steps.items():
        yield from _who(scheme, step)
        yield from _kind(step)
        yield from meeting_mistakes(scheme, step)
        yield from unknown_names(step, step.after, pathway.steps, "step")
        for condition in (step.when, step.until):
            if condition is not None:
                yield from condition_mistakes(condition, scheme, facts)
                yield from parts_too_early(condition)
        deadlines = () if step.deadline is None else (step.deadline,)
        yield from unknown_names(step, deadlines, scheme.deadlines, "deadline")
        for action, outcome in step.outcomes.items():
            yield from _action(outcome, action, taken)
            taken.setdefault(action, name)
            yield from _times(step, outcome)
            yield from _outcome(scheme, pathway, outcome, facts)


def unknown_names(
    item: Located, names: Iterable[str], known: Mapping[str, object], what: str
) -> Iterator[Mistake]:
    """Yield a mistake for every name that is not known."""
    for name in names:
        if name not in known:
            yield at(item, f"'{name}' is no {what} here{near(name, known)}")


def _who(scheme: Scheme, step: Step) -> Iterator[Mistake]:
    yield from used_role_mistakes(step, step.by, scheme)
    if step.kind != "wait" and not step.by:
        yield at(step, "nobody may do this step: add 'by'")
    if step.kind == "joint" and len(set(step.by)) == 1:
        yield at(step, "a joint step needs two roles or more under 'by'")


def _kind(step: Step) -> Iterator[Mistake]:
    if step.kind == "wait" and step.until is None:
        yield at(step, "say what this step waits for: add 'until'")
    if step.kind != "wait" and step.until is not None:
        yield at(step, "'until' is for a step of kind 'wait': leave it out")
    if step.kind != "wait" and not step.outcomes:
        yield at(step, "this step cannot end: add 'outcomes'")
    outcomes = tuple(step.outcomes.values())
    yield from _needs(step, outcomes)
    drafts = any(outcome.drafts_variation for outcome in outcomes)
    if drafts and any(outcome.approves_variation for outcome in outcomes):
        yield at(step, "nobody approves what they drafted: draft and approve in two steps")


def _needs(step: Step, outcomes: tuple[Outcome, ...]) -> Iterator[Mistake]:
    of_every = [outcome for outcome in outcomes if outcome.needs == "every"]
    if step.kind == "joint" and outcomes and not of_every:
        yield at(step, "a joint step needs an outcome that every role gives: add 'needs: every'")
    if step.kind != "joint":
        for outcome in of_every:
            yield at(outcome, "'needs: every' is for a step of kind 'joint': leave it out")


def _action(outcome: Outcome, action: str, taken: Mapping[str, str]) -> Iterator[Mistake]:
    if action in RESERVED_ACTIONS:
        yield at(outcome, f"'{action}' is an action of every case: give this outcome another id")
    if action in taken:
        yield at(
            outcome,
            f"outcome '{action}' is there already, in step '{taken[action]}': "
            "give this one another id",
        )


def _times(step: Step, outcome: Outcome) -> Iterator[Mistake]:
    if not 1 <= outcome.times <= _MOST_TIMES:
        yield at(outcome, f"'times' is from 1 to {_MOST_TIMES}")
    if outcome.times <= 1:
        return
    if outcome.form is None:
        yield at(outcome, "what is given several times needs a form to tell it apart: add 'form'")
    if step.kind == "joint":
        yield at(outcome, "in a joint step each role gives its part once: leave 'times' out")
    if outcome.submits or outcome.drafts_variation or outcome.approves_variation:
        yield at(outcome, "a case is submitted, drafted and approved once: leave 'times' out")


def _outcome(
    scheme: Scheme, pathway: Pathway, outcome: Outcome, facts: FactNames
) -> Iterator[Mistake]:
    forms = () if outcome.form is None else (outcome.form,)
    yield from unknown_names(outcome, forms, scheme.forms, "form")
    for branch in outcome.next[:-1]:
        if not branch.if_:
            yield at(branch, "nothing after this branch can be reached: give it an 'if'")
    for branch in outcome.next[-1:]:
        if branch.if_:
            yield at(
                branch, "somebody may fall through: the last branch must stand without an 'if'"
            )
    for branch in outcome.next:
        yield from _branch(scheme, pathway, branch, facts)


def _branch(scheme: Scheme, pathway: Pathway, branch: Next, facts: FactNames) -> Iterator[Mistake]:
    for name, value in (*branch.if_.items(), *branch.records.items()):
        yield from facts.mistakes(branch, name)
        if name in facts.facts:
            yield from _value(branch, facts.facts[name], value, scheme)
    yield from unknown_names(branch, branch.steps, pathway.steps, "step")
    for forward in branch.forwards:
        yield from unknown_names(forward, [forward.form], scheme.forms, "form")
        yield from used_role_mistakes(forward, (forward.to,), scheme)


def _value(item: Located, fact: Fact, value: str | bool, scheme: Scheme) -> Iterator[Mistake]:  # noqa: FBT001 - a fact's value
    values = choices_of(fact, scheme)
    if fact.type in _NOT_COMPARED:
        yield at(item, f"fact '{fact.name}' is of type '{fact.type}': only a choice, true or false")
    elif fact.type is FactType.TRUE_FALSE:
        if not isinstance(value, bool):
            yield at(item, f"fact '{fact.name}' is true or false: write true or false")
    elif isinstance(value, bool):
        yield at(item, f"fact '{fact.name}' is not true or false: use {', '.join(values)}")
    elif values and value not in values:
        yield at(item, f"'{value}' is no value of '{fact.name}': use {', '.join(values)}")
