"""Scheme files as they are shown."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

from applications.schemes.domain.forms import DRAFT, form_schema
from applications.schemes.domain.held import HeldScheme
from applications.schemes.domain.standards import statements_on
from applications.schemes.domain.words import condition_in_words, facts_in_words
from applications.schemes.schemas.workflow import (
    ClauseAnswer,
    DeadlineAnswer,
    EmbargoAnswer,
    EvidenceItemAnswer,
    FormAnswer,
    ForwardAnswer,
    NextAnswer,
    OutcomeAnswer,
    PathwayAnswer,
    RemindersAnswer,
    RoleAnswer,
    SeatsAnswer,
    StandardsAnswer,
    StandardsVersionAnswer,
    StepMeetingAnswer,
    WorkflowAnswer,
    WorkflowStepAnswer,
)
from scheme_files.model.base import Grounded
from scheme_files.model.conditions import Condition
from scheme_files.model.evidence import EvidenceItem, Standards
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Form, Meeting, Next, Outcome, Step
from scheme_files.roles import ROLES


class _Grounds(TypedDict):
    required: str
    clause: ClauseAnswer | None
    assumption: str | None


def workflow_answer(held: HeldScheme) -> WorkflowAnswer:
    """The work half of a version."""
    scheme = held.scheme
    return WorkflowAnswer(
        scheme=scheme.scheme,
        scheme_version=scheme.in_force.from_,
        published_on=scheme.published,
        scheme_sha256=held.sha256,
        title=scheme.title,
        roles=list(_roles(scheme)),
        deadlines=list(_deadlines(scheme)),
        standards=[_standards(scheme, *each) for each in scheme.standards.items()],
        reminders=None
        if scheme.reminders is None
        else RemindersAnswer(
            days_before=list(scheme.reminders.days_before), **_grounds(scheme, scheme.reminders)
        ),
        pathways=[_pathway(scheme, *each) for each in scheme.pathways.items()],
    )


def form_answer(held: HeldScheme, name: str, form: Form, day: date) -> FormAnswer:
    """A form of a version, with the statements that it asks about on a day."""
    statements = statements_on(held.scheme, day)
    return FormAnswer(
        scheme=held.scheme.scheme,
        scheme_version=held.scheme.in_force.from_,
        form=name,
        title=form.title,
        introduction=form.introduction,
        schema_={"$schema": DRAFT, **form_schema(form, statements=statements)},
        **_grounds(held.scheme, form),
    )


def _grounds(scheme: Scheme, rule: Grounded) -> _Grounds:
    clause = rule.clause
    return {
        "required": rule.required,
        "clause": None
        if clause is None
        else ClauseAnswer(document=scheme.documents[clause.document].title, heading=clause.heading),
        "assumption": rule.assumption,
    }


def _roles(scheme: Scheme) -> Iterable[RoleAnswer]:
    for name, role in scheme.roles.items():
        meaning = ROLES[name]
        yield RoleAnswer(
            role=name,
            title=role.title,
            meaning=meaning.meaning,
            kind=meaning.kind,
            over=role.over,
        )


def _deadlines(scheme: Scheme) -> Iterable[DeadlineAnswer]:
    for name, deadline in scheme.deadlines.items():
        yield DeadlineAnswer(
            deadline=name,
            working_days=deadline.working_days,
            calendar_days=deadline.calendar_days,
            by_fact=deadline.by_fact,
            **_grounds(scheme, deadline),
        )


def _standards(scheme: Scheme, name: str, standards: Standards) -> StandardsAnswer:
    return StandardsAnswer(
        standards=name,
        title=standards.title,
        versions=[
            StandardsVersionAnswer(
                starts_on=version.from_,
                title=version.title or standards.title,
                items=dict(version.items),
                **_grounds(scheme, version),
            )
            for version in standards.versions
        ],
    )


def _evidence(scheme: Scheme, name: str, item: EvidenceItem) -> EvidenceItemAnswer:
    return EvidenceItemAnswer(
        item=name,
        title=item.title,
        kind=item.kind,
        form=item.form,
        types=list(item.types),
        by=list(item.by),
        when=_words(item.when, scheme),
        optional=item.optional,
        at_least=item.at_least,
        at_most=item.at_most,
        may_follow=item.may_follow,
        screened=item.screened,
        **_grounds(scheme, item),
    )


def _meeting(scheme: Scheme, step: Step, meeting: Meeting) -> StepMeetingAnswer:
    return StepMeetingAnswer(
        members=[
            SeatsAnswer(role=role, at_least=seats.at_least, at_most=seats.at_most)
            for role, seats in meeting.members.items()
        ],
        advised_by=list(meeting.advised_by),
        arranged_by=list(meeting.arranged_by or step.by),
        **_grounds(scheme, meeting),
    )


def _pathway(scheme: Scheme, name: str, pathway: Pathway) -> PathwayAnswer:
    embargo = pathway.embargo
    to = pathway.to
    return PathwayAnswer(
        pathway=name,
        title=pathway.title,
        from_grade=None if pathway.from_ is None else pathway.from_.grade,
        to_grades=list(to.chosen_from or ()) if to.grade is None else [to.grade],
        opened_by=list(pathway.opened_by),
        evidence=[_evidence(scheme, *each) for each in pathway.evidence.items()],
        first_steps=list(pathway.first_steps),
        embargo=None
        if embargo is None
        else EmbargoAnswer(until=embargo.until, **_grounds(scheme, embargo)),
        steps=[_step(scheme, *each) for each in pathway.steps.items()],
    )


def _step(scheme: Scheme, name: str, step: Step) -> WorkflowStepAnswer:
    return WorkflowStepAnswer(
        step=name,
        title=step.title,
        kind=step.kind,
        by=list(step.by),
        when=_words(step.when, scheme),
        until=_words(step.until, scheme),
        after=list(step.after),
        deadline=step.deadline,
        meeting=None if step.meeting is None else _meeting(scheme, step, step.meeting),
        outcomes=[_outcome(scheme, *each) for each in step.outcomes.items()],
        **_grounds(scheme, step),
    )


def _words(condition: Condition | None, scheme: Scheme) -> str | None:
    return None if condition is None else condition_in_words(condition, scheme)


def _outcome(scheme: Scheme, action: str, outcome: Outcome) -> OutcomeAnswer:
    return OutcomeAnswer(
        action=action,
        title=outcome.title,
        needs=outcome.needs,
        form=outcome.form,
        times=outcome.times,
        comments=outcome.comments,
        submits=outcome.submits,
        drafts_variation=outcome.drafts_variation,
        approves_variation=outcome.approves_variation,
        next=[_next(scheme, each) for each in outcome.next],
    )


def _next(scheme: Scheme, branch: Next) -> NextAnswer:
    return NextAnswer(
        when=facts_in_words(branch.if_, scheme),
        records=dict(branch.records),
        steps=list(branch.steps),
        decides=branch.decides,
        forwards=[
            ForwardAnswer(form=each.form, to=each.to, **_grounds(scheme, each))
            for each in branch.forwards
        ],
    )
