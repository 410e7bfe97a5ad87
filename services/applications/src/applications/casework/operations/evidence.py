"""What evidence means for the actions of a case: what waits for it, and what fixes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from applications.casework.domain.case import Case, FactValue
from applications.casework.domain.workflow import Action, Change
from applications.casework.operations.desk import Desk, Found
from applications.evidence.operations.attempts import (
    Readiness,
    evidence_readiness,
    fix_attempt,
)
from applications.log.domain import Act, Event
from applications.platform.database import Session


@dataclass(frozen=True, slots=True)
class EvidenceGate:
    """What the evidence of a case lets nobody do yet."""

    readiness: Readiness

    def refusal_of(self, action: Action) -> str | None:
        """Why an action waits for evidence, in words; None when it does not."""
        if action.outcome.submits:
            return self.readiness.refusal_to_submit
        return self.readiness.refusal_to_decide if _can_say_yes(action) else None


def _can_say_yes(action: Action) -> bool:
    return any(branch.decides == "yes" for branch in action.outcome.next)


async def evidence_of(
    session: Session, desk: Desk, found: Found, facts: Mapping[str, FactValue]
) -> EvidenceGate:
    """How far the evidence of a case is, by these facts."""
    readiness = await evidence_readiness(
        session,
        desk.asked.caller.authority_id,
        found.case.application_id,
        found.held.scheme,
        found.pathway,
        facts=facts,
        today=desk.asked.today,
    )
    return EvidenceGate(readiness)


async def refusal_of_evidence(
    session: Session, desk: Desk, found: Found, action: Action, facts: Mapping[str, FactValue]
) -> str | None:
    """Why an action waits for evidence, in words; None when it does not."""
    if not action.outcome.submits and not _can_say_yes(action):
        return None
    return (await evidence_of(session, desk, found, facts)).refusal_of(action)


async def fix_evidence(
    session: Session, desk: Desk, found: Found, action: Action, change: Change, act: Act
) -> tuple[Case, list[Event]]:
    """The case after an act: where it was submitted, what it consists of is fixed for ever."""
    case, asked = change.case, desk.asked
    if not (change.completed and action.outcome.submits and found.pathway.evidence):
        return case, []
    fixed = await fix_attempt(
        session,
        asked.caller.authority_id,
        case.application_id,
        found.held.scheme,
        found.pathway,
        facts={**found.facts, **case.facts},
        now=asked.now,
        today=asked.today,
    )
    event = Event(
        kind="evidence-fixed",
        subject_kind="application",
        subject=str(case.application_id),
        act=act,
        audience="managers" if found.case.embargoed else "concerned",
        body={
            "attempt": fixed.attempt,
            "evidence": [str(each) for each in fixed.evidence],
            "evidence_complete_on": fixed.complete_on and fixed.complete_on.isoformat(),
        },
    )
    return replace(case, evidence_complete_on=fixed.complete_on), [event]
