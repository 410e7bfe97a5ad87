"""Many large files at once: how much memory the service takes, and how long a transaction lasts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from tests.support.casework import CaseOf
from tests.support.council import Council
from tests.support.good_files import PDF, padded_pdf
from tests.support.house import Process
from tests.support.uploads import WORKER, Announced, announce, case_with_files

FILES: Final = 20
_OF_A_CASE: Final = 10
_MOST_MEMORY: Final = 300
_PIECE: Final = 256 * 1024
_TRANSACTIONS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'spinepoint-applications' AND pid <> pg_backend_pid()
      AND xact_start < now() - interval '1 second'
"""


@dataclass(frozen=True, slots=True)
class Flood:
    """What came of it: the statuses, memory in MB, and transactions older than a second.

    `peak` is the service's own; `at_half` is what was counted when half of each file had come.
    """

    statuses: list[int]
    peak: float
    at_half: int

    @property
    def is_good(self) -> bool:
        """Whether all came in, in little memory, and no transaction was open meanwhile."""
        came = self.statuses == [httpx.codes.OK] * FILES
        return came and self.peak < _MOST_MEMORY and self.at_half == 0

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"{self.statuses.count(httpx.codes.OK)} of {FILES} files came in at once; the service "
            f"had at most {self.peak:.0f} MB; {self.at_half} transactions were open meanwhile"
        )


def memory(process: Process) -> float:
    """The most memory that a process has had, in MB."""
    assert process.running is not None
    status = Path(f"/proc/{process.running.pid}/status").read_text(encoding="ascii")
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def flood(council: Council, service: Process, size: int) -> Flood:
    """Send files of a size at once, each in two halves with a second in between."""
    announced = [
        announce(case, PDF, number=number)
        for case, number in _cases(council)
        for _ in range(_OF_A_CASE)
    ]
    statuses, at_half = asyncio.run(_flood(council, service, announced, padded_pdf(size)))
    return Flood(statuses, memory(service), at_half)


def _cases(council: Council) -> Sequence[tuple[CaseOf, str]]:
    numbers = [WORKER, "worker-2"][: FILES // _OF_A_CASE]
    return [(case_with_files(council, number), number) for number in numbers]


async def _flood(
    council: Council, service: Process, announced: Sequence[Announced], content: bytes
) -> tuple[list[int], int]:
    halfway = asyncio.Barrier(len(announced) + 1)
    going = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        half = len(content) // 2
        for at in range(0, half, _PIECE):
            yield content[at : min(at + _PIECE, half)]
        await halfway.wait()
        await going.wait()
        for at in range(half, len(content), _PIECE):
            yield content[at : at + _PIECE]

    async def put(client: httpx.AsyncClient, place: int) -> int:
        number = WORKER if place < _OF_A_CASE else "worker-2"
        headers = announced[place].headers(
            Authorization=f"Bearer {council.token(number)}", Content_Length=str(len(content))
        )
        path = f"{announced[place].path}/content"
        return (await client.put(path, content=pieces(), headers=headers)).status_code

    limits = httpx.Limits(max_connections=len(announced))
    async with httpx.AsyncClient(base_url=str(service.url), timeout=300, limits=limits) as client:
        async with asyncio.TaskGroup() as group:
            sending = [group.create_task(put(client, place)) for place in range(len(announced))]
            await halfway.wait()
            await asyncio.sleep(1.5)
            ((open_now,),) = await asyncio.to_thread(council.house.sql, _TRANSACTIONS)
            going.set()
        return [each.result() for each in sending], int(str(open_now))
