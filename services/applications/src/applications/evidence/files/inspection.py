"""Having files looked through: a process for each, a few at a time."""

import asyncio
import json
import os
import signal
import sys
from typing import BinaryIO, Final

from applications.evidence.domain.files.media import LONGEST_BEGINNING, FileType
from applications.evidence.domain.files.refusals import RULES, FileRefusedError
from plumbing.logs import logger

_AT_ONCE: Final = 2
_SECONDS: Final = 90.0
"""By the clock on the wall, for a machine that is busy. The process has less time of its own."""
_OUT_OF_TIME_OR_MEMORY: Final = (-signal.SIGXCPU, -signal.SIGKILL)
_LOG: Final = logger()


class InspectionAwayError(Exception):
    """Files cannot be looked through just now."""


_WORDS: Final = "Files cannot be looked through just now. Nothing was stored: send it again later."


class Inspection:
    """Looks through files, in processes that have little time and memory and no secrets."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def text_of(self, file: BinaryIO, kind: FileType, *, wants_text: bool) -> str:
        """Look through a file, and give its text where it is wanted.

        It is "" where there is none that could be looked at whole: a picture, or a very long text.

        Raises:
            FileRefusedError: It breaks a rule.
            InspectionAwayError: It could not be looked through.
        """
        await asyncio.to_thread(_check_beginning, file, kind)
        async with self._turn:
            status, said = await _run(file, kind.id, wants_text=wants_text)
        if status in _OUT_OF_TIME_OR_MEMORY:
            raise FileRefusedError("too-complex")
        if status:
            _LOG.error("inspection_failed", reason=f"status {status}")
            raise FileRefusedError("damaged")
        answer: dict[str, str] = json.loads(said)
        if answer.get("refused") in RULES:
            raise FileRefusedError(answer["refused"])
        return answer["text"]


def _check_beginning(file: BinaryIO, kind: FileType) -> None:
    """What is something else altogether is refused without a process."""
    file.seek(0)
    beginning = file.read(LONGEST_BEGINNING)
    file.seek(0)
    if not beginning:
        raise FileRefusedError("empty")
    if not beginning.startswith(kind.begins):
        raise FileRefusedError("wrong-type")


async def _run(file: BinaryIO, kind: str, *, wants_text: bool) -> tuple[int, bytes]:
    command = (sys.executable, "-m", "applications.evidence.files.inspector", kind)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            "text" if wants_text else "no-text",
            stdin=file,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        )
    except OSError as error:
        raise InspectionAwayError(_WORDS) from error
    try:
        async with asyncio.timeout(_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        raise InspectionAwayError(_WORDS) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, said
