"""A body that is too large to hold: written to a temporary file as it comes, and hashed."""

import hashlib
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO

from starlette.requests import ClientDisconnect, Request

from plumbing.strict_json import check_body_headers, too_large


@dataclass(frozen=True, slots=True)
class Upload:
    """A body in a file that is gone once it was dealt with."""

    file: IO[bytes]
    size: int
    sha256: str


@asynccontextmanager
async def uploaded(
    request: Request, *, limit: int, media_types: Iterable[str]
) -> AsyncIterator[Upload]:
    """The body of a request, whole, in a file that is read from its beginning.

    Raises:
        ProblemError: 415 for another media type, charset or content coding; 413 as soon as more
            than `limit` bytes are announced or have come.
        ClientDisconnect: The client went away before the end.
    """
    check_body_headers(request.scope["headers"], limit, media_types)
    with tempfile.TemporaryFile() as file:
        digest, size = hashlib.sha256(), 0
        async for chunk in _chunks(request):
            size += len(chunk)
            if size > limit:
                raise too_large(limit)
            digest.update(chunk)
            file.write(chunk)
        file.seek(0)
        yield Upload(file, size, digest.hexdigest())


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return
