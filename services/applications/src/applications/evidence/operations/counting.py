"""What follows when evidence comes in, or is taken away, after a case was submitted."""

from collections.abc import Sequence

from applications.evidence.domain.completeness import ItemState, complete_on, completeness
from applications.evidence.domain.evidence import Evidence
from applications.evidence.operations.cases import CaseDoor, CaseSeen
from applications.evidence.operations.telling import event_of
from applications.evidence.storage.attempts import freeze, latest_attempt
from applications.evidence.storage.items import list_of_case
from applications.log.domain import Event
from applications.platform.asked import Asked
from applications.platform.database import Session


async def settle_late(
    session: Session, asked: Asked, door: CaseDoor, case: CaseSeen, evidence: Evidence
) -> list[Event]:
    """Make what came in after the submission part of it, and count again.

    `evidence` is written as it stands now. Nothing follows where the case is being prepared, or
    is closed.
    """
    if not case.is_frozen or not case.is_open:
        return []
    authority_id = asked.caller.authority_id
    if evidence.is_in and not evidence.attempts:
        latest = await latest_attempt(session, authority_id, case.application_id)
        if latest is not None:
            await freeze(
                session,
                authority_id,
                case.application_id,
                [evidence.evidence_id],
                attempt=latest.attempt,
                frozen_at=asked.now,
            )
    return await _recount(session, asked, door, case)


async def _recount(session: Session, asked: Asked, door: CaseDoor, case: CaseSeen) -> list[Event]:
    """Say on which day the evidence was complete, where that is another day than before."""
    given = await list_of_case(session, asked.caller.authority_id, case.application_id)
    states = states_of(case, given, asked)
    is_any_needed = any(each.complete_on or each.state == "missing" for each in states)
    day = complete_on(states)
    if not is_any_needed or day == case.evidence_complete_on:
        return []
    follows = await door.set_evidence_complete(session, asked, case.application_id, day)
    told = {"evidence_complete_on": None if day is None else day.isoformat()}
    return [event_of(asked, case, "evidence-completion-moved", told), *follows]


def is_missing(case: CaseSeen, given: Sequence[Evidence], item: str, asked: Asked) -> bool:
    """Whether something of an item has yet to come in."""
    return any(
        each.item == item and each.state == "missing" for each in states_of(case, given, asked)
    )


def states_of(case: CaseSeen, given: Sequence[Evidence], asked: Asked) -> tuple[ItemState, ...]:
    """How far every item of a case has come."""
    return completeness(case.held.scheme, case.pathway, given, case.facts, asked.today)
