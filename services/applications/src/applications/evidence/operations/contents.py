"""The content of files, as far as the case is concerned: may it come in, and what follows."""

from dataclasses import dataclass, replace
from uuid import UUID

from applications.evidence.domain.evidence import Evidence
from applications.evidence.domain.refusals import EvidenceStateError
from applications.evidence.domain.rules import why_no_content
from applications.evidence.operations.authorising import asked_for, find_evidence, provider
from applications.evidence.operations.cases import CaseDoor, CaseSeen
from applications.evidence.operations.counting import settle_late
from applications.evidence.operations.reading import Shown, note_read
from applications.evidence.operations.screening import Screened
from applications.evidence.operations.telling import event_of, named
from applications.evidence.storage.attempts import latest_attempt
from applications.evidence.storage.items import update_one
from applications.log.storage import append
from applications.permissions import ForbiddenError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.versions import check_version
from scheme_files.model.evidence import EvidenceItem


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWanted:
    """A file whose content may come in, or be read: its case, its row, and what is asked of it.

    `on_behalf_of` are those whom the caller stands in for.
    """

    case: CaseSeen
    evidence: Evidence
    item: EvidenceItem
    on_behalf_of: tuple[str, ...]


async def find_for_content(
    session: Session,
    asked: Asked,
    door: CaseDoor,
    application_id: UUID,
    evidence_id: UUID,
    *,
    if_match: str | None,
    lock: bool = False,
) -> FileWanted:
    """The file that the caller may send the content of now.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
        ForbiddenError: The item is provided by others.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        EvidenceStateError: Not now; the message says why.
    """
    case = await door.see(session, asked, application_id, lock=lock)
    evidence = await find_evidence(session, asked, case, evidence_id)
    check_version(evidence.version, if_match)
    item = asked_for(case, evidence)
    standing = provider(case, item)
    latest = None
    if case.is_frozen:
        latest = await latest_attempt(session, asked.caller.authority_id, application_id)
    refusal = why_no_content(
        evidence,
        item,
        is_open=case.is_open,
        frozen_at=None if latest is None else latest.submitted_at,
    )
    if refusal is not None:
        raise EvidenceStateError(refusal)
    return FileWanted(case=case, evidence=evidence, item=item, on_behalf_of=standing.chain)


async def find_for_reading(
    session: Session, asked: Asked, door: CaseDoor, application_id: UUID, evidence_id: UUID
) -> FileWanted:
    """The file whose content the caller may read now; that they do is noted in the access log.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
        ForbiddenError: It is in quarantine or was withdrawn, and somebody else provided it.
        EvidenceStateError: It is no file, or its content has not come in.
    """
    case = await door.see(session, asked, application_id)
    evidence = await find_evidence(session, asked, case, evidence_id)
    withheld = evidence.withheld_from(case.reader)
    if withheld is not None:
        words = "is in quarantine" if withheld == "quarantined" else "was withdrawn"
        raise ForbiddenError(f"It {words}: only whoever provided it can read it.")
    if evidence.received_at is None or evidence.kind != "file":
        raise EvidenceStateError("It has no content that has come in.")
    await note_read(session, asked, case, evidence_id, "content")
    item = asked_for(case, evidence)
    return FileWanted(case=case, evidence=evidence, item=item, on_behalf_of=case.reads_for)


async def content_accepted(
    session: Session,
    asked: Asked,
    door: CaseDoor,
    wanted: FileWanted,
    *,
    size: int,
    sha256: str,
    screened: Screened | None,
) -> Shown:
    """Note that the content of a file came in: the last thing of the transaction that stores it.

    `wanted` was found with the case locked. `screened` is what a screen of its text said, where
    the item is to be screened. What came in after the submission is part of it from now on, and
    may move the day on which the evidence was complete.
    """
    authority_id = asked.caller.authority_id
    screened = screened or Screened("not_needed")
    received = replace(
        wanted.evidence,
        received_at=asked.now,
        content_size=size,
        content_sha256=sha256,
        screening=screened.screening,
        findings=screened.findings,
        version=wanted.evidence.version + 1,
    )
    await update_one(session, authority_id, received)
    told = named(received, sha256=sha256, screening=received.screening)
    events = [
        event_of(asked, wanted.case, "evidence-received", told, on_behalf_of=wanted.on_behalf_of)
    ]
    events += await settle_late(session, asked, door, wanted.case, received)
    shown = await Shown.again(session, asked, wanted.case, received)
    await append(session, authority_id, events, now=asked.now)
    return shown


async def content_unsafe(
    session: Session, asked: Asked, wanted: FileWanted, *, because: str
) -> Shown:
    """Note that the content of a file is not safe, and was kept apart: the last thing to be done.

    `because` is a code. `wanted` was found with the case locked.
    """
    authority_id = asked.caller.authority_id
    unsafe = replace(
        wanted.evidence,
        quarantined_at=asked.now,
        quarantined_because="unsafe",
        version=wanted.evidence.version + 1,
    )
    await update_one(session, authority_id, unsafe)
    told = named(unsafe, because="unsafe", found=because)
    events = [
        event_of(asked, wanted.case, "evidence-quarantined", told, on_behalf_of=wanted.on_behalf_of)
    ]
    await append(session, authority_id, events, now=asked.now)
    return Shown(wanted.case, unsafe)
