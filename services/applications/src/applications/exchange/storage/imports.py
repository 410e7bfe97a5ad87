"""Imports in their tables: the file's parts until they are worked through, and the outcomes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.exchange.domain.import_kinds import ImportKind
from applications.exchange.domain.imports import (
    Import,
    Outcome,
    RowOutcome,
    is_worth_no_other,
)
from applications.platform.database import Session
from applications.platform.session import Row

_COLUMNS: Final = (
    "import_id", "kind", "format", "validate_only", "file_sha256", "file_bytes", "status", "parts",
    "parts_done", "rows_found", "rows_created", "rows_changed", "rows_unchanged", "rows_refused",
    "actor", "client_id", "request_id", "received_at", "finished_at",
)  # fmt: skip
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM imports WHERE authority_id = :authority_id"  # noqa: S608 - our own columns
_FIND: Final = text(f"{_SELECT} AND import_id = :import_id")
_LOCK_NEXT: Final = text(f"""
    {_SELECT} AND status <> 'done' ORDER BY received_at, import_id LIMIT 1 FOR UPDATE
""")
_OF_FILE: Final = text(f"""
    SELECT {", ".join(_COLUMNS)}, NOT EXISTS (
        SELECT FROM imports AS later
        WHERE later.authority_id = :authority_id AND NOT later.validate_only
          AND later.received_at > imports.received_at) AS is_last
    FROM imports
    WHERE authority_id = :authority_id AND kind = :kind AND format = :format
      AND validate_only = :validate_only AND file_sha256 = :file_sha256
    ORDER BY received_at DESC, import_id DESC LIMIT 1
""")  # noqa: S608 - as above
_LIST: Final = text(f"""
    {_SELECT} AND (CAST(:kind AS text) IS NULL OR kind = :kind)
      AND (CAST(:before_at AS timestamptz) IS NULL
           OR (received_at, import_id) < (:before_at, :before_id))
    ORDER BY received_at DESC, import_id DESC LIMIT :limit
""")
_INSERT: Final = text(f"""
    INSERT INTO imports (authority_id, {", ".join(_COLUMNS)})
    VALUES (:authority_id, {", ".join(f":{each}" for each in _COLUMNS)})
""")  # noqa: S608 - as above
_UPDATE: Final = text("""
    UPDATE imports SET status = :status, parts_done = :parts_done, rows_created = :rows_created,
        rows_changed = :rows_changed, rows_unchanged = :rows_unchanged,
        rows_refused = :rows_refused, finished_at = :finished_at
    WHERE authority_id = :authority_id AND import_id = :import_id
""")
_ADD_PART: Final = text("""
    INSERT INTO import_parts (authority_id, import_id, part, content)
    VALUES (:authority_id, :import_id, :part, :content)
""")
_TAKE_PART: Final = text("""
    DELETE FROM import_parts
    WHERE authority_id = :authority_id AND import_id = :import_id AND part = :part
    RETURNING content
""")
_ADD_ROWS: Final = text("""
    INSERT INTO import_rows (authority_id, import_id, line, last_line, outcome, subject, problem,
                             notices)
    SELECT :authority_id, :import_id, said.line, said.last_line, said.outcome, said.subject,
           CAST(said.problem AS jsonb), CAST(said.notices AS jsonb)
    FROM unnest(
        CAST(:line AS integer[]), CAST(:last_line AS integer[]), CAST(:outcome AS text[]),
        CAST(:subject AS text[]), CAST(:problem AS text[]), CAST(:notices AS text[])
    ) AS said (line, last_line, outcome, subject, problem, notices)
""")
_LIST_ROWS: Final = text("""
    SELECT line, last_line, outcome, subject, problem, notices FROM import_rows
    WHERE authority_id = :authority_id AND import_id = :import_id AND line > :after
      AND (CAST(:outcome AS text) IS NULL OR outcome = :outcome)
    ORDER BY line LIMIT :limit
