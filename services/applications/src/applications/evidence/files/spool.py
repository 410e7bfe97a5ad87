"""Files on their way in: each in a temporary file without a name, so that none is left behind.

Such a file is gone with the process that holds it, however that ends. It is hashed as it comes.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from applications.evidence.domain.files.refusals import FileTooLargeError
from plumbing.logs import logger

_PIECE: Final = 512 * 1024
_SECONDS: Final = 600.0
_NO_ROOM: Final = "There is no room for more files just now. Send it again later."
_LOG: Final = logger()


class SpoolFullError(Exception):
    """As many files are on their way in as there is room for."""


class UploadTooSlowError(Exception):
    """The file did not come in within the time that there is for one."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that has come in whole: where it is, its size in bytes and its digests."""

    file: BinaryIO
    size: int
    digests: Mapping[str, bytes]

    @property
    def sha256(self) -> bytes:
        """Its SHA-256."""
        return self.digests["sha-256"]


class Spool:
    """Takes files in, so many at once, each up to a size.

    Args:
        folder: Where; None for the folder that the system has for temporary files.
        most_bytes: How large a file may be.
        most_files: How many may be on their way in at once.
    """

    def __init__(self, folder: Path | None, *, most_bytes: int, most_files: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._room = most_files

    def check_length(self, length: int | None) -> None:
        """Refuse what is too large before any of it is read.

        Raises:
            FileTooLargeError: It is.
        """
        if length is not None and length > self._most_bytes:
            raise FileTooLargeError(
                f"A file may have at most {self._most_bytes:,} bytes. Make it smaller."
            )

    @asynccontextmanager
    async def take(
        self, pieces: AsyncIterator[bytes], algorithms: Iterable[str]
    ) -> AsyncIterator[Spooled]:
        """Take a file in; it is gone at the end of the block.

        Raises:
            SpoolFullError: Too many are on their way in.
            FileTooLargeError: It is too large.
            UploadTooSlowError: It took too long.
        """
        if not self._room:
            raise SpoolFullError(_NO_ROOM)
        self._room -= 1
        try:
            with tempfile.TemporaryFile(buffering=0, dir=self._folder) as file:
                yield await _taken(cast("BinaryIO", file), pieces, algorithms, self.check_length)
        finally:
            self._room += 1


async def _taken(
    file: BinaryIO,
    pieces: AsyncIterator[bytes],
    algorithms: Iterable[str],
    check_length: Callable[[int], None],
) -> Spooled:
    hashes = {name: hashlib.new(name.replace("-", "")) for name in {"sha-256", *algorithms}}
    size, waiting = 0, bytearray()

    def write() -> None:
        for each in hashes.values():
            each.update(waiting)
        _write_whole(file, waiting)
        waiting.clear()

    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in pieces:
                size += len(piece)
                check_length(size)
                waiting += piece
                if len(waiting) >= _PIECE:
                    await asyncio.to_thread(write)
    except TimeoutError:
        raise UploadTooSlowError(
            f"The file did not come in within {_SECONDS:.0f} seconds. Send it over a faster "
            "connection, or make it smaller."
        ) from None
    await asyncio.to_thread(write)
    return Spooled(file, size, {name: each.digest() for name, each in hashes.items()})


def _write_whole(file: BinaryIO, content: bytearray) -> None:
    with memoryview(content) as view:
        at = 0
        while at < len(view):
            try:
                at += file.write(view[at : at + _PIECE])
            except OSError as error:  # the disk is full, say
                _LOG.error("cannot_take_in", reason=error.strerror)
                raise SpoolFullError(_NO_ROOM) from error


def check_folder(folder: Path | None) -> None:
    """Make sure that files can be taken in, when the service starts.

    Raises:
        OSError: They cannot.
    """
    tempfile.TemporaryFile(dir=folder).close()
