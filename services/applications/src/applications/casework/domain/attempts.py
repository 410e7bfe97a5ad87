"""Whether what a case consists of may still change: as long as it is being prepared."""

from collections.abc import Iterable

from applications.casework.domain.case import Case
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step


def is_frozen(case: Case, pathway: Pathway) -> bool:
    """Whether a case was submitted, and not sent back since, or is closed."""
    if not case.is_open or case.submitted_on is None:
        return not case.is_open
    return not set(case.open_steps) & before_submission(pathway)


def before_submission(pathway: Pathway) -> frozenset[str]:
    """The steps on the way to a submission: open, they make or mend what is submitted.

    They can be reached before anybody submits, and lead to where somebody does.
    """
    reached = _spread(pathway.first_steps, pathway)
    leading = {step_id for step_id, step in pathway.steps.items() if _submits(step)}
    while more := {
        step_id
        for step_id, step in pathway.steps.items()
        if step_id not in leading and leading & {*_onward(step), *_awaiting(step_id, pathway)}
    }:
        leading |= more
    return frozenset(reached & leading)


def _spread(first: Iterable[str], pathway: Pathway) -> set[str]:
    reached: set[str] = set()
    ahead = set(first)
    while ahead:
        reached |= ahead
        ahead = {on for step in ahead for on in _onward(pathway.steps[step])} - reached
    return reached


def _submits(step: Step) -> bool:
    return any(outcome.submits for outcome in step.outcomes.values())


def _onward(step: Step) -> Iterable[str]:
    """The steps that open without anybody submitting."""
    for outcome in step.outcomes.values():
        if not outcome.submits:
            for branch in outcome.next:
                yield from branch.steps


def _awaiting(step_id: str, pathway: Pathway) -> Iterable[str]:
    """The steps that come only after this one."""
    return (other for other, step in pathway.steps.items() if step_id in step.after)
