"""Idempotency: a request with a key takes effect once, and its answer can be had again.

Only an answer of success is kept, in the transaction of its effect: a refusal had no effect, and
is decided anew. Of two requests with one key that run at once, one is kept; the other finds the
key taken, or what it would have made there already, is undone, and runs again into the kept answer.
"""

import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, ParamSpec, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.platform.caller import Caller
from applications.platform.canonical import canonical, sha256
from applications.platform.database import DuplicateError, Session
from applications.platform.session import Write

P = ParamSpec("P")
T = TypeVar("T")

KEPT_DAYS: Final = 30
_FIND: Final = text("""
    SELECT fingerprint, subject, status, headers, body FROM idempotency_keys
    WHERE authority_id = :authority_id AND client_id = :client_id AND key = :key
""")
_KEEP: Final = """
    INSERT INTO idempotency_keys
        (authority_id, client_id, key, fingerprint, subject, status, headers, body, kept_at)
    VALUES (:authority_id, :client_id, :key, :fingerprint, :asked_by, :answer_status,
            CAST(:answer_headers AS jsonb), :answer, :kept_at)
"""
_KEEP_ALONE: Final = text(_KEEP)
_PARTS: Final = (("kept", _KEEP),)
_ENCODE: Final = msgspec.json.Encoder().encode
_SWEEP: Final = text("""
    DELETE FROM idempotency_keys WHERE authority_id = :authority_id AND kept_at < :before
""")


class KeyReusedError(Exception):
    """The key was used before, for another request."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as it is sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Once(Generic[T]):
    """One request's key, how to find and keep its answer, and how to render it.

    Without a key nothing is found or kept.
    """

    caller: Caller
    key: str | None
    fingerprint: bytes
    now: datetime
    render: Callable[[T], Rendered]

    async def find(self, session: Session) -> Rendered | None:
        """The answer that was kept for this key, if it is the same request by the same person.

        Raises:
            KeyReusedError: It is another request.
        """
        if self.key is None:
            return None
        row = (await session.execute(_FIND, self._place())).one_or_none()
        if row is None:
            return None
        if row["fingerprint"] != self.fingerprint or row["subject"] != (self.caller.subject or ""):
            raise KeyReusedError(
                "This Idempotency-Key was used for another request. Send a new key with each new "
                "request, and the same one only when the same request is sent again."
            )
        return Rendered(row["status"], row["headers"], row["body"], replayed=True)

    async def keep(self, session: Session, result: T) -> Rendered:
        """Render a result, keep it with its effect, and return it."""
        answer = self.render(result)
        if self.key is not None:
            await session.execute(_KEEP_ALONE, self._kept(answer))
        return answer

    async def kept(self, session: Session, result: T) -> tuple[Rendered, Sequence[Write]]:
        """Render a result, and give with it what keeps it: to be written with the event of it."""
        del session  # an answer that needs one to be rendered is of a class of its own
        answer = self.render(result)
        return answer, () if self.key is None else (Write(_PARTS, self._kept(answer)),)

    def _kept(self, answer: Rendered) -> dict[str, object]:
        return {
            **self._place(),
            "fingerprint": self.fingerprint,
            "asked_by": self.caller.subject or "",
            "answer_status": answer.status,
            "answer_headers": _ENCODE(answer.headers).decode(),
            "answer": answer.body,
            "kept_at": self.now,
        }

    def _place(self) -> dict[str, object]:
        return {
            "authority_id": self.caller.authority_id,
            "client_id": self.caller.client_id,
            "key": self.key,
        }


async def sweep_keys(session: Session, authority_id: UUID, *, now: datetime) -> None:
    """Forget the keys that were kept for long enough."""
    before = now - timedelta(days=KEPT_DAYS)
    await session.execute(_SWEEP, {"authority_id": authority_id, "before": before})


def fingerprint(method: str, path: str, document: object, if_match: str | None) -> bytes:
    """What must be the same for a request to be the same."""
    return sha256(canonical([method, path, if_match, _plain(document)]))


def _plain(document: object) -> object:
    """A parsed body without the decimals that no canonical form is defined for."""
    if isinstance(document, dict):
        return {name: _plain(value) for name, value in document.items()}
    if isinstance(document, list):
        return [_plain(value) for value in document]
    return document if isinstance(document, str | int | bool | None) else str(document)


def rerun_when_raced(operation: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Run an operation again that broke a unique key: had it lost to its own like, it finds that.

    Not the key of the request alone: what the operation makes may be there before the key is kept.
    What is broken again is no race.
    """

    @functools.wraps(operation)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await operation(*args, **kwargs)
        except DuplicateError:
            return await operation(*args, **kwargs)

    return run
