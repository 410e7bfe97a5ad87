"""Files on their way in: so many, so large, and nothing more of them than there is room for."""

import hashlib
import os
from collections.abc import AsyncIterator
from io import FileIO
from pathlib import Path

import pytest

from applications.evidence.domain.files.refusals import FileTooLargeError
from applications.evidence.files.spool import Spool, SpoolFullError

CONTENT = b"a file of some length" * 100_000


async def pieces(content: bytes = CONTENT) -> AsyncIterator[bytes]:
    for at in range(0, len(content), 65_536):
        yield content[at : at + 65_536]


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path, most_bytes=len(CONTENT), most_files=1)


async def test_a_file_is_taken_in_and_hashed_without_a_name(spool: Spool, tmp_path: Path) -> None:
    async with spool.take(pieces(), ["sha-512"]) as spooled:
        spooled.file.seek(0)
        assert spooled.file.read() == CONTENT
        assert spooled.size == len(CONTENT)
        assert spooled.sha256 == hashlib.sha256(CONTENT).digest()
        assert spooled.digests["sha-512"] == hashlib.sha512(CONTENT).digest()
        assert os.listdir(tmp_path) == []  # noqa: PTH208 - it is asked while a loop runs
    assert spooled.file.closed


async def test_more_files_than_there_is_room_for_are_told_to_come_again(spool: Spool) -> None:
    async with spool.take(pieces(), []):
        with pytest.raises(SpoolFullError):
            async with spool.take(pieces(), []):
                pass
    async with spool.take(pieces(), []):
        pass


async def test_a_file_that_turns_out_too_large_leaves_its_room_to_others(spool: Spool) -> None:
    with pytest.raises(FileTooLargeError):
        async with spool.take(pieces(CONTENT + b"x"), []):
            pass
    async with spool.take(pieces(), []):
        pass


async def test_a_full_disk_is_told_as_what_it_is(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: FileIO("/dev/full", "w"))
    with pytest.raises(SpoolFullError):
        async with spool.take(pieces(), []):
            pass
