"""Whether a case is being prepared follows from its steps: in every published procedure."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tests.support.any_scheme import worked_pathways

from applications.casework.domain.attempts import before_submission, is_frozen
from applications.casework.domain.case import Case, StepProgress
from scheme_files.library import SchemeText
from scheme_files.model.rules import Pathway

DAY = date(2026, 4, 2)
PATHWAYS = worked_pathways()


def case(*open_steps: str, submitted: bool = True, visit: int = 1, **done: int) -> Case:
    steps = {each: StepProgress(state="open", visit=visit, opened_on=DAY) for each in open_steps}
    steps |= {
        each: StepProgress(state="done", visit=at, opened_on=DAY) for each, at in done.items()
    }
    return Case(
        application_id=uuid4(), employee_number="1", post_number="1", scheme="s", pathway="p",
        scheme_sha256="", status="in_progress" if submitted else "draft", embargoed=False,
        pay_status="none", opened_by="1", opened_at=datetime(2026, 4, 2, tzinfo=UTC),
        submitted_on=DAY if submitted else None, steps=steps, version=1,
        changed_at=datetime(2026, 4, 2, tzinfo=UTC),
    )  # fmt: skip


def submitting(pathway: Pathway) -> list[str]:
    return [
        step_id
        for step_id, step in pathway.steps.items()
        if any(outcome.submits for outcome in step.outcomes.values())
    ]


@pytest.mark.parametrize(
    ("held", "pathway"), PATHWAYS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_it_is_as_long_as_somebody_can_submit(held: SchemeText, pathway: str) -> None:
    steps = held.scheme.pathways[pathway]
    first = submitting(steps)
    assert {*first} <= before_submission(steps)
    assert not is_frozen(case(*steps.first_steps, submitted=False), steps)
    for step in first:
        assert not is_frozen(case(step, visit=2), steps)
    for step in before_submission(steps) - {*first}:
        assert not is_frozen(case(step, visit=2), steps), "it was sent back to here"
        assert is_frozen(case(step), steps), "it was left open when the case was submitted"
    for step in set(steps.steps) - before_submission(steps):
        assert is_frozen(case(step, visit=2), steps)


def test_who_follows_a_commitment_up_does_not_open_a_portfolio_again() -> None:
    (pathway,) = (
        held.scheme.pathways[name]
        for held, name in PATHWAYS
        if (held.scheme.scheme, name) == ("derbyshire", "grade-10-to-11")
    )
    assert before_submission(pathway) == {
        "discussion", "agree-time", "agreed-time", "submit-portfolio",
    }  # fmt: skip
