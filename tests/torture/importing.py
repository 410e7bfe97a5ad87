"""A file of 100,000 people: how long it takes, what it holds, and what the same rows cost at least.

The floor is one `INSERT ... SELECT unnest()` of the same rows into a table like that of workers and
one like that of posts, in the same PostgreSQL, once they are known to be good.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import asyncpg
import httpx
from tests.support.contract import Contract, Record
from tests.support.council import Council, put
from tests.support.house import House
from tests.support.imports import as_csv, send
from tests.support.waiting import wait_until
from tests.torture.findings import Findings

ROWS: Final = 100_000
_MOST_SECONDS: Final = 60.0
_MOST_MEGABYTES: Final = 300
_LEAST_OF_FLOOR: Final = 0.1
_TEAM: Final = {"title": "A team", "service": "care", "locality": "east"}
_FLOOR: Final = (
    "CREATE UNLOGGED TABLE floor_workers (LIKE workers INCLUDING ALL);"
    "CREATE UNLOGGED TABLE floor_posts (LIKE posts INCLUDING ALL);"
    "ALTER TABLE floor_workers SET LOGGED; ALTER TABLE floor_posts SET LOGGED"
)
_WORKERS: Final = """
    INSERT INTO floor_workers (authority_id, employee_number, name, facts, retention_class,
                               legal_hold, version, changed_at)
    SELECT gen_random_uuid(), number, name, '{}', 'personnel', false, 1, clock_timestamp()
    FROM unnest($1::text[], $2::text[]) AS sent (number, name)
"""
_POSTS: Final = """
    INSERT INTO floor_posts (authority_id, employee_number, post_number, team, grade,
                             hours_per_week, starts_on)
    SELECT gen_random_uuid(), number, 'P-1', 'team', '9', 37, '2024-09-02'
    FROM unnest($1::text[]) AS sent (number)
"""


@dataclass(frozen=True, slots=True)
class ManyRows:
    """What a large file came to. `floor` is how long PostgreSQL alone takes for the same rows."""

    rows: int
    seconds: float
    floor: float
    megabytes: dict[str, int]
    findings: Findings

    def __str__(self) -> str:
        """Say it in one line."""
        held = ", ".join(f"{name} {size} MB" for name, size in self.megabytes.items())
        return (
            f"{self.rows:,} rows imported in {self.seconds:.1f} s: {self.rows / self.seconds:,.0f} "
            f"rows a second, {self.floor / self.seconds:.2f} of the floor ({self.floor:.1f} s); "
            f"at most {held}"
        )


def import_many(house: House, rows: int = ROWS) -> ManyRows:
    """Import a file of so many people, and hold it to what it may cost."""
    findings = Findings()
    contract = Contract(httpx.get(f"{house.url}/openapi.json").json(), Record())
    council = Council(house, house.add_authority(), contract)
    put(council.hris, "/v1/teams/team", _TEAM)
    numbers = [f"N-{each}" for each in range(rows)]
    content = as_csv([_row(number) for number in numbers])
    began = monotonic()
    import_id = send(council.hris, "workers", content).json()["import_id"]
    address = f"/v1/imports/{import_id}"
    wait_until(lambda: council.hris.get(address).json()["status"] == "done", seconds=600)
    seconds = monotonic() - began
    counts = council.hris.get(address).json()["rows"]
    findings.expect(counts["created"] == rows, f"of {rows} rows came {counts}")
    megabytes = {
        process.name: _most_megabytes(process.running.pid)
        for process in (house.applications, house.worker)
        if process.running is not None
    }
    floor = asyncio.run(_floor(house.postgres.superuser_dsn, numbers))
    found = ManyRows(rows, seconds, floor, megabytes, findings)
    _hold(found)
    return found


def _row(number: str) -> dict[str, str]:
    return {
        "employee_number": number,
        "name": f"Person {number}",
        "posts.post_number": "P-1",
        "posts.team": "team",
        "posts.grade": "9",
        "posts.hours_per_week": "37",
        "posts.starts_on": "2024-09-02",
    }


def _most_megabytes(process: int) -> int:
    """The most that a process held at any time."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


async def _floor(dsn: str, numbers: list[str]) -> float:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_FLOOR)
        names = [f"Person {number}" for number in numbers]
        began = monotonic()
        async with connection.transaction():
            await connection.execute(_WORKERS, numbers, names)
            await connection.execute(_POSTS, numbers)
        return monotonic() - began
    finally:
        await connection.close()


def _hold(found: ManyRows) -> None:
    is_near = found.floor / found.seconds >= _LEAST_OF_FLOOR
    found.findings.expect(found.seconds <= _MOST_SECONDS, f"it took {found.seconds:.0f} s")
    found.findings.expect(is_near, "the import is further from the floor than it may be")
    for name, size in found.megabytes.items():
        found.findings.expect(size <= _MOST_MEGABYTES, f"{name} held {size} MB")
