"""Antivirus software, where there is any: clamd, over TCP. What it cannot clear is not taken."""

import re
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from aioclamd import ClamdAsyncClient, ClamdError

from plumbing.logs import logger

_PIECE: Final = 256 * 1024
_SIGNATURE: Final = re.compile(r"[^A-Za-z0-9._/-]")
_LONGEST_NAME: Final = 100
_LOG: Final = logger()


class AntivirusAwayError(Exception):
    """The antivirus software does not answer, or not in time, or not in a way that is a yes."""


class Antivirus:
    """Asks clamd, at `tcp://host:port`, and gives it so many seconds for a file."""

    def __init__(self, url: str, *, seconds: float) -> None:
        at = urlsplit(url)
        self._client = ClamdAsyncClient(at.hostname, at.port, timeout=seconds)

    async def find(self, file: BinaryIO) -> str | None:
        """The name of what is found in a file; None where nothing is.

        Raises:
            AntivirusAwayError: It cannot be said.
        """
        file.seek(0)
        try:
            answer = await self._client.instream(_InPieces(file))
        except (ClamdError, OSError, UnicodeDecodeError) as error:
            raise self._away(type(error).__name__) from error
        verdict, name = next(iter((answer or {}).values()), ("", None))
        if verdict == "FOUND":
            return _SIGNATURE.sub("?", name or "")[:_LONGEST_NAME] or "unnamed"
        if verdict != "OK":
            raise self._away("no verdict")
        return None

    def _away(self, reason: str) -> AntivirusAwayError:
        _LOG.error("antivirus_away", reason=reason)
        return AntivirusAwayError(
            "The antivirus software does not answer, so that no file is taken. Nothing was stored: "
            "send it again later."
        )


class _InPieces:
    """A file that gives pieces of a size worth a message, whatever is asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, _: int = -1) -> bytes:
        """Give the next piece."""
        return self._file.read(_PIECE)
