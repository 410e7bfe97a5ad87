"""Whether a step applies to a worker, has come, or waits for another: from what is known now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from applications.casework.domain.case import Case, FactValue, StepProgress
from applications.schemes.domain.conditions import Truth, holds
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step


def applies(step: Step, facts: Mapping[str, FactValue], on: date) -> Truth:
    """Whether a step applies to this worker: `true`, `false`, or `unknown` (it may be done)."""
    return "true" if step.when is None else holds(step.when, facts, on=on)


def unmet(
    case: Case, pathway: Pathway, step: Step, facts: Mapping[str, FactValue], today: date
) -> str | None:
    """What has to be done before this step, in words; None when nothing has."""
    for step_id in step.after:
        earlier = pathway.steps[step_id]
        progress = case.steps.get(step_id)
        is_done = progress is not None and progress.state == "done"
        if earlier.kind == "wait":
            is_done = is_done or _has_come(earlier, facts, today)
        if not is_done and applies(earlier, facts, today) == "true":
            return f"First: {earlier.title}."
    return None


def _has_come(step: Step, facts: Mapping[str, FactValue], today: date) -> bool:
    """Whether what a step waits for is so. Nobody acts on it: the day or the fact does."""
    return step.until is not None and holds(step.until, facts, on=today) == "true"


def refreshed(case: Case, pathway: Pathway, facts: Mapping[str, FactValue], today: date) -> Case:
    """The case with its open steps as they stand by what is known now.

    Those that do not apply are set apart, and what was waited for and has come is done.
    """
    steps = refreshed_steps(case.steps, pathway, facts, today)
    return case if steps == case.steps else replace(case, steps=steps)


def refreshed_steps(
    steps: Mapping[str, StepProgress],
    pathway: Pathway,
    facts: Mapping[str, FactValue],
    today: date,
) -> dict[str, StepProgress]:
    """Steps as they stand by what is known now."""
    found = dict(steps)
    for step_id, progress in steps.items():
        if progress.state == "done" or step_id not in pathway.steps:
            continue
        state = _state(pathway.steps[step_id], facts, today)
        if state != progress.state:
            found[step_id] = replace(progress, state=state)
    return found


def _state(
    step: Step, facts: Mapping[str, FactValue], today: date
) -> Literal["open", "done", "not_applicable"]:
    if applies(step, facts, today) == "false":
        return "not_applicable"
    return "done" if _has_come(step, facts, today) else "open"
