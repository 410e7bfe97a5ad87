"""What the room that works cases asks of evidence: whether all is there, and to fix it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from applications.evidence.domain.attempts import Attempt
from applications.evidence.domain.completeness import (
    complete_on,
    completeness,
    refusal_to_decide,
    refusal_to_submit,
)
from applications.evidence.storage.attempts import add_attempt, freeze, latest_attempt
from applications.evidence.storage.items import list_of_case
from applications.platform.database import Session
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Why its evidence lets nobody submit a case, and nobody say yes; None where it does."""

    refusal_to_submit: str | None
    refusal_to_decide: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A submission that was fixed, and the day on which all that is needed was there.

    That day is None as long as something is to follow, and the day of the submission where nothing
    is needed.
    """

    attempt: int
    evidence: tuple[UUID, ...]
    complete_on: date | None


async def evidence_readiness(
    session: Session,
    authority_id: UUID,
    application_id: UUID,
    scheme: Scheme,
    pathway: Pathway,
    *,
    facts: Mapping[str, object],
    today: date,
) -> Readiness:
    """Whether the evidence of a case lets it be submitted, and decided."""
    if not pathway.evidence:
        return Readiness(refusal_to_submit=None, refusal_to_decide=None)
    given = await list_of_case(session, authority_id, application_id)
    states = completeness(scheme, pathway, given, facts, today)
    return Readiness(
        refusal_to_submit=refusal_to_submit(scheme, states, given),
        refusal_to_decide=refusal_to_decide(scheme, states, given),
    )


async def fix_attempt(  # noqa: PLR0913 - what a case is known by
    session: Session,
    authority_id: UUID,
    application_id: UUID,
    scheme: Scheme,
    pathway: Pathway,
    *,
    facts: Mapping[str, object],
    now: datetime,
    today: date,
) -> Submitted:
    """Fix what a case that is locked consists of as its next attempt, for ever."""
    given = await list_of_case(session, authority_id, application_id)
    latest = await latest_attempt(session, authority_id, application_id)
    attempt = Attempt(1 if latest is None else latest.attempt + 1, now)
    fixed = tuple(each.evidence_id for each in given if each.received_at is not None)
    await add_attempt(session, authority_id, application_id, attempt)
    await freeze(
        session, authority_id, application_id, fixed, attempt=attempt.attempt, frozen_at=now
    )
    states = completeness(scheme, pathway, given, facts, today)
    is_missing = any(each.state == "missing" for each in states)
    day = None if is_missing else complete_on(states) or today
    return Submitted(attempt=attempt.attempt, evidence=fixed, complete_on=day)
