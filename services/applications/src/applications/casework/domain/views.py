"""What somebody sees of a case: all of it, or, under embargo, only that it is in progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from applications.casework.domain.case import RESOLVE_PAY, Case, FactValue, Part, StepProgress
from applications.casework.domain.meetings import Meeting
from applications.casework.domain.seats import Seats
from applications.casework.domain.steering import TITLES, pay_resolvers
from applications.casework.domain.submission import Belonging
from applications.casework.domain.vacancies import Vacancy
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often an outcome was given that has to be given several times."""

    action: str
    given: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as it stands: the roles it is for, and what each gave."""

    step: str
    title: str
    kind: str
    state: str
    visit: int
    opened_on: date
    due_on: date | None
    calendar: str | None
    roles: Sequence[str]
    assigned_to: str | None
    outcome: str | None
    parts: Sequence[Part]
    counts: Sequence[Count]
    meeting: Meeting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as it is shown. Under embargo, what would say more than the status is None or empty.

    `version` is what an `ETag` is made of; a case under embargo has the same one throughout.
    """

    application_id: UUID
    employee_number: str
    post_number: str
    scheme: str
    scheme_version: date
    scheme_sha256: str
    pathway: str
    title: str
    status: str
    pay_status: str | None
    opened_at: datetime
    opened_by: str
    submitted_on: date | None
    evidence_complete_on: date | None
    signed_off_on: date | None
    submission: Belonging | None
    facts: Mapping[str, FactValue]
    steps: Sequence[StepView]
    vacancies: Sequence[Vacancy] | None
    names: Mapping[str, str] | None
    version: int
    changed_at: datetime | None


def view(
    case: Case,
    pathway: Pathway,
    scheme_version: date,
    *,
    concealed: bool,
    submission: Belonging | None,
    vacancies: Sequence[Vacancy] | None = None,
    names: Mapping[str, str] | None = None,
) -> CaseView:
    """What is shown of a case."""
    return CaseView(
        application_id=case.application_id,
        employee_number=case.employee_number,
        post_number=case.post_number,
        scheme=case.scheme,
        scheme_version=scheme_version,
        scheme_sha256=case.scheme_sha256,
        pathway=case.pathway,
        title=pathway.title,
        status=_concealed_status(case) if concealed else case.status,
        pay_status=None if concealed else case.pay_status,
        opened_at=case.opened_at,
        opened_by=case.opened_by,
        submitted_on=None if concealed else case.submitted_on,
        evidence_complete_on=None if concealed else case.evidence_complete_on,
        signed_off_on=None if concealed else case.signed_off_on,
        submission=None if concealed else submission,
        facts={} if concealed else case.facts,
        steps=[] if concealed else _steps(case, pathway),
        vacancies=None if concealed else vacancies,
        names=None if concealed else names,
        version=0 if concealed else case.version,
        changed_at=None if concealed else case.changed_at,
    )


def _concealed_status(case: Case) -> str:
    return "withdrawn" if case.status == "withdrawn" else "in_progress"


def _steps(case: Case, pathway: Pathway) -> list[StepView]:
    order = [*pathway.steps, RESOLVE_PAY]
    return [
        _step(step_id, case.steps[step_id], case, pathway)
        for step_id in order
        if step_id in case.steps
    ]


def _step(step_id: str, progress: StepProgress, case: Case, pathway: Pathway) -> StepView:
    if step_id == RESOLVE_PAY:
        title, kind, counts = TITLES[RESOLVE_PAY], "decide", []
        roles = pay_resolvers(case, pathway)
    else:
        step = pathway.steps[step_id]
        title, kind, roles, counts = step.title, step.kind, step.by, _counts(step, progress)
    return StepView(
        step=step_id,
        title=title,
        kind=kind,
        state=progress.state,
        visit=progress.visit,
        opened_on=progress.opened_on,
        due_on=progress.due_on,
        calendar=progress.calendar,
        roles=roles,
        assigned_to=progress.assigned_to,
        outcome=progress.outcome,
        parts=progress.parts,
        counts=counts,
        meeting=progress.meeting,
    )


def _counts(step: Step, progress: StepProgress) -> list[Count]:
    """How far each outcome has come that is given several times."""
    return [
        Count(
            action=action,
            given=progress.given(action),
            of=outcome.times,
        )
        for action, outcome in step.outcomes.items()
        if outcome.times > 1
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One action of a case for one caller: allowed, or why not.

    `as_role` is the role they would act in and `on_behalf_of` those they would stand in for;
    `people` are those who may take it now, and `seats` who may sit in the meetings that it
    arranges. `given` of `times`: how often it was given so far, and has to be before the step is
    done.
    """

    action: str
    title: str
    step: str | None
    step_title: str | None
    allowed: bool
    reason: str | None
    as_role: str | None
    on_behalf_of: Sequence[str]
    roles: Sequence[str]
    people: Sequence[str]
    given: int
    times: int
    due_on: date | None
    body_schema: Mapping[str, object]
    seats: Sequence[Seats] = ()
