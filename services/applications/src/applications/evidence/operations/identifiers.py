"""What may name somebody: reported, it is in quarantine at once; acknowledged, it stands."""

from dataclasses import replace

from applications.evidence.domain.evidence import Evidence
from applications.evidence.domain.refusals import EvidenceStateError
from applications.evidence.domain.said import Said
from applications.evidence.operations.authorising import asked_for, find_evidence, provider
from applications.evidence.operations.cases import CaseDoor, CaseSeen
from applications.evidence.operations.counting import settle_late
from applications.evidence.operations.reading import Shown
from applications.evidence.operations.telling import event_of, named
from applications.evidence.storage.items import update_one
from applications.log.domain import Event
from applications.log.storage import append
from applications.permissions import ForbiddenError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.versions import check_version


@rerun_when_raced
async def acknowledge_identifiers(
    asked: Asked, door: CaseDoor, once: Once[Shown], said: Said
) -> Rendered:
    """Acknowledge what a screen found, or what was reported, so that it stands as it is.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
        ForbiddenError: It is for those who provide the item; what was reported, for who provided
            it alone.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        EvidenceStateError: There is nothing to acknowledge.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        case = await door.see(session, asked, said.application_id, lock=True)
        evidence = await find_evidence(session, asked, case, said.evidence_id)
        if (kept := await once.find(session)) is not None:
            return kept
        check_version(evidence.version, said.if_match)
        standing = provider(case, asked_for(case, evidence))
        _check_acknowledgeable(case, evidence)
        settled = replace(
            evidence,
            acknowledged_by=case.reader,
            acknowledged_at=asked.now,
            acknowledged_because=said.reason,
            quarantined_at=None,
            quarantined_because=None,
            version=evidence.version + 1,
        )
        kinds = sorted({each.kind for each in evidence.findings})
        told = event_of(
            asked,
            case,
            "identifiers-acknowledged",
            {
                **named(evidence),
                "kinds": kinds,
                "was_reported": evidence.quarantined_at is not None,
            },
            on_behalf_of=standing.chain,
            text={"reason": said.reason},
        )
        return await _write(session, asked, door, once, case, settled, told)


def _check_acknowledgeable(case: CaseSeen, evidence: Evidence) -> None:
    if evidence.quarantined_because == "unsafe":
        raise EvidenceStateError("Its content is not safe: provide it anew with `replaces`.")
    if not evidence.is_current or not evidence.is_troubled:
        raise EvidenceStateError("Nothing in it waits to be acknowledged.")
    if evidence.quarantined_at is not None and case.reader != evidence.provided_by:
        raise ForbiddenError(
            "It was reported and is in quarantine: whoever provided it can acknowledge it, and "
            "nobody else can read it."
        )


@rerun_when_raced
async def report_identifiers(
    asked: Asked, door: CaseDoor, once: Once[Shown], said: Said
) -> Rendered:
    """Report that something names somebody: from then on nobody but its provider can read it.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        EvidenceStateError: It is in quarantine already, or has not come in.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        case = await door.see(session, asked, said.application_id, lock=True)
        evidence = await find_evidence(session, asked, case, said.evidence_id)
        if (kept := await once.find(session)) is not None:
            return kept
        check_version(evidence.version, said.if_match)
        if evidence.quarantined_at is not None:
            raise EvidenceStateError("It is in quarantine already.")
        if evidence.received_at is None:
            raise EvidenceStateError("It has not come in yet, so that there is nothing to read.")
        reported = replace(
            evidence,
            quarantined_at=asked.now,
            quarantined_because="reported",
            version=evidence.version + 1,
        )
        told = event_of(
            asked,
            case,
            "evidence-quarantined",
            named(evidence, because="reported"),
            on_behalf_of=case.reads_for,
            text={"reason": said.reason},
        )
        return await _write(session, asked, door, once, case, reported, told)


async def _write(
    session: Session,
    asked: Asked,
    door: CaseDoor,
    once: Once[Shown],
    case: CaseSeen,
    evidence: Evidence,
    told: Event,
) -> Rendered:
    authority_id = asked.caller.authority_id
    await update_one(session, authority_id, evidence)
    events = [told, *await settle_late(session, asked, door, case, evidence)]
    answer = await once.keep(session, await Shown.again(session, asked, case, evidence))
    await append(session, authority_id, events, now=asked.now)
    return answer
