"""What one step of a case costs, with everything included, beside the least SQL that could do it.

A transition is an HTTP request with its token, tenancy, idempotency key, version, form and event.
The floor is pgbench on the same server in the same run: BEGIN, set_config, one statement, COMMIT.
Both have 16 clients over 16 authorities, and then over one, where all wait for one log. The service
runs in two processes, PostgreSQL has one for each client, and all share the cores there are.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import rounds, tables
from bench.casework_house import PROCESSES, CaseworkHouse, casework_house
from bench.options import read_options
from bench.rounds import Slice, Spread
from bench.workers import Json, Worker

WANTED: Final = 0.15
WANTED_ALONE: Final = 0.5
WANTED_OF_READS: Final = 0.2

_ROUNDS: Final = 5
_SQL: Final = Path(__file__).with_name("transition_floor.sql")
_TABLES: Final = Path(__file__).with_name("transition_floor_tables.sql")
_DONE: Final = re.compile(r"transactions actually processed: (\d+)")
_FAILED: Final = re.compile(r"failed transactions: 0 ")

_MANY, _MANY_FLOOR = "a transition, 16 authorities", "  floor: pgbench, 16 authorities"
_ONE, _ONE_FLOOR = "a transition, one authority", "  floor: pgbench, one authority"
_READ, _ACTIONS, _EMPTY = "a case", "its actions", "  floor: an empty route, token checked"


def main() -> None:
    """Measure transitions and reads, each beside its floor."""
    options = read_options("Measure casework beside its floors.", rounds=_ROUNDS, questions=0)
    with (
        casework_house() as house,
        Worker("bench.casework_load") as load,
        Worker("bench.transition_stages") as stages,
    ):
        _make_floor(house)
        one = list(house.cases[0])
        many = [cases[-1] for cases in house.cases]
        act = partial(_loaded, house, load, options.seconds)
        measured = rounds.in_turn(
            {
                _MANY: act("transition", many),
                _MANY_FLOOR: partial(_pgbench, house, 16, options.seconds),
                _ONE: act("transition", one),
                _ONE_FLOOR: partial(_pgbench, house, 1, options.seconds),
                _READ: act("read", many),
                _ACTIONS: act("actions", many),
                _EMPTY: act("empty", many),
            },
            options.rounds,
        )
        message = {"database_url": house.postgres.app_url, "case": many[0]}
        parts = stages.ask(message)["stages"]
    _show(measured)
    _show_stages(parts)
    tables.say_method()


def _loaded(
    house: CaseworkHouse, load: Worker, seconds: float, kind: str, cases: Sequence[Json]
) -> Callable[[], Slice]:
    def run() -> Slice:
        cpu = house.spent()
        message = {
            "kind": kind,
            "ports": [server.port for server in house.servers],
            "seconds": seconds,
            "cases": cases,
        }
        answer = load.ask(message)
        for case, version in zip(cases, answer["versions"], strict=True):
            case["version"] = version
        return Slice(answer["requests"], answer["seconds"], house.spent() - cpu)

    return run


def _make_floor(house: CaseworkHouse) -> None:
    subprocess.run(  # noqa: S603 - the wheel's own program
        [house.postgres.psql, "-q", "-v", "ON_ERROR_STOP=1", "-f", _TABLES,
         house.postgres.superuser_dsn],
        check=True,
    )  # fmt: skip


def _pgbench(house: CaseworkHouse, authorities: int, seconds: float) -> Slice:
    cpu = house.spent()
    whole_seconds = max(1, round(seconds))
    run = subprocess.run(  # noqa: S603 - as above
        [house.postgres.pgbench, "-n", "-M", "prepared", "-c", "16", "-j", "1",
         "-T", str(whole_seconds), "-D", f"authorities={authorities}", "-f", _SQL,
         house.postgres.dsn("spinepoint_app")],
        check=True,
        capture_output=True,
        text=True,
    )  # fmt: skip
    done = _DONE.search(run.stdout)
    if done is None or _FAILED.search(run.stdout) is None:
        raise RuntimeError(run.stdout)
    return Slice(int(done[1]), float(whole_seconds), house.spent() - cpu)


def _show(measured: rounds.Measured) -> None:
    floors = {
        _MANY: _MANY_FLOOR,
        _ONE: _ONE_FLOOR,
        _READ: _EMPTY,
        _ACTIONS: _EMPTY,
    }
    tables.show(
        f"Casework, 16 clients, {PROCESSES} processes of the service",
        ("", "a second", "CPU us, service and database", "requests a second to the floor's"),
        [
            (
                name,
                tables.whole(rounds.per_second(slices).median),
                tables.microseconds(rounds.cost(slices)),
                tables.ratio(_ratio(measured, name, floors[name])) if name in floors else "",
            )
            for name, slices in measured.items()
        ],
    )
    wanted = {
        _MANY: WANTED,
        _ONE: WANTED_ALONE,
        _READ: WANTED_OF_READS,
        _ACTIONS: WANTED_OF_READS,
    }
    for name, least in wanted.items():
        found = _ratio(measured, name, floors[name]).median
        verdict = "reached" if found >= least else "missed"
        tables.say(f"{name}: at least {least} of the floor wanted, {found:.2f}: {verdict}.")


def _show_stages(parts: Mapping[str, float]) -> None:
    tables.show(
        "Where a transition's time goes: CPU of the service alone, in process",
        ("", "us, at the least"),
        [(name, f"{cost:.0f}") for name, cost in parts.items()],
    )


def _ratio(measured: rounds.Measured, name: str, floor: str) -> Spread:
    return Spread.of(
        [
            ours.per_second / theirs.per_second
            for ours, theirs in zip(measured[name], measured[floor], strict=True)
        ]
    )


if __name__ == "__main__":
    main()
