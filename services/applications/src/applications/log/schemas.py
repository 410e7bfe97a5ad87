"""An export of the log, read back: the items of the API's answers, one a line."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

from applications.log.domain import Recorded
from applications.log.domain.signing import Checkpoint


class UnreadableExportError(Exception):
    """A line of an export is not an item of the API's answers. The message says which."""


_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class _AuditLine(msgspec.Struct, forbid_unknown_fields=True):
    seq: int
    recorded_at: _Instant
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
    salt: str | None
    digest: str
    hash: str

    def recorded(self) -> Recorded:
        members = msgspec.structs.asdict(self)
        members["salt"] = None if self.salt is None else bytes.fromhex(self.salt)
        members |= {"digest": bytes.fromhex(self.digest), "hash": bytes.fromhex(self.hash)}
        return Recorded(**members)


class _CheckpointLine(msgspec.Struct, forbid_unknown_fields=True):
    authority: str
    seq: int
    recorded_at: _Instant
    hash: str
    made_at: _Instant
    key_id: str
    public_key: str
    signature: str

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(
            seq=self.seq,
            recorded_at=self.recorded_at,
            hash=bytes.fromhex(self.hash),
            made_at=self.made_at,
            public_key=bytes.fromhex(self.public_key),
            signature=bytes.fromhex(self.signature),
        )


_AUDIT: Final = msgspec.json.Decoder(_AuditLine)
_CHECKPOINT: Final = msgspec.json.Decoder(_CheckpointLine)


def read_events(lines: Iterable[bytes]) -> Iterator[Recorded]:
    """The events of an export of `GET /v1/audit`, as they come.

    Raises:
        UnreadableExportError: A line is no such item.
    """
    for number, line in enumerate(lines, start=1):
        try:
            yield _AUDIT.decode(line).recorded()
        except ValueError:
            raise _unreadable(number, "GET /v1/audit") from None


def read_checkpoints(lines: Iterable[bytes]) -> Iterator[tuple[str, Checkpoint]]:
    """The checkpoints of an export of `GET /v1/audit/checkpoints`, each with its authority.

    Raises:
        UnreadableExportError: A line is no such item.
    """
    for number, line in enumerate(lines, start=1):
        try:
            decoded = _CHECKPOINT.decode(line)
            yield decoded.authority, decoded.checkpoint()
        except ValueError:
            raise _unreadable(number, "GET /v1/audit/checkpoints") from None


def _unreadable(number: int, source: str) -> UnreadableExportError:
    return UnreadableExportError(f"Line {number} is no item of {source}.")
