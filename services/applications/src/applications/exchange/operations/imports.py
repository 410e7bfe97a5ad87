"""Imports: a file is taken in and cut up; a job works through it, and anybody may watch."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final
from uuid import UUID, uuid4

from applications.exchange.domain.import_files import (
    SentRow,
    UnreadableFileError,
    once_each,
    read_csv,
)
from applications.exchange.domain.import_kinds import KINDS_OF_IMPORT, ImportKind, KindOfImport
from applications.exchange.domain.import_parts import packed
from applications.exchange.domain.imports import Import, ImportFormat, Outcome, RowOutcome
from applications.exchange.operations.import_work import have_imports_worked_on
from applications.exchange.storage import imports as storage
from applications.exchange.storage.imports import FileMark
from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.organisation import Person
from applications.people.operations.callers import acting, require_roles
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.versions import NothingHereError
from plumbing.strict_json import MalformedJsonError, parse

MOST_ROWS: Final = 200_000
_LONGEST_LINE: Final = 256 * 1024
_NOT_UTF8: Final = (
    "The file is not UTF-8: it looks like Windows-1252, which spreadsheets write. Save it as "
    "'CSV UTF-8', or in an encoding of that name."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it came."""

    kind: ImportKind
    format: ImportFormat
    validate_only: bool
    content: IO[bytes]
    size: int
    sha256: str

    @property
    def mark(self) -> FileMark:
        """What makes it the same as another."""
        return FileMark(
            kind=self.kind,
            format=self.format,
            validate_only=self.validate_only,
            file_sha256=self.sha256,
        )


@dataclass(frozen=True, slots=True)
class Received:
    """An import, and whether its file came for the first time."""

    about: Import
    is_new: bool


@rerun_when_raced
async def create_import(asked: Asked, once: Once[Received], sent: SentFile) -> Rendered:
    """Take in a file, and have it worked through; the same file again may be the same import.

    Raises:
        ForbiddenError: The caller may not.
        UnreadableFileError: It cannot be read as a whole.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "create_import")
        if (kept := await _known(session, authority_id, once, sent)) is not None:
            return kept
    parts = await asyncio.to_thread(_cut_up, sent)
    async with asked.database.begin(authority_id) as session:
        if (kept := await _known(session, authority_id, once, sent)) is not None:
            return kept
        about = _import(asked, person, sent, parts)
        contents = [content for _, content in parts]
        await storage.insert_import(session, authority_id, about, contents)
        if parts:
            await have_imports_worked_on(session, authority_id, due_at=asked.now)
        answer = await once.keep(session, Received(about, is_new=True))
        await append(session, authority_id, [_event(asked, person, about)], now=asked.now)
    return answer


async def _known(
    session: Session, authority_id: UUID, once: Once[Received], sent: SentFile
) -> Rendered | None:
    if (kept := await once.find(session)) is not None:
        return kept
    known = await storage.find_import_of_file(session, authority_id, sent.mark)
    return None if known is None else await once.keep(session, Received(known, is_new=False))


def _cut_up(sent: SentFile) -> list[tuple[int, bytes]]:
    kind = KINDS_OF_IMPORT[sent.kind]
    sent.content.seek(0)
    rows = _csv_rows(sent, kind) if sent.format == "csv" else _json_rows(sent, kind)
    try:
        return list(packed(_not_too_many(rows)))
    except UnicodeDecodeError:
        raise UnreadableFileError(_NOT_UTF8) from None


def _csv_rows(sent: SentFile, kind: KindOfImport) -> Iterator[SentRow]:
    lines = io.TextIOWrapper(sent.content, encoding="utf-8-sig", newline="")
    try:
        yield from read_csv(lines, kind)
    finally:
        lines.detach()


def _json_rows(sent: SentFile, kind: KindOfImport) -> Iterator[SentRow]:
    lines = enumerate(iter(lambda: sent.content.readline(_LONGEST_LINE + 1), b""), start=1)
    return once_each((_json_row(place, line) for place, line in lines if line.strip()), kind)


def _json_row(place: int, line: bytes) -> SentRow:
    if len(line) > _LONGEST_LINE:
        raise UnreadableFileError(f"Line {place} is longer than {_LONGEST_LINE} bytes.")
    try:
        document = parse(line)
    except MalformedJsonError as error:
        return SentRow(place, place, None, str(error))
    if not isinstance(document, dict):
        return SentRow(place, place, None, "Give a JSON object on each line.")
    return SentRow(place, place, document)


def _not_too_many(rows: Iterator[SentRow]) -> Iterator[SentRow]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise UnreadableFileError(f"A file may have at most {MOST_ROWS:,} rows: send several.")
        yield row


def _import(
    asked: Asked, person: Person | None, sent: SentFile, parts: list[tuple[int, bytes]]
) -> Import:
    act = acting(asked, person)
    return Import(
        import_id=uuid4(),
        kind=sent.kind,
        format=sent.format,
        validate_only=sent.validate_only,
        file_sha256=sent.sha256,
        file_bytes=sent.size,
        status="waiting" if parts else "done",
        parts=len(parts),
        parts_done=0,
        rows_found=sum(count for count, _ in parts),
        rows_created=0,
        rows_changed=0,
        rows_unchanged=0,
        rows_refused=0,
        actor=act.actor,
        client_id=act.client_id,
        request_id=act.request_id,
        received_at=asked.now,
        finished_at=None if parts else asked.now,
    )


def _event(asked: Asked, person: Person | None, about: Import) -> Event:
    return Event(
        kind="import-received",
        subject_kind="import",
        subject=str(about.import_id),
        act=acting(asked, person),
        audience="managers",
        body={
            "kind": about.kind,
            "format": about.format,
            "validate_only": about.validate_only,
            "file_sha256": about.file_sha256,
            "rows": about.rows_found,
        },
    )


async def get_import(asked: Asked, import_id: UUID) -> Import:
    """An import and how far it has come.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        return await _find(session, asked, "get_import", import_id)


async def _find(session: Session, asked: Asked, operation: str, import_id: UUID) -> Import:
    await require_roles(session, asked, operation)
    found = await storage.find_import(session, asked.caller.authority_id, import_id)
    if found is None:
        raise NothingHereError("There is no import of this id.")
    return found


async def list_imports(
    asked: Asked, *, kind: ImportKind | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[Import]:
    """Imports, the last received first.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_imports")
        return await storage.list_imports(
            session, authority_id, kind=kind, before=before, limit=limit
        )


async def list_import_rows(
    asked: Asked, import_id: UUID, *, outcome: Outcome | None, after: int, limit: int
) -> list[RowOutcome]:
    """What came of the rows of an import, as far as it has come, by line.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await _find(session, asked, "list_import_rows", import_id)
        return await storage.list_rows(
            session, authority_id, import_id, outcome=outcome, after=after, limit=limit
        )
