"""The service is killed while a file comes in: nothing of it is left, and it can come again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
import httpx
import pytest
from tests.support.casework import CaseOf
from tests.support.fake_clamd import FakeClamd, fake_clamd
from tests.support.good_files import PDF, padded_pdf
from tests.support.house import Process
from tests.support.house_fixtures import MakeCouncil
from tests.support.one_more_service import one_more_service
from tests.support.uploads import WORKER, Announced, announce, case_with_files, stored
from tests.support.waiting import wait_until

Moment = Callable[[], bool]

NOTHING: Final[tuple[list[str], list[tuple[object, ...]]]] = ([], [(0, None)])
CONTENT = padded_pdf(4_000_000)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
LAST_PIECE = """
    INSERT INTO evidence_pieces (authority_id, evidence_id, place, piece) VALUES ($1, $2, 7, '')
"""
"""Whoever wants to store it as well waits for what becomes of this."""


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with fake_clamd() as listening:
        yield listening


@pytest.fixture
def case(make_council: MakeCouncil) -> CaseOf:
    return case_with_files(make_council(["rotherham"]))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way to a service that will be killed, and the folder that it is in."""

    service: Process
    case: CaseOf
    folder: Path
    announced: Announced

    async def send(self, halfway: asyncio.Event | None = None) -> int:
        """Send it; with an event, half of it waits for that."""

        async def pieces() -> AsyncIterator[bytes]:
            yield CONTENT[: len(CONTENT) // 2]
            if halfway is not None:
                await halfway.wait()
            yield CONTENT[len(CONTENT) // 2 :]

        url = f"{self.service.url}{self.announced.path}/content"
        token = {"Authorization": f"Bearer {self.case.council.token(WORKER)}"}
        async with httpx.AsyncClient(timeout=60) as client:
            headers = self.announced.headers() | token
            return (await client.put(url, content=pieces(), headers=headers)).status_code

    def left(self) -> tuple[list[str], list[tuple[object, ...]]]:
        """The names in the folder, and what is stored."""
        return [each.name for each in self.folder.iterdir()], stored(self.case)

    def nameless(self) -> int:
        """How many files the service has open in the folder that have no name there."""
        assert self.service.running is not None
        held = Path(f"/proc/{self.service.running.pid}/fd").iterdir()
        targets = [str(each.readlink()) for each in held if each.is_symlink()]
        return sum(each.startswith(str(self.folder)) for each in targets)

    async def kill_when(self, moment: Moment, halfway: asyncio.Event | None = None) -> None:
        """Send it, and kill the service at a moment."""
        sending = asyncio.create_task(self.send(halfway))
        await asyncio.to_thread(wait_until, moment)
        assert await asyncio.to_thread(self.left) == NOTHING
        await asyncio.to_thread(self.service.kill)
        if halfway is not None:
            halfway.set()
        with pytest.raises(httpx.TransportError):
            await sending

    async def check_nothing_is_left(self) -> None:
        """There is nothing to sweep up, and the same file can come again."""
        assert await asyncio.to_thread(self.left) == NOTHING
        await asyncio.to_thread(self.service.start)
        assert await self.send() == httpx.codes.OK
        assert await asyncio.to_thread(self.left) == ([], [(8, True)])


@pytest.fixture
def upload(case: CaseOf, clamd: FakeClamd, tmp_path: Path) -> Iterator[Upload]:
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings = {"APPLICATIONS_CLAMD_URL": clamd.url, "APPLICATIONS_UPLOAD_DIR": str(folder)}
    with one_more_service(case.council.house, tmp_path, **settings) as service:
        yield Upload(service, case, folder, announce(case, PDF))


async def test_nothing_is_left_of_a_file_that_was_half_in(upload: Upload) -> None:
    await upload.kill_when(lambda: upload.nameless() == 1, asyncio.Event())
    await upload.check_nothing_is_left()


async def test_nothing_is_left_of_a_file_that_was_being_scanned(
    upload: Upload, clamd: FakeClamd
) -> None:
    clamd.mood = "slow"
    await upload.kill_when(lambda: bool(clamd.given))
    clamd.mood = "awake"
    await upload.check_nothing_is_left()


async def test_nothing_is_left_of_a_file_that_was_being_stored(upload: Upload) -> None:
    council = upload.case.council
    holder = await asyncpg.connect(council.house.postgres.superuser_dsn)
    held = holder.transaction()
    await held.start()
    evidence_id = upload.announced.path.rpartition("/")[2]
    await holder.execute(LAST_PIECE, council.authority.authority_id, evidence_id)
    await upload.kill_when(lambda: council.house.sql(WAITING) != [(0,)])
    await held.rollback()
    await holder.close()
    await upload.check_nothing_is_left()
