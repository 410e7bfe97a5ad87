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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event as it was written.

    `text_sha256` binds its text, where it has one; `text` and `salt` are None once that is erased.
    """

    seq: int
    recorded_at: datetime
    kind: str
    subject_kind: str
    subject: str
    actor: str
    on_behalf_of: tuple[str, ...]
    client_id: str
    request_id: str
    audience: str
    body: dict[str, Any]
    text_sha256: str | None
    text: dict[str, Any] | None
    salt: bytes | None
    digest: bytes
    hash: bytes


Subject = tuple[str, str]
"""What an event is about: the kind and the id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Which events a reader may see.

    All of them; or those of the subjects in `whole`, and of those in `concerned` what the worker
    may see too.
    """

    everything: bool = False
    whole: Sequence[Subject] = ()
    concerned: Sequence[Subject] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a log is: the last position, its instant and its hash."""

    seq: int
    recorded_at: datetime
    hash: bytes


def digest_of(event: Event, text_sha256: str | None) -> bytes:
    """The digest of the content of an event that is to be written."""
    act = event.act
    return _digest(
        *(event.kind, event.subject_kind, event.subject, act.actor, act.on_behalf_of),
        *(act.client_id, act.request_id, event.audience, event.body, text_sha256),
    )


def recorded_digest(event: Recorded) -> bytes:
    """The digest of the content of an event that was written."""
    return _digest(
        *(event.kind, event.subject_kind, event.subject, event.actor, event.on_behalf_of),
        *(event.client_id, event.request_id, event.audience, event.body, event.text_sha256),
    )


_MEMBERS: Final = (
    "kind", "subject_kind", "subject", "actor", "on_behalf_of", "client_id", "request_id",
    "audience", "body", "text_sha256",
)  # fmt: skip


def _digest(*values: object) -> bytes:
    return sha256(canonical(dict(zip(_MEMBERS, values, strict=True))))


def is_plain(value: object) -> bool:
    """Whether a value comes back from the database as it went in, to the last digit.

    A body that holds anything else could not be verified later.
    """
    if value is None or isinstance(value, (str, int)):  # most are: asked first, and cheaply
        return True
    if isinstance(value, (dict, Mapping)):
        return all(isinstance(name, str) and is_plain(each) for name, each in value.items())
    if isinstance(value, (list, tuple, Sequence)) and not isinstance(value, bytes):
        return all(is_plain(each) for each in value)
    return False


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
