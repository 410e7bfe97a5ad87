"""What travels about the log: the feed, the audit, the checkpoints."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from applications.log.kinds import KINDS
from plumbing.wire import Answer, Instant, PatternText, QueryCount, Question, Sha256

_KINDS: Final = "What happened.\n\n" + "\n".join(
    f"- `{kind}`: {meaning}" for kind, meaning in KINDS.items()
)
Position = Annotated[
    str,
    PatternText(
        "^(0|[1-9][0-9]{0,17})$",
        what_to_do="Give a position as `next_cursor` or a `seq` has it: digits only.",
        example="0",
        longest=18,
    ),
]
"""A place in the log."""
EventKind = Annotated[str, Field(description=_KINDS, json_schema_extra={"enum": sorted(KINDS)})]
"""One of the kinds of event."""
Hexadecimal = Annotated[str, Field(pattern="^([0-9a-f]{2})+$")]
"""Bytes, as lower-case hexadecimal digits."""


class QueryAfter(Question):
    """Where to go on from, and how far."""

    after: Position = "0"
    """Give what comes behind this position: the `next_cursor` of the answer before, or the `seq`
    of the last item that was dealt with; 0 for everything."""
    limit: Annotated[int, QueryCount(1, 1000)] = 100
    """The most items to give at once."""


class QueryFeed(QueryAfter):
    """Where to go on from, how far, and how long to wait."""

    wait: Annotated[int, QueryCount(0, 25)] = 0
    """How long to wait for something new where there is nothing, in seconds."""


class EventSubject(Answer):
    """What an event is about."""

    kind: str
    id: str
    href: str | None
    """Its address here; null where it has none of its own."""


class EventItem(Answer):
    """Something that happened: ids and codes only. What anybody wrote is not in it."""

    seq: int
    """Its position: they increase strictly in the order of what happened, and may skip."""
    id: Sha256
    """The same wherever this event is told of, and no other event's: its hash in the log."""
    kind: EventKind
    subject: EventSubject
    actor: str
    """Who did it: an employee number, or the client for a machine that acted for itself."""
    on_behalf_of: list[str]
    """Those whom the actor stood in for."""
    recorded_at: Instant
    audience: Literal["concerned", "managers"]
    """`concerned`: the worker may know; `managers`: they may not."""
    body: dict[str, Any]
    """What there is to say besides, by kind."""


class EventsAnswer(Answer):
    """What happened, in order."""

    items: list[EventItem]
    next_cursor: str
    """Where to go on from, as `after`: always there, for there will be more."""


class AuditItem(Answer):
    """An event with all that its hash is made of."""

    seq: int
    recorded_at: Instant
    kind: EventKind
    subject_kind: str
    subject: str
    actor: str
    on_behalf_of: list[str]
    client_id: str
    """The client that it was done with."""
    request_id: str
    """The request that it was done with, as in every log of ours."""
    audience: Literal["concerned", "managers"]
    body: dict[str, Any]
    text_sha256: Sha256 | None
    """SHA-256 of the salt and the text's canonical JSON; null when it has no text."""
    text: dict[str, Any] | None
    """What somebody wrote; null when there is nothing, or it was erased."""
    salt: Hexadecimal | None
    """16 random bytes; erased with the text."""
    digest: Sha256
    """SHA-256 of the canonical JSON (RFC 8785) of `kind`, `subject_kind`, `subject`, `actor`,
    `on_behalf_of`, `client_id`, `request_id`, `audience`, `body` and `text_sha256`."""
    hash: Sha256
    """SHA-256 of "spinepoint event 1" and a line feed, the hash of the event before (32 zero bytes
    before the first), `seq` in 8 bytes, `recorded_at` as microseconds since 1970 in 8 bytes, and
    `digest`; numbers with the highest byte first."""


class AuditAnswer(Answer):
    """The log, in order and without a gap."""

    items: list[AuditItem]
    next_cursor: str
    """Where to go on from, as `after`: always there, for there will be more."""


class CheckpointItem(Answer):
    """Where the log was, signed. Keep it where nobody who can change the log can change it."""

    authority: str
    seq: int
    recorded_at: Instant
    """When the event of this position was recorded."""
    hash: Sha256
    """The hash of the event of this position."""
    made_at: Instant
    key_id: Sha256
    """SHA-256 of the public key: hold it against the one that the operator told you."""
    public_key: Hexadecimal
    """The Ed25519 key, 32 bytes."""
    signature: Hexadecimal
    """The Ed25519 signature of "spinepoint checkpoint 1", a line feed and the canonical JSON
    (RFC 8785) of `authority`, `hash`, `made_at`, `recorded_at` and `seq` as they are here."""


class CheckpointsAnswer(Answer):
    """The checkpoints, in order."""

    items: list[CheckpointItem]
    next_cursor: str
    """Where to go on from, as `after`: always there, for there will be more."""
