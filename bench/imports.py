"""What a large file of people costs, from its POST until the last row is done.

The file has a worker and a post on every line. The floor is PostgreSQL alone: the same rows, known
to be good, from arrays into tables of the same shape, with one `INSERT ... SELECT unnest()` a
table, on the same server and in the same run. Every round has a council of its own; the tables are
those of a new database, whose statistics nobody has taken yet.
"""

import argparse
import asyncio
import csv
import io
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx
from bench import tables
from bench.imports_house import ImportsHouse, authority_id_of, imports_house
from bench.rounds import Spread

ROWS: Final = 100_000
WANTED: Final = 0.1
WANTED_SECONDS: Final = 60.0
WANTED_MB: Final = 300

_ROUNDS: Final = 3
_FEWEST_ROUNDS: Final = 2
_LONGEST_SECONDS: Final = 600.0
_SECONDS_BETWEEN_LOOKS: Final = 0.25
_TEAMS: Final = 50
_STARTS_ON: Final = date(2024, 9, 2)
_FLOOR_TABLES: Final = Path(__file__).with_name("imports_floor.sql")
_FLOOR_WORKERS: Final = """
    INSERT INTO {}_workers (authority_id, employee_number, subject, name, facts, retention_class,
                            legal_hold, version, changed_at)
    SELECT $1, number, subject, name, '{{}}', 'personnel', false, 1, $2
    FROM unnest($3::text[], $4::text[], $5::text[]) AS sent (number, subject, name)
"""
_FLOOR_POSTS: Final = """
    INSERT INTO {}_posts (authority_id, employee_number, post_number, team, grade, hours_per_week,
                          starts_on)
    SELECT $1, number, 'P-1', team, '9', hours, starts_on
    FROM unnest($2::text[], $3::text[], $4::numeric[], $5::date[])
        AS sent (number, team, hours, starts_on)
"""
_NEW, _AGAIN = "a file, everybody new", "another, nobody changed"
_FLOOR, _BARE = "  floor: unnest() into such tables", "  floor, without foreign keys"


@dataclass(frozen=True, slots=True)
class Run:
    """One file or its floor: how long it took, and the CPU seconds of each process."""

    seconds: float
    cpu: Mapping[str, float]

    @property
    def spent(self) -> float:
        """The CPU seconds of all of them."""
        return sum(self.cpu.values())


Measured = Mapping[str, Sequence[Run]]


def main() -> None:
    """Import, and write the same rows straight, round by round."""
    rows, rounds = _options()
    councils = [f"council-{number}" for number in range(rounds)]
    with imports_house(councils) as house:
        asyncio.run(_make_floor(house))
        taken = [_round(house, council, rows) for council in councils]
        highest = {name: kib / 1024 for name, kib in house.highest_kib().items()}
    measured = {name: [each[name] for each in taken] for name in taken[0]}
    _show(rows, measured)
    _judge(measured, highest)


