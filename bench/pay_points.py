"""What pay points cost over HTTP: one at a time, and all of a council as a file.

A lookup has its token, tenancy, roles and the last thing that was known; its floor is a route that
checks the token and does nothing, and beside it stands pgbench with the bare question. A file has
its keyset, count and digest, and text made harmless; its floor is one COPY of the same question on
the same server, to psql and nowhere. Service, PostgreSQL and clients share the cores there are.
"""

import re
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import rounds, tables
from bench.casework_server import EMPTY
from bench.options import Options, read_options
from bench.pay_points_house import COPY_CSV, COPY_JSON, PayPointsHouse, pay_points_house
from bench.rounds import Slice, Spread
from bench.workers import Worker

WANTED_OF_LOOKUPS: Final = 0.35
WANTED_OF_CSV: Final = 0.6
WANTED_OF_JSON: Final = 0.5

_ROUNDS: Final = 5
_ROWS: Final = 1_000_000
_FILE_ROUNDS: Final = 3
_DONE: Final = re.compile(r"transactions actually processed: (\d+)")
_FAILED: Final = re.compile(r"failed transactions: 0 ")
_OK: Final = {"200"}

_LOOKUP, _TIMELINE = "a worker's point on a day", "a worker's timeline"
_EMPTY, _BARE = "  floor: empty route, token checked", "  pgbench, the bare question"
_CSV, _CSV_FLOOR = "a file of CSV", "  floor: COPY"
_JSON, _JSON_FLOOR = "a file of JSON lines", "  floor: COPY of row_to_json"
_PATHS: Final = {
    _LOOKUP: "/v1/pay-points?employee_number={number}&effective_on={on}&known_on={on}",
    _TIMELINE: "/v1/workers/{number}/pay-points?known_on={on}",
    _EMPTY: EMPTY,
}
_FILE: Final = "/v1/pay-points?effective_on={on}&known_on={on}"


def main() -> None:
    """Measure lookups and files, each beside its floor."""
    options = read_options(
        "Measure pay points beside their floors.", rounds=_ROUNDS, questions=0, rows=_ROWS
    )
    with pay_points_house(options.rows) as house, Worker("bench.pay_points_load") as load:
        looked_up = rounds.in_turn(
            {
                **{name: _lookups(house, load, options, path) for name, path in _PATHS.items()},
                _BARE: partial(_pgbench, house, options),
            },
            options.rounds,
        )
        before = house.server.highest_kib()
        files = rounds.in_turn(
            {
                _CSV: partial(_file, house, load, "text/csv"),
                _CSV_FLOOR: partial(_copy, house, COPY_CSV),
                _JSON: partial(_file, house, load, "application/jsonl"),
                _JSON_FLOOR: partial(_copy, house, COPY_JSON),
            },
            min(options.rounds, _FILE_ROUNDS),
        )
        highest = house.server.highest_kib()
    _show_lookups(looked_up, options)
    _show_files(files, house.rows, before, highest)
    tables.say_method()


def _lookups(
    house: PayPointsHouse, load: Worker, options: Options, path: str
) -> Callable[[], Slice]:
    message = {
        "path": path,
        "port": house.server.port,
        "token": house.token,
        "rows": house.rows,
        "seed": options.seed,
        "seconds": options.seconds,
        "connections": options.connections,
    }

    def run() -> Slice:
        cpu = house.spent()
        answer = load.ask(message)
        if set(answer["statuses"]) != _OK:
            raise RuntimeError(f"{path} was answered {answer['statuses']} under load")
        return Slice(answer["requests"], answer["seconds"], house.spent() - cpu)

    return run


def _pgbench(house: PayPointsHouse, options: Options) -> Slice:
    # Long enough that to connect is little of it.
    cpu, seconds = house.spent(), max(2, round(2 * options.seconds))
    said = house.pgbench(seconds)
    done = _DONE.search(said)
    if done is None or _FAILED.search(said) is None:
        raise RuntimeError(said)
    return Slice(int(done[1]), float(seconds), house.spent() - cpu)


def _file(house: PayPointsHouse, load: Worker, form: str) -> Slice:
    cpu = house.spent()
    message = {"path": _FILE, "port": house.server.port, "token": house.token, "form": form}
    answer = load.ask(message)
    if answer["rows"] != house.rows:
        raise RuntimeError(f"{answer['rows']} of {house.rows} pay points came as {form}")
    return Slice(answer["rows"], answer["seconds"], house.spent() - cpu)


def _copy(house: PayPointsHouse, statement: str) -> Slice:
    cpu, began = house.spent(), time.perf_counter()
    house.copy(statement)
    return Slice(house.rows, time.perf_counter() - began, house.spent() - cpu)


def _show_lookups(measured: rounds.Measured, options: Options) -> None:
    _show(
        f"Lookups, {options.connections} clients, one process of the service",
        measured,
        {_LOOKUP: _EMPTY, _TIMELINE: _EMPTY},
    )
    rate, cost = _to(measured, _LOOKUP, _BARE), _in_cpu(measured, _LOOKUP, _BARE)
    tables.say(
        f"A lookup beside pgbench with the bare question: {tables.ratio(rate)} of its requests a "
        f"second, {tables.ratio(cost)} in CPU."
    )
    for name in (_LOOKUP, _TIMELINE):
        _say_whether(name, WANTED_OF_LOOKUPS, _to(measured, name, _EMPTY).median)


def _show_files(measured: rounds.Measured, rows: int, before: int, highest: int) -> None:
    floors = {_CSV: _CSV_FLOOR, _JSON: _JSON_FLOOR}
    _show(f"Files of {rows:,} pay points; figures are of a row", measured, floors)
    tables.say(
        f"The service took {highest / 1024:.0f} MiB at most, "
        f"{(highest - before) / 1024:.0f} MiB of them for the files."
    )
    for name, least in ((_CSV, WANTED_OF_CSV), (_JSON, WANTED_OF_JSON)):
        _say_whether(name, least, _to(measured, name, floors[name]).median)


def _show(title: str, measured: rounds.Measured, floors: Mapping[str, str]) -> None:
    tables.show(
        title,
        ("", "a second", "CPU us, with PostgreSQL", "rate to the floor's", "in CPU"),
        [
            (
                name,
                tables.whole(rounds.per_second(slices).median),
                tables.microseconds(rounds.cost(slices)),
                *(
                    tables.ratio(compare(measured, name, floors[name])) if name in floors else ""
                    for compare in (_to, _in_cpu)
                ),
            )
            for name, slices in measured.items()
        ],
    )


def _to(measured: rounds.Measured, name: str, floor: str) -> Spread:
    """How many a second there are, to one of the floor."""
    pairs = zip(measured[name], measured[floor], strict=True)
    return Spread.of([ours.per_second / theirs.per_second for ours, theirs in pairs])


def _in_cpu(measured: rounds.Measured, name: str, floor: str) -> Spread:
    """The same for a second of CPU, that of the database included."""
    return rounds.times_cheaper(measured[name], measured[floor])


def _say_whether(name: str, wanted: float, found: float) -> None:
    verdict = "reached" if found >= wanted else "missed"
    tables.say(f"{name}: at least {wanted} of the floor wanted, {found:.2f}: {verdict}.")


if __name__ == "__main__":
    main()
