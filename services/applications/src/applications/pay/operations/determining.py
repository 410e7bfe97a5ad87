"""Working out what a decision gives: paycalc is asked with no transaction open, its answer kept."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID, uuid4

import msgspec

from applications.casework.domain.pay_case import PayCase
from applications.casework.operations.pay_facts import read_for_pay
from applications.casework.operations.resolving import open_resolve_pay, set_pay_determined
from applications.log.domain import Act, Event
from applications.log.storage import append
from applications.pay.domain.asking import asked_of
from applications.pay.domain.determinations import (
    Determination,
    PaycalcProblem,
    Question,
    Settled,
    deciders,
    reason_code,
    settled,
)
from applications.pay.domain.refusals import CaseChangedError, PayNotWorkedOutError
from applications.pay.domain.variations import Variation, redrafted
from applications.pay.operations.telling import variation_drafted
from applications.pay.paycalc_client import Paycalc, PaycalcRefusedError, Trace
from applications.pay.storage.determinations import KeptDetermination, insert_determination
from applications.pay.storage.variations import insert_variation, lock_draft, update_variation
from applications.platform.authorities import Authority
from applications.platform.database import Database, Session
from applications.schemes.domain.held import Schemes
from applications.schemes.operations.pinned import pinned_scheme
from plumbing.clock import Clock
from scheme_files.model.scheme import Scheme

_NOT_THE_CASE: Final = frozenset(
    {"rules-not-held", "unknown-scheme", "malformed-request", "unsupported-media-type"}
)
"""Refusals that say nothing of the case: paycalc lacks the rules, or something stands between."""
_REFUSED: Final = "refused"
_SYSTEM: Final = "system"
_WORKER: Final = "worker"
_ENCODE: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Determining:
    """What working out pay needs: the database, paycalc, the schemes held, and the time."""

    database: Database
    paycalc: Paycalc
    schemes: Schemes
    clock: Clock


@dataclass(frozen=True, slots=True)
class _Told:
    """What paycalc said to which question."""

    question: Question
    said: Determination | PaycalcProblem

    @property
    def outcome(self) -> str:
        return _REFUSED if isinstance(self.said, PaycalcProblem) else self.said.answer.outcome

    @property
    def settles(self) -> Settled | None:
        return None if isinstance(self.said, PaycalcProblem) else settled(self.said.answer)

    @property
    def deciders(self) -> tuple[str, ...]:
        return () if isinstance(self.said, PaycalcProblem) else deciders(self.said.answer)

    @property
    def text(self) -> str:
        if isinstance(self.said, PaycalcProblem):
            return _ENCODE(self.said).decode()
        return self.said.text


async def determine_pay(means: Determining, authority: Authority, subject: str) -> None:
    """Work out what a decided case gives, and draft its variation. Done again, it does nothing.

    What paycalc does not determine goes back to people; nobody is paid meanwhile.

    Raises:
        PaycalcUnavailableError: paycalc is away. Try again later.
        PaycalcBrokenError: Its answer is no answer. As above.
        PayNotWorkedOutError: It does not hold the case's rules. As above.
        CaseChangedError: The case changed meanwhile. As above.
    """
    authority_id, application_id = authority.authority_id, UUID(subject)
    async with means.database.begin(authority_id) as session:
        case = await read_for_pay(session, means.schemes, authority_id, application_id, means.clock)
        if case is None:
            return
        held = await pinned_scheme(session, means.schemes, authority_id, case.scheme_sha256)
    told = await _ask(means.paycalc, held.scheme, case, application_id)
    async with means.database.begin(authority_id) as session:
        again = await read_for_pay(
            session, means.schemes, authority_id, application_id, means.clock, lock=True
        )
        if again is None:
            return
        if again != case:
            raise CaseChangedError("The case changed while its pay was worked out.")
        await _keep(means, session, authority_id, application_id, case, told)


async def _ask(paycalc: Paycalc, scheme: Scheme, case: PayCase, application_id: UUID) -> _Told:
    question = Question(
        scheme=case.scheme,
        pathway=case.pathway,
        facts=asked_of(scheme, case.facts),
        scheme_sha256=case.scheme_sha256,
        rules_on=case.rules_on,
        known_on=case.known_on,
    )
    try:
        return _Told(
            question, await paycalc.determine(question, Trace(request_id=_job(application_id)))
        )
    except PaycalcRefusedError as refused:
        if refused.problem.slug in _NOT_THE_CASE:
            raise PayNotWorkedOutError(f"paycalc said {refused.problem.slug}.") from refused
        return _Told(question, refused.problem)


def _job(application_id: UUID) -> str:
    return f"determine-pay.{application_id}"


async def _keep(
    means: Determining,
    session: Session,
    authority_id: UUID,
    application_id: UUID,
    case: PayCase,
    told: _Told,
) -> None:
    now = means.clock.now()
    kept = KeptDetermination(
        determination_id=uuid4(),
        application_id=application_id,
        question=_ENCODE(told.question).decode(),
        answer=told.text,
        outcome=told.outcome,
        determined_at=now,
    )
    await insert_determination(session, authority_id, kept)
    act = Act(actor=_SYSTEM, client_id=_WORKER, request_id=_job(application_id))
    what_is_settled = told.settles
    settles = what_is_settled is not None
    events = [_event(kept, act, settles=settles)]
    if what_is_settled is not None and isinstance(told.said, Determination):
        reason = reason_code(told.said.answer)
        drafted = await _draft(session, authority_id, kept, case, what_is_settled, reason)
        events.append(variation_drafted(drafted, act))
    write = set_pay_determined if settles else partial(open_resolve_pay, by=told.deciders)
    events += await write(session, means.schemes, authority_id, application_id, act=act, now=now)
    await append(session, authority_id, events, now=now)


def _event(kept: KeptDetermination, act: Act, *, settles: bool) -> Event:
    return Event(
        kind="pay-determined" if settles else "pay-needs-decision",
        subject_kind="application",
        subject=str(kept.application_id),
        act=act,
        body={"determination_id": str(kept.determination_id), "outcome": kept.outcome},
    )


async def _draft(
    session: Session,
    authority_id: UUID,
    kept: KeptDetermination,
    case: PayCase,
    gives: Settled,
    reason: str,
) -> Variation:
    now = kept.determined_at
    draft = await lock_draft(session, authority_id, kept.application_id)
    if draft is not None:
        draft = redrafted(draft, gives, determination_id=kept.determination_id, now=now)
        await update_variation(session, authority_id, draft)
        return draft
    draft = Variation(
        variation_id=uuid4(),
        application_id=kept.application_id,
        determination_id=kept.determination_id,
        employee_number=case.employee_number,
        post_number=case.post_number,
        grade_from=case.grade_from,
        point_from=case.point_from,
        grade=gives.grade,
        point=gives.point,
        hours_per_week=Decimal(case.hours_per_week),
        annual_salary=gives.annual_salary,
        salary_status=gives.salary_status,
        effective_from=gives.effective_from,
        reason_code=reason,
        changed_at=now,
    )
    await insert_variation(session, authority_id, draft)
    return draft
