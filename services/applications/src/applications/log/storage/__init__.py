"""The log's tables. Events are written here alone, as the last thing of a transaction."""

import secrets
from collections.abc import Sequence
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

# A setting of the transaction, gone with it. What is personal is not in it.
_HAND_OVER: Final = "{writes} SELECT set_config('app.events', :events, true)"
_TEXTS: Final = (
    (
        "texts",
        """
        INSERT INTO event_texts (authority_id, text_id, salt, content)
        SELECT :authority_id, apart.* FROM jsonb_to_recordset(CAST(:texts AS jsonb))
            AS apart (text_id uuid, salt bytea, content jsonb)
        """,
    ),
)
_LINK: Final = r"""
    sha256('\x7370696e65706f696e74206576656e7420310a'::bytea || {before} || int8send({seq})
           || int8send((extract(epoch FROM {recorded_at}) * 1000000)::bigint) || {digest})
"""
_FIRST: Final = _LINK.format(
    before=f"'\\x{BEFORE_THE_FIRST.hex()}'::bytea", seq="1", recorded_at="now", digest="digest"
)
_NEXT: Final = _LINK.format(
    before="head.hash",
    seq="head.seq + 1",
    recorded_at="greatest(head.recorded_at + interval '1 microsecond', excluded.recorded_at)",
    digest="(SELECT digest FROM event)",
)
# The head's row is locked last of all rows of a transaction, and until its end: positions and
# instants strictly increase, and a reader of the head sees all before it. The instant is the
# clock's, or a microsecond after the last one where the clock has not moved on.
_PLACE: Final = text(f"""
    WITH event AS MATERIALIZED (
        SELECT * FROM jsonb_to_record(
            CAST(current_setting('app.events') AS jsonb) -> CAST(:number AS integer)
        ) AS event (authority_id uuid, now timestamptz, kind text, subject_kind text, subject text,
                    actor text, on_behalf_of text[], client_id text, request_id text,
                    audience text, body jsonb, text_id uuid, text_sha256 text, digest bytea)
    ), head AS (
        INSERT INTO event_heads AS head (authority_id, seq, recorded_at, hash)
        SELECT authority_id, 1, now, {_FIRST} FROM event
        ON CONFLICT (authority_id) DO UPDATE SET
            seq = head.seq + 1,
            recorded_at = greatest(
                head.recorded_at + interval '1 microsecond', excluded.recorded_at),
            hash = {_NEXT}
        RETURNING seq, recorded_at, hash
    )
    INSERT INTO events (authority_id, seq, recorded_at, kind, subject_kind, subject, actor,
                        on_behalf_of, client_id, request_id, audience, body, text_id, text_sha256,
                        digest, hash)
    SELECT authority_id, seq, recorded_at, kind, subject_kind, subject, actor, on_behalf_of,
           client_id, request_id, audience, body, text_id, text_sha256, digest, hash
    FROM event, head
    RETURNING seq, recorded_at, hash
""")  # noqa: S608 - our own words
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
) -> None:
    """Write at least one event: in this order they take their places in the log at the commit.

    Nothing follows this in a transaction. The log's head is locked within the message that commits,
    so that nobody who writes to the same log waits for more than PostgreSQL's own work. `writes`
    are what the events tell of: they are made before that, in one statement.

    Raises:
        ValueError: There is no event, its kind is not on the list, or its body holds a value that
            could not be verified later (give numbers with a fraction, dates and the like as text).
    """
    await _hand_over(session, authority_id, events, now=now, writes=writes)
    session.leave_for_commit(_PLACE, times=len(events))


async def append_now(
    session: Session,
    authority_id: UUID,
    events: Sequence[Event],
    *,
    now: datetime,
    writes: Sequence[Write] = (),
) -> Position:
    """Write at least one event as `append` does, but at once, and say where the log is then.

    Nobody else writes to this log until the transaction ends: for what has to be looked at when
    nothing can come between, or needs the instant at which it is recorded.

    Raises:
        ValueError: As for `append`.
    """
    await _hand_over(session, authority_id, events, now=now, writes=writes)
    for number in range(len(events)):
        row = (await session.execute(_PLACE, {"number": number})).one()
    return Position(*row)


async def _hand_over(
    session: Session,
    authority_id: UUID,
    events: Sequence[Event],
    *,
    now: datetime,
    writes: Sequence[Write],
) -> None:
    """Hand what will be placed to PostgreSQL, which keeps it until the transaction ends."""
    if not events:
        raise ValueError("There is nothing to write.")
    texts: list[_Text] = []
    placed = [_staged(event, authority_id, now, texts) for event in events]
    parameters = {"authority_id": authority_id, "events": _ENCODE(placed).decode()}
    if texts:
        writes = (*writes, Write(_TEXTS, {"texts": _ENCODE(texts).decode()}))
    for write in writes:
        parameters.update(write.parameters)
    await session.execute(_with(tuple(write.parts for write in writes)), parameters)


@cache
def _with(writes: tuple[tuple[tuple[str, str], ...], ...]) -> TextClause:
    """The statement that makes these writes and hands events over."""
    parts = ", ".join(f"{name} AS ({sql})" for part in writes for name, sql in part)
    return text(_HAND_OVER.format(writes=f"WITH {parts}" if parts else ""))


_Text = dict[str, object]


def _staged(
    event: Event, authority_id: UUID, now: datetime, texts: list[_Text]
) -> dict[str, object]:
    """An event as it waits for its place; its text is added to `texts`."""
    if event.kind not in KINDS or not is_plain(event.body) or not is_plain(event.text):
        raise ValueError(f"{event.kind}: its kind is not listed, or a value in it is not plain.")
    text_id, text_sha256 = None, None
    if event.text is not None:
        text_id, salt = uuid4(), secrets.token_bytes(16)
        text_sha256 = text_digest(salt, event.text)
        texts.append({"text_id": text_id, "salt": _bytea(salt), "content": event.text})
    return {
        "authority_id": authority_id,
        "now": now,
        "kind": event.kind,
        "subject_kind": event.subject_kind,
        "subject": event.subject,
        "actor": event.act.actor,
        "on_behalf_of": event.act.on_behalf_of,
        "client_id": event.act.client_id,
        "request_id": event.act.request_id,
        "audience": event.audience,
        "body": event.body,
        "text_id": text_id,
        "text_sha256": text_sha256,
        "digest": _bytea(digest_of(event, text_sha256)),
    }


def _bytea(value: bytes) -> str:
    """Bytes as PostgreSQL reads them in a document."""
    return f"\\x{value.hex()}"


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
