"""The bytes of a file: how they come in, and how they are read."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from applications.evidence.domain.files.digests import check_digests
from applications.evidence.domain.files.media import BY_MEDIA_TYPE, FileType
from applications.evidence.domain.files.refusals import FileInfectedError, WrongTypeError
from applications.evidence.files.antivirus import Antivirus
from applications.evidence.files.inspection import Inspection
from applications.evidence.files.spool import Spool, Spooled
from applications.evidence.operations.cases import CaseDoor
from applications.evidence.operations.contents import (
    FileWanted,
    content_accepted,
    content_unsafe,
    find_for_content,
    find_for_reading,
)
from applications.evidence.operations.reading import Shown
from applications.evidence.operations.screening import Screened, screen_content
from applications.evidence.storage.pieces import insert_pieces, read_piece
from applications.platform.asked import Asked
from applications.platform.database import Database
from plumbing.clock import Clock, london_day

_STORED_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class FileDesk:
    """What files pass on their way in. Without antivirus nothing is claimed about viruses."""

    door: CaseDoor
    spool: Spool
    inspection: Inspection
    antivirus: Antivirus | None
    clock: Clock
    storing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_STORED_AT_ONCE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file as it is sent, and what its sender says of it: its type, length and digests."""

    application_id: UUID
    evidence_id: UUID
    if_match: str | None
    media_type: str
    length: int | None
    digests: Sequence[Mapping[str, bytes]]
    pieces: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that can be read: what it is, and its bytes, each time from a transaction of its own.

    `name` is what whoever provided it calls it.
    """

    kind: FileType
    name: str
    size: int
    sha256: str
    pieces: AsyncIterator[bytes]


async def put_evidence_content(asked: Asked, desk: FileDesk, sent: Sent) -> Shown:
    """Take the content of a file in.

    No transaction is open while it comes, is looked through, scanned and screened; it is stored
    whole in one, together with that it is in, or not at all.

    Raises:
        FileTooLargeError: It is larger than is taken.
        WrongTypeError: It is not sent as what was announced.
        WrongDigestError: It is not what its sender sent.
        FileRefusedError: It breaks a rule for files.
        FileInfectedError: The antivirus software found something: it is quarantined.
        AntivirusAwayError: The antivirus software is away: nothing is taken without it.
        InspectionAwayError: It cannot be looked through just now.
        SpoolFullError: There is no room for it just now.
        UploadTooSlowError: It did not come in within its time.
    """
    wanted = await _find(asked, desk, sent)
    kind = _kind(wanted, sent.media_type)
    desk.spool.check_length(sent.length)
    algorithms = {name for digests in sent.digests for name in digests}
    async with desk.spool.take(sent.pieces, algorithms) as spooled:
        check_digests(sent.digests, spooled.digests)
        wants_text = wanted.item.screened
        text = await desk.inspection.text_of(spooled.file, kind, wants_text=wants_text)
        await _scan(_later(asked, desk), desk, sent, spooled)
        screened = None
        if wants_text:
            screened = await screen_content(
                asked, wanted.case.employee_number, text.strip() or None
            )
        async with desk.storing:
            return await _store(_later(asked, desk), desk, sent, spooled, screened)


async def _find(asked: Asked, desk: FileDesk, sent: Sent) -> FileWanted:
    async with asked.database.begin(asked.caller.authority_id) as session:
        return await find_for_content(
            session,
            asked,
            desk.door,
            sent.application_id,
            sent.evidence_id,
            if_match=sent.if_match,
        )


def _kind(wanted: FileWanted, media_type: str) -> FileType:
    announced = wanted.evidence.media_type or ""
    if media_type != announced:
        raise WrongTypeError(f"This was announced as {announced}: send that as Content-Type.")
    return BY_MEDIA_TYPE[announced]


def _later(asked: Asked, desk: FileDesk) -> Asked:
    """The same request, now that the file has come: that may have taken minutes."""
    now = desk.clock.now()
    return replace(asked, now=now, today=london_day(now))


async def _scan(asked: Asked, desk: FileDesk, sent: Sent, spooled: Spooled) -> None:
    found = None if desk.antivirus is None else await desk.antivirus.find(spooled.file)
    if found is None:
        return
    async with asked.database.begin(asked.caller.authority_id) as session:
        wanted = await find_for_content(
            session,
            asked,
            desk.door,
            sent.application_id,
            sent.evidence_id,
            if_match=sent.if_match,
            lock=True,
        )
        await content_unsafe(session, asked, wanted, because=found)
    raise FileInfectedError(
        "The antivirus software found something in the file. Its bytes were not kept, and what was "
        "to be provided is in quarantine. Have the machine it comes from looked at, then provide "
        "a clean file in its place."
    )


async def _store(
    asked: Asked, desk: FileDesk, sent: Sent, spooled: Spooled, screened: Screened | None
) -> Shown:
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        wanted = await find_for_content(
            session,
            asked,
            desk.door,
            sent.application_id,
            sent.evidence_id,
            if_match=sent.if_match,
            lock=True,
        )
        await insert_pieces(session, authority_id, sent.evidence_id, spooled.file)
        return await content_accepted(
            session,
            asked,
            desk.door,
            wanted,
            size=spooled.size,
            sha256=spooled.sha256.hex(),
            screened=screened,
        )


async def get_evidence_content(
    asked: Asked, door: CaseDoor, application_id: UUID, evidence_id: UUID
) -> StoredFile:
    """The content of a file, for a caller who may read it; that they do is noted.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
        ForbiddenError: The caller may not read it.
        EvidenceStateError: It is no file, or its content has not come in.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        found = await find_for_reading(session, asked, door, application_id, evidence_id)
    evidence = found.evidence
    return StoredFile(
        kind=BY_MEDIA_TYPE[evidence.media_type or ""],
        name=evidence.name or evidence.item,
        size=evidence.content_size or 0,
        sha256=evidence.content_sha256 or "",
        pieces=_pieces(asked.database, authority_id, evidence_id),
    )


async def _pieces(
    database: Database, authority_id: UUID, evidence_id: UUID
) -> AsyncIterator[bytes]:
    place = 0
    while True:
        async with database.begin(authority_id) as session:
            piece = await read_piece(session, authority_id, evidence_id, place)
        if piece is None:
            return
        yield piece
        place += 1
