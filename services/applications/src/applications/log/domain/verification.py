"""Verifying a log, offline or where it lies: every link, to the first that is broken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from applications.log.domain import (
    BEFORE_THE_FIRST,
    Position,
    Recorded,
    link,
    recorded_digest,
    text_digest,
)
from applications.log.domain.signing import Checkpoint, is_signed


class BrokenLogError(Exception):
    """A log does not verify. The message names the first broken link."""


@dataclass(slots=True)
class Verifier:
    """Takes the events of one authority in their order, and refuses the first that does not fit.

    It starts before the first event, or behind a position whose hash is known. `known` are the
    hashes of positions that somebody vouches for.
    """

    seq: int = 0
    hash: bytes = BEFORE_THE_FIRST
    known: Mapping[int, bytes] = field(default_factory=dict)
    _last: Recorded | None = None

    @classmethod
    def behind(cls, position: Position | None) -> "Verifier":
        """One that goes on behind a position."""
        return cls() if position is None else cls(position.seq, position.hash)

    def take(self, events: Iterable[Recorded]) -> None:
        """Verify events.

        Raises:
            BrokenLogError: One of them is not what was written there.
        """
        for event in events:
            reason = self._what_is_wrong(event)
            if reason is not None:
                raise BrokenLogError(f"Position {self.seq + 1}: {reason}")
            self.seq, self.hash, self._last = event.seq, event.hash, event

    def end(self) -> None:
        """Make sure that nothing is missing that somebody vouches for.

        Raises:
            BrokenLogError: The log ends before such a position.
        """
        beyond = [seq for seq in self.known if seq > self.seq]
        if beyond:
            raise BrokenLogError(
                f"Position {self.seq + 1}: it is missing; a checkpoint vouches for {max(beyond)}."
            )

    def _what_is_wrong(self, event: Recorded) -> str | None:
        if event.seq != self.seq + 1:
            return f"it is missing; {event.seq} is in its place."
        checks = (
            (self._is_later(event), "it was not recorded after the one before."),
            (recorded_digest(event) == event.digest, "its content is not what was written."),
            (_text_fits(event), "its text is not what was written."),
            (
                link(self.hash, event.seq, event.recorded_at, event.digest) == event.hash,
                "its hash does not follow from the one before, its instant and its content.",
            ),
            (
                self.known.get(event.seq, event.hash) == event.hash,
                "its hash is not the one that a checkpoint vouches for.",
            ),
        )
        return next((words for is_right, words in checks if not is_right), None)

    def _is_later(self, event: Recorded) -> bool:
        return self._last is None or event.recorded_at > self._last.recorded_at


def _text_fits(event: Recorded) -> bool:
    if event.text is None:
        return True  # it has none, or it was erased
    return event.salt is not None and event.text_sha256 == text_digest(event.salt, event.text)


def vouched(
    checkpoints: Iterable[tuple[str, Checkpoint]], *, key_id: str | None
) -> dict[int, bytes]:
    """The hashes that checkpoints vouch for, by position.

    `key_id` is the one key that is believed; without it any key is, which then finds mistakes but
    no forger.

    Raises:
        BrokenLogError: A checkpoint is not signed by its key, or by another than the one believed.
    """
    known: dict[int, bytes] = {}
    for authority, checkpoint in checkpoints:
        if key_id is not None and checkpoint.key_id != key_id:
            raise BrokenLogError(f"The checkpoint at {checkpoint.seq} is signed by another key.")
        if not is_signed(checkpoint, authority):
            raise BrokenLogError(f"The checkpoint at {checkpoint.seq} is not what was signed.")
        known[checkpoint.seq] = checkpoint.hash
    return known
