r"""Events: what happened, bound to all that happened before.

hash = SHA-256( "spinepoint event 1\\n" | hash before | seq, 8 bytes | recorded_at in microseconds
since 1970, 8 bytes | digest ), where digest is the SHA-256 of the event's own content as canonical
JSON. A personal text is in the content only as a salted digest, so that erasing it breaks nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from applications.platform.canonical import canonical, sha256

PREFIX: Final = b"spinepoint event 1\n"
BEFORE_THE_FIRST: Final = bytes(32)
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND: Final = timedelta(microseconds=1)

Audience = Literal["concerned", "managers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did something: the person, those they stood in for, and by which client and request."""

    actor: str
    on_behalf_of: Sequence[str] = ()
    client_id: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, not yet written.

    `audience` is `concerned` for what the worker may see too, and `managers` for what they may
    not. `text` is personal or free text: it is kept apart.
    """

    kind: str
    subject_kind: str
    subject: str
    act: Act
    audience: Audience = "concerned"
    body: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, Any] | None = None


def digest_of(event: Event, text_sha256: str | None) -> bytes:
    """The digest of an event's content."""
    return content_digest(
        {
            "kind": event.kind,
            "subject_kind": event.subject_kind,
            "subject": event.subject,
            "actor": event.act.actor,
            "on_behalf_of": list(event.act.on_behalf_of),
            "client_id": event.act.client_id,
            "request_id": event.act.request_id,
            "audience": event.audience,
            "body": event.body,
            "text_sha256": text_sha256,
        }
    )


def content_digest(content: Mapping[str, Any]) -> bytes:
    """The digest of a content that has every member."""
    return sha256(canonical(content))


def text_digest(salt: bytes, text: Mapping[str, Any]) -> str:
    """The salted digest by which a text is bound to its event."""
    return sha256(salt, canonical(text)).hex()


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def link(before: bytes, seq: int, recorded_at: datetime, digest: bytes) -> bytes:
    """The hash of an event that follows the one with hash `before`."""
    place = seq.to_bytes(8) + microseconds(recorded_at).to_bytes(8)
    return sha256(PREFIX, before, place, digest)
