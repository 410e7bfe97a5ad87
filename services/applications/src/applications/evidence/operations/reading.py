"""Reading evidence: how complete it is, and each thing that was provided. Every read is noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from applications.evidence.domain.completeness import ItemState, completeness
from applications.evidence.domain.evidence import Evidence, as_it_was
from applications.evidence.domain.reads import Read, Reader, What
from applications.evidence.domain.refusals import EvidenceNotFoundError
from applications.evidence.operations.authorising import find_evidence
from applications.evidence.operations.cases import CaseDoor, CaseSeen
from applications.evidence.storage.attempts import find_attempt, latest_attempt
from applications.evidence.storage.items import list_of_case
from applications.evidence.storage.reads import insert_read
from applications.platform.asked import Asked
from applications.platform.database import Session
from plumbing.clock import london_day


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that was provided, as the caller may see it."""

    case: CaseSeen
    evidence: Evidence

    @classmethod
    async def again(
        cls, session: Session, asked: Asked, case: CaseSeen, evidence: Evidence
    ) -> Self:
        """What is there now of something that was written in this transaction."""
        return cls(case, await find_evidence(session, asked, case, evidence.evidence_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Which state of the evidence is asked for: now, or a submission's, or an instant's."""

    attempt: int | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """What there is of a case's evidence, and how complete it is.

    `attempt` is the submission that it was part of, or that it is being prepared for; None where
    an instant was asked for.
    """

    case: CaseSeen
    evidence: Sequence[Evidence]
    states: Sequence[ItemState]
    attempt: int | None
    is_frozen: bool


async def list_evidence(
    asked: Asked, door: CaseDoor, application_id: UUID, moment: Moment
) -> Portfolio:
    """What there is of a case's evidence, in the order in which it came, and what is missing.

    Raises:
        EvidenceNotFoundError: There is no such case or no such attempt of it, or none that the
            caller may know of.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        case = await door.see(session, asked, application_id)
        if moment.as_of is not None:
            found = await _as_of(session, asked, case, moment.as_of)
        else:
            found = await _of_attempt(session, asked, case, moment.attempt)
        await note_read(session, asked, case, None, "list")
    return found


async def _as_of(session: Session, asked: Asked, case: CaseSeen, instant: datetime) -> Portfolio:
    given = await list_of_case(
        session, asked.caller.authority_id, case.application_id, with_removed=True
    )
    there = [found for each in given if (found := as_it_was(each, instant)) is not None]
    return _portfolio(case, there, there, london_day(instant), attempt=None, is_frozen=True)


async def _of_attempt(
    session: Session, asked: Asked, case: CaseSeen, attempt: int | None
) -> Portfolio:
    authority_id, application_id = asked.caller.authority_id, case.application_id
    latest = await latest_attempt(session, authority_id, application_id)
    submitted = 0 if latest is None else latest.attempt
    now = max(submitted, 1) if case.is_frozen else submitted + 1
    if attempt is None or (attempt == now and not case.is_frozen):
        given = await list_of_case(session, authority_id, application_id)
        return _portfolio(case, given, given, asked.today, attempt=now, is_frozen=case.is_frozen)
    found = await find_attempt(session, authority_id, application_id, attempt)
    if found is None:
        raise EvidenceNotFoundError("The application has no such attempt.")
    given = await list_of_case(session, authority_id, application_id, with_removed=True)
    then = [each for each in given if attempt in each.attempts]
    # What was replaced since was in force then.
    counted = [replace(each, removed_at=None, removed_because=None) for each in then]
    day = london_day(found.submitted_at)
    return _portfolio(case, then, counted, day, attempt=attempt, is_frozen=True)


def _portfolio(
    case: CaseSeen,
    shown: Sequence[Evidence],
    counted: Sequence[Evidence],
    day: date,
    *,
    attempt: int | None,
    is_frozen: bool,
) -> Portfolio:
    states = completeness(case.held.scheme, case.pathway, counted, case.facts, day)
    return Portfolio(case=case, evidence=shown, states=states, attempt=attempt, is_frozen=is_frozen)


async def get_evidence(
    asked: Asked, door: CaseDoor, application_id: UUID, evidence_id: UUID
) -> Shown:
    """Something that was provided, whole; what is withheld from the caller says why.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        case = await door.see(session, asked, application_id)
        evidence = await find_evidence(session, asked, case, evidence_id)
        await note_read(session, asked, case, evidence_id, "item")
    return Shown(case, evidence)


async def note_read(
    session: Session, asked: Asked, case: CaseSeen, evidence_id: UUID | None, what: What
) -> None:
    """Note in the access log that the caller reads something."""
    reader = Reader(case.reader, case.reads_for)
    await note_read_by(session, asked, reader, case.application_id, evidence_id, what)


async def note_read_by(
    session: Session,
    asked: Asked,
    reader: Reader,
    application_id: UUID,
    evidence_id: UUID | None,
    what: What,
) -> None:
    """Note in the access log that somebody reads something of a case."""
    caller = asked.caller
    read = Read(
        read_id=uuid4(),
        read_at=asked.now,
        application_id=application_id,
        evidence_id=evidence_id,
        what=what,
        reader=reader.employee_number or caller.client_id,
        on_behalf_of=reader.on_behalf_of,
        client_id=caller.client_id,
        request_id=asked.request_id,
    )
    await insert_read(session, caller.authority_id, read)
