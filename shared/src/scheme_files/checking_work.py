"""Checks the work half: a pathway has all of it or none, and it comes to a decision."""

from collections.abc import Iterator

from scheme_files.checking_conditions import FactNames
from scheme_files.checking_evidence import evidence_mistakes
from scheme_files.checking_flow import flow_mistakes
from scheme_files.checking_forms import form_mistakes
from scheme_files.checking_roles import declared_role_mistakes, used_role_mistakes
from scheme_files.checking_steps import step_mistakes, unknown_names
from scheme_files.mending import at
from scheme_files.mistakes import Mistake
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Outcome
from scheme_files.scalars import listed

_MOST_DAYS = 366


def work_mistakes(scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    """Yield every mistake in the work half of a scheme."""
    yield from declared_role_mistakes(scheme)
    yield from _deadlines(scheme, facts)
    yield from form_mistakes(scheme, facts)
    for name, pathway in scheme.pathways.items():
        begun = (pathway.opened_by, pathway.first_steps, pathway.embargo, pathway.evidence)
        if pathway.steps or any(begun):
            yield from _complete(name, pathway)
            yield from _beginning(scheme, pathway)
            yield from step_mistakes(scheme, pathway, facts)
            yield from flow_mistakes(pathway)
            yield from _decision(name, pathway)
            yield from evidence_mistakes(scheme, pathway, facts)


def _deadlines(scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    for deadline in scheme.deadlines.values():
        if deadline.by_fact is not None:
            yield from facts.date_mistakes(deadline, deadline.by_fact)
        days = deadline.working_days if deadline.calendar_days is None else deadline.calendar_days
        if days is not None and not 1 <= days <= _MOST_DAYS:
            yield at(deadline, f"give a deadline of 1 to {_MOST_DAYS} days")


def _complete(name: str, pathway: Pathway) -> Iterator[Mistake]:
    given = {
        "opened_by": pathway.opened_by,
        "first_steps": pathway.first_steps,
        "steps": pathway.steps,
    }
    if missing := [key for key, value in given.items() if not value]:
        yield at(pathway, f"pathway '{name}' has half of a work half: add {listed(missing, 'and')}")


def _beginning(scheme: Scheme, pathway: Pathway) -> Iterator[Mistake]:
    yield from used_role_mistakes(pathway, pathway.opened_by, scheme)
    yield from unknown_names(pathway, pathway.first_steps, pathway.steps, "step")
    if pathway.embargo is not None:
        yield from unknown_names(pathway.embargo, [pathway.embargo.until], pathway.steps, "step")


def _decision(name: str, pathway: Pathway) -> Iterator[Mistake]:
    outcomes = [outcome for step in pathway.steps.values() for outcome in step.outcomes.values()]
    if any(branch.decides == "yes" for outcome in outcomes for branch in outcome.next):
        yield from _approval(name, pathway, outcomes)
    elif pathway.sign_off is not None and pathway.steps:
        yield at(
            pathway,
            f"pathway '{name}' has a 'sign_off' and nobody can give it: "
            "add 'decides: \"yes\"' where the last yes is given",
        )


def _approval(name: str, pathway: Pathway, outcomes: list[Outcome]) -> Iterator[Mistake]:
    approving = [outcome for outcome in outcomes if outcome.approves_variation]
    if not approving:
        yield at(
            pathway,
            f"pathway '{name}' decides \"yes\" and nobody can approve the change of grade: "
            "add 'approves_variation: true' to an outcome",
        )
    for outcome in approving[1:]:
        yield at(
            outcome, "the change of grade is approved once: keep one 'approves_variation: true'"
        )
