"""The log's tables. Events are written by `append` alone, as a transaction's last statement."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import TextClause, text

from applications.log.domain import (
    BEFORE_THE_FIRST,
    Event,
    Position,
    Recorded,
    Sight,
    digest_of,
    is_plain,
    text_digest,
)
from applications.log.kinds import KINDS
from applications.platform.database import Session
from applications.platform.session import Write

_MAKE_HEAD: Final = text("""
    INSERT INTO event_heads (authority_id, seq, recorded_at, hash)
    VALUES (:authority_id, 0, :now, :hash) ON CONFLICT DO NOTHING
""")
# The head's row is locked last of all rows of a transaction, and until its end: positions and
# instants strictly increase, and a reader of the head sees all before it. The instant is the
# clock's, or a microsecond after the last one where the clock has not moved on.
_APPEND: Final = r"""
    WITH {writes} head AS (
        UPDATE event_heads SET
            seq = seq + 1,
            recorded_at = greatest(recorded_at + interval '1 microsecond', :now),
            hash = sha256(
                '\x7370696e65706f696e74206576656e7420310a'::bytea || hash || int8send(seq + 1)
                || int8send((extract(epoch FROM greatest(
                    recorded_at + interval '1 microsecond', :now)) * 1000000)::bigint)
                || :digest)
        WHERE authority_id = :authority_id {written}
        RETURNING seq, recorded_at, hash
    ), texts AS (
        INSERT INTO event_texts (authority_id, text_id, salt, content)
        SELECT :authority_id, :text_id, :salt, CAST(:content AS jsonb) FROM head
        WHERE CAST(:text_id AS uuid) IS NOT NULL
    )
    INSERT INTO events (authority_id, seq, recorded_at, kind, subject_kind, subject, actor,
                        on_behalf_of, client_id, request_id, audience, body, text_id, text_sha256,
                        digest, hash)
    SELECT :authority_id, head.seq, head.recorded_at, :kind, :subject_kind, :subject, :actor,
           :on_behalf_of, :client_id, :request_id, :audience, CAST(:body AS jsonb),
           :text_id, :text_sha256, :digest, head.hash
    FROM head
    RETURNING seq, recorded_at, hash
"""
_LIST: Final = text("""
    SELECT seq, recorded_at, kind, subject_kind, subject, actor, on_behalf_of, client_id,
           request_id, audience, body, text_sha256, digest, hash, salt, content
    FROM events LEFT JOIN event_texts USING (authority_id, text_id)
    WHERE authority_id = :authority_id AND seq > :after
      AND (CAST(:subject_kind AS text) IS NULL
           OR (subject_kind = :subject_kind AND subject = :subject))
      AND audience = ANY(:audiences)
    ORDER BY seq LIMIT :limit
""")
# To stand in a query, with the parameter `authority_id`; null before the first event.
HEAD_RECORDED_AT: Final = """
    (SELECT recorded_at FROM event_heads WHERE authority_id = :authority_id)
"""
_HEAD: Final = text("""
    SELECT seq, recorded_at, hash FROM event_heads WHERE authority_id = :authority_id
""")
_FEED: Final = text("""
    SELECT seq, recorded_at, kind, subject_kind, subject, actor, on_behalf_of, client_id,
           request_id, audience, body, text_sha256, digest, hash,
           NULL::bytea AS salt, NULL::jsonb AS content
    FROM events
    WHERE authority_id = :authority_id AND seq > :after AND seq <= :through
      AND (:everything
           OR (subject_kind, subject) IN (SELECT * FROM unnest(
               CAST(:whole_kinds AS text[]), CAST(:whole AS text[])))
           OR (audience = 'concerned' AND (subject_kind, subject) IN (SELECT * FROM unnest(
               CAST(:concerned_kinds AS text[]), CAST(:concerned AS text[])))))
    ORDER BY seq LIMIT :limit