""")
_AS_THEY_ARE: Final = ("line", "last_line", "outcome", "subject")
_ENCODE: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMark:
    """What makes two files the same import."""

    kind: ImportKind
    format: str
    validate_only: bool
    file_sha256: str


async def insert_import(
    session: Session, authority_id: UUID, about: Import, parts: Sequence[bytes]
) -> None:
    """Write a new import and the parts of its file.

    Raises:
        DuplicateError: `imports_file`: the same file is being worked through.
    """
    place = {"authority_id": authority_id, "import_id": about.import_id}
    await session.execute(_INSERT, {**_values(about), **place})
    for part, content in enumerate(parts):
        await session.execute(_ADD_PART, {**place, "part": part, "content": content})


async def find_import(session: Session, authority_id: UUID, import_id: UUID) -> Import | None:
    """An import."""
    place = {"authority_id": authority_id, "import_id": import_id}
    return _one((await session.execute(_FIND, place)).one_or_none())


async def lock_next_import(session: Session, authority_id: UUID) -> Import | None:
    """The first received of those to be worked through; nobody else works on it until the end.

    The end is the transaction's.
    """
    place = {"authority_id": authority_id}
    return _one((await session.execute(_LOCK_NEXT, place)).one_or_none())


async def find_import_of_file(
    session: Session, authority_id: UUID, mark: FileMark
) -> Import | None:
    """The last import of the same file that is worth no other, if it came before.

    See `domain.imports.is_worth_no_other`.
    """
    place = {"authority_id": authority_id, **asdict(mark)}
    row = (await session.execute(_OF_FILE, place)).one_or_none()
    if row is None:
        return None
    members = dict(row)
    is_last = bool(members.pop("is_last"))
    found = Import(**members)
    return found if is_worth_no_other(found, is_last=is_last) else None


async def list_imports(
    session: Session,
    authority_id: UUID,
    *,
    kind: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Import]:
    """Imports, the last received first."""
    before_at, before_id = before or (None, None)
    values = {"kind": kind, "before_at": before_at, "before_id": before_id, "limit": limit}
    rows = await session.execute(_LIST, {"authority_id": authority_id, **values})
    return [_import(row) for row in rows]


async def take_part(session: Session, authority_id: UUID, import_id: UUID, part: int) -> bytes:
    """A part of a file, which is not kept any longer than this transaction.

    Raises:
        LookupError: There is no such part.
    """
    place = {"authority_id": authority_id, "import_id": import_id, "part": part}
    content: bytes = (await session.execute(_TAKE_PART, place)).scalar_one()
    return content


async def update_import(session: Session, authority_id: UUID, about: Import) -> None:
    """Write how far an import has come."""
    await session.execute(_UPDATE, {**_values(about), "authority_id": authority_id})


async def add_rows(
    session: Session, authority_id: UUID, import_id: UUID, rows: Sequence[RowOutcome]
) -> None:
    """Write what came of rows."""
    values = {
        "authority_id": authority_id,
        "import_id": import_id,
        **{name: [getattr(row, name) for row in rows] for name in _AS_THEY_ARE},
        "problem": [None if row.problem is None else _json(row.problem) for row in rows],
        "notices": [_json(row.notices) for row in rows],
    }
    await session.execute(_ADD_ROWS, values)


async def list_rows(
    session: Session,
    authority_id: UUID,
    import_id: UUID,
    *,
    outcome: Outcome | None,
    after: int,
    limit: int,
) -> list[RowOutcome]:
    """What came of rows, by line."""
    values = {"import_id": import_id, "outcome": outcome, "after": after, "limit": limit}
    rows = await session.execute(_LIST_ROWS, {"authority_id": authority_id, **values})
    return [RowOutcome(**row) for row in rows]


def _json(document: object) -> str:
    return _ENCODE(document).decode()


def _values(about: Import) -> dict[str, object]:
    return {name: getattr(about, name) for name in _COLUMNS}


def _one(row: Row | None) -> Import | None:
    return None if row is None else _import(row)


def _import(row: Row) -> Import:
    return Import(**row)
