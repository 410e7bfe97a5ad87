"""Whether what a case consists of may still change: as long as it is being prepared."""

from collections.abc import Iterable

from applications.casework.domain.case import Case
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step


def is_frozen(case: Case, pathway: Pathway) -> bool:
    """Whether a case was submitted, and not sent back since, or is closed."""
    if not case.is_open or case.submitted_on is None:
        return not case.is_open
    return not any(_prepares(step_id, case, pathway) for step_id in case.open_steps)


def _prepares(step_id: str, case: Case, pathway: Pathway) -> bool:
    """Whether an open step is one that somebody submits with, or was sent back to.

    What is only not done yet, and was left open when the case was submitted, is neither.
    """
    step = pathway.steps.get(step_id)
    if step is None:
        return False
    was_sent_back = case.steps[step_id].visit > 1 and step_id in before_submission(pathway)
    return _submits(step) or was_sent_back


def before_submission(pathway: Pathway) -> frozenset[str]:
    """The steps on the way to a submission: open, they make or mend what is submitted.

    They can be reached before anybody submits, and lead to where somebody does.
    """
    reached = _reached(pathway)
    leading = {step_id for step_id in reached if _submits(pathway.steps[step_id])}
    while more := {
        step_id
        for step_id in reached - leading
        if leading & {*_onward(pathway.steps[step_id]), *_awaiting(step_id, pathway)}
    }:
        leading |= more
    return frozenset(leading)


def _reached(pathway: Pathway) -> set[str]:
    reached: set[str] = set()
    ahead = set(pathway.first_steps)
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