""")
_ENCODE: Final = msgspec.json.Encoder().encode


async def append(
    session: Session,
    authority_id: UUID,
    events: Sequence[Event],
    *,
    now: datetime,
    writes: Sequence[Write] = (),
) -> Position:
    """Write at least one event, in this order, and say where the log is then.

    Nothing is locked or written after this in a transaction. `writes` are what the first event
    tells of: they are made in one statement with it, before the head is locked.

    Raises:
        ValueError: There is no event, its kind is not on the list, or its body holds a value that
            could not be verified later (give numbers with a fraction, dates and the like as text).
    """
    prepared = [_prepared(event) for event in events]
    if not prepared:
        raise ValueError("There is nothing to write.")
    for values in prepared:
        parameters = {**values, "authority_id": authority_id, "now": now}
        position = await _append_one(session, parameters, writes)
        writes = ()
    return position


async def _append_one(
    session: Session, parameters: Mapping[str, Any], writes: Sequence[Write]
) -> Position:
    together = dict(parameters)
    for write in writes:
        together.update(write.parameters)
    statement = _with(tuple(write.parts for write in writes))
    row = (await session.execute(statement, together)).one_or_none()
    if row is None:
        first = {"authority_id": parameters["authority_id"], "now": parameters["now"]}
        await session.execute(_MAKE_HEAD, {**first, "hash": BEFORE_THE_FIRST})
        row = (await session.execute(_with(()), parameters)).one()  # the writes are made already
    return Position(*row)


@cache
def _with(writes: tuple[tuple[tuple[str, str], ...], ...]) -> TextClause:
    """The statement that writes an event, with these before it.

    PostgreSQL makes changes that nothing reads from at the very end. The head is locked last, so
    its condition counts theirs.
    """
    parts = [part for parts in writes for part in parts]
    made = [f"AND (SELECT count(*) FROM {name}) >= 0" for name, _ in parts]  # noqa: S608 - our own words
    return text(
        _APPEND.format(
            writes="".join(f"{name} AS ({sql}), " for name, sql in parts), written=" ".join(made)
        )
    )


def _prepared(event: Event) -> dict[str, Any]:
    if event.kind not in KINDS or not is_plain(event.body) or not is_plain(event.text):
        raise ValueError(f"{event.kind}: its kind is not listed, or a value in it is not plain.")
    text_id, salt, content, text_sha256 = None, None, None, None
    if event.text is not None:
        text_id, salt = uuid4(), secrets.token_bytes(16)
        content, text_sha256 = _ENCODE(event.text).decode(), text_digest(salt, event.text)
    return {
        "kind": event.kind,
        "subject_kind": event.subject_kind,
        "subject": event.subject,
        "actor": event.act.actor,
        "on_behalf_of": list(event.act.on_behalf_of),
        "client_id": event.act.client_id,
        "request_id": event.act.request_id,
        "audience": event.audience,
        "body": _ENCODE(event.body).decode(),
        "text_id": text_id,
        "salt": salt,
        "content": content,
        "text_sha256": text_sha256,
        "digest": digest_of(event, text_sha256),
    }


async def head_of(session: Session, authority_id: UUID) -> Position | None:
    """Where an authority's log is; None before its first event."""
    row = (await session.execute(_HEAD, {"authority_id": authority_id})).one_or_none()
    return None if row is None else Position(*row)


async def list_events(
    session: Session,
    authority_id: UUID,
    *,
    after: int = 0,
    subject: tuple[str, str] | None = None,
    audiences: Sequence[str] = ("concerned", "managers"),
    limit: int,
) -> list[Recorded]:
    """Events behind a position, in order; of one subject (kind, id) where that is given."""
    subject_kind, subject_id = subject or (None, None)
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            "after": after,
            "subject_kind": subject_kind,
            "subject": subject_id,
            "audiences": list(audiences),
            "limit": limit,
        },
    )
    return [_recorded(row) for row in result.mappings()]


async def list_feed(
    session: Session, authority_id: UUID, sight: Sight, *, after: int, through: int, limit: int
) -> list[Recorded]:
    """Events behind a position and up to another, as far as a reader may see them; no texts."""
    result = await session.execute(
        _FEED,
        {
            "authority_id": authority_id,
            "after": after,
            "through": through,
            "everything": sight.everything,
            "whole_kinds": [kind for kind, _ in sight.whole],
            "whole": [subject for _, subject in sight.whole],
            "concerned_kinds": [kind for kind, _ in sight.concerned],
            "concerned": [subject for _, subject in sight.concerned],
            "limit": limit,
        },
    )
    return [_recorded(row) for row in result.mappings()]


def _recorded(row: Any) -> Recorded:  # noqa: ANN401 - a row of any columns
    content = row["content"]
    return Recorded(
        **{
            name: row[name]
            for name in (
                "seq", "recorded_at", "kind", "subject_kind", "subject", "actor", "client_id",
                "request_id", "audience", "text_sha256", "salt", "digest", "hash",
            )
        },
        on_behalf_of=tuple(row["on_behalf_of"]),
        body=row["body"],
        text=content,
    )  # fmt: skip