def _options() -> tuple[int, int]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    parser = argparse.ArgumentParser(description="Measure a large import beside its floor.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    if given.rounds < _FEWEST_ROUNDS:
        parser.error(f"--rounds: quartiles need at least {_FEWEST_ROUNDS}")
    return int(given.rows), int(given.rounds)


def _round(house: ImportsHouse, council: str, rows: int) -> dict[str, Run]:
    numbers = [f"{100_000 + place}" for place in range(rows)]
    file = _file(numbers)
    with house.hris_of(council) as hris:
        # By file as well: so the worker is there, and at work, before anything is measured.
        _import(hris, _teams(), kind="teams", created=_TEAMS)
        return {
            _NEW: _timed(house, lambda: _import(hris, file, created=rows)),
            _FLOOR: _timed(house, lambda: asyncio.run(_write(house, "floor", council, numbers))),
            _BARE: _timed(house, lambda: asyncio.run(_write(house, "bare", council, numbers))),
            # Another file, of the same people.
            _AGAIN: _timed(house, lambda: _import(hris, file + b"\r\n", unchanged=rows)),
        }


def _teams() -> bytes:
    lines = [f"{_team(place)},Team {place},care,east" for place in range(_TEAMS)]
    return "\n".join(["team,title,service,locality", *lines]).encode()


def _file(numbers: Sequence[str]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(
        (
            "employee_number", "subject", "name", "posts.post_number", "posts.team", "posts.grade",
            "posts.hours_per_week", "posts.starts_on",
        )
    )  # fmt: skip
    for place, number in enumerate(numbers):
        day = _STARTS_ON.isoformat()
        names = (number, _subject(number), _name(number))
        writer.writerow((*names, "P-1", _team(place), "9", "37", day))
    return written.getvalue().encode()


def _subject(number: str) -> str:
    return f"subject-of-{number}"


def _name(number: str) -> str:
    return f"Person {number}"


def _team(place: int) -> str:
    return f"team-{place % _TEAMS}"


def _timed(house: ImportsHouse, run: Callable[[], None]) -> Run:
    before, began = house.spent(), time.perf_counter()
    run()
    seconds, after = time.perf_counter() - began, house.spent()
    return Run(seconds, {name: after[name] - before[name] for name in after})


def _import(hris: httpx.Client, file: bytes, kind: str = "workers", **expected: int) -> None:
    """Send a file and wait until it is worked through, as an HRIS would."""
    headers = {"Content-Type": "text/csv", "Idempotency-Key": uuid4().hex}
    answer = hris.post("/v1/imports", params={"kind": kind}, content=file, headers=headers)
    address = answer.raise_for_status().headers["Location"]
    until = time.perf_counter() + _LONGEST_SECONDS
    about = answer.json()
    while about["status"] != "done":
        if time.perf_counter() > until:
            raise RuntimeError(f"The import is not done yet: {about['rows']}")
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        about = hris.get(address).raise_for_status().json()
    came = {name: count for name, count in about["rows"].items() if count and name != "found"}
    if came != expected:
        raise RuntimeError(f"{expected} rows were expected, and these came: {came}")


async def _make_floor(house: ImportsHouse) -> None:
    connection = await house.connect()
    await connection.execute(_FLOOR_TABLES.read_text(encoding="utf-8"))
    await connection.close()


async def _write(house: ImportsHouse, prefix: str, council: str, numbers: Sequence[str]) -> None:
    connection = await house.connect()
    authority_id = await authority_id_of(connection, council)
    subjects, names = [*map(_subject, numbers)], [*map(_name, numbers)]
    teams = [_team(place) for place in range(len(numbers))]
    hours, days = [Decimal("37.00")] * len(numbers), [_STARTS_ON] * len(numbers)
    now = datetime.now(UTC)
    workers, posts = _FLOOR_WORKERS.format(prefix), _FLOOR_POSTS.format(prefix)
    async with connection.transaction():
        await connection.execute(workers, authority_id, now, numbers, subjects, names)
        await connection.execute(posts, authority_id, numbers, teams, hours, days)
    await connection.close()


def _show(rows: int, measured: Measured) -> None:
    def micro(runs: Sequence[Run], process: str) -> str:
        return f"{Spread.of([run.cpu[process] / rows * 1e6 for run in runs]).median:.1f}"

    tables.show(
        f"{rows:,} workers with a post each, in one file; CPU in microseconds a row",
        ("", "seconds", "rows a second", *next(iter(measured.values()))[0].cpu),
        [
            (
                name,
                _figure(Spread.of([run.seconds for run in runs]), 1),
                tables.whole(Spread.of([rows / run.seconds for run in runs]).median),
                *(micro(runs, process) for process in runs[0].cpu),
            )
            for name, runs in measured.items()
        ],
    )


def _figure(spread: Spread, digits: int) -> str:
    return f"{spread.median:.{digits}f} [{spread.low:.{digits}f} - {spread.high:.{digits}f}]"


def _judge(measured: Measured, highest: Mapping[str, float]) -> None:
    clock, cost = _ratios(measured, _FLOOR)
    reached = _verdict(reached=min(clock.median, cost.median) >= WANTED)
    tables.say(
        f"Of the floor: at least {WANTED} wanted; {_figure(clock, 2)} by the clock, "
        f"{_figure(cost, 2)} by CPU: {reached}."
    )
    clock, cost = _ratios(measured, _BARE)
    tables.say(
        f"Of the one without foreign keys, which no table of ours is: {_figure(clock, 2)} by the "
        f"clock, {_figure(cost, 2)} by CPU."
    )
    slowest = max(run.seconds for run in measured[_NEW])
    tables.say(
        f"At most {WANTED_SECONDS:.0f} s wanted, {slowest:.1f} s at the most: "
        f"{_verdict(reached=slowest <= WANTED_SECONDS)}."
    )
    for name, mb in highest.items():
        reached = _verdict(reached=mb <= WANTED_MB)
        tables.say(f"Memory of the {name}: at most {WANTED_MB} MB wanted, {mb:.0f} MB: {reached}.")
    tables.say(
        "Each in turn, ratios paired by round; medians, quartiles in brackets. What else runs here "
        "takes its share of the clock, and hits what is short and what is long unlike."
    )


def _ratios(measured: Measured, floor: str) -> tuple[Spread, Spread]:
    """How near a new file comes to a floor, by the clock and by CPU."""
    pairs = [*zip(measured[_NEW], measured[floor], strict=True)]
    return (
        Spread.of([theirs.seconds / ours.seconds for ours, theirs in pairs]),
        Spread.of([theirs.spent / ours.spent for ours, theirs in pairs]),
    )


def _verdict(*, reached: bool) -> str:
    return "reached" if reached else "missed"


if __name__ == "__main__":
    main()
