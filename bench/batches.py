"""What a line of a batch costs, beside the least that any answer to a line could.

The floor is what nobody can leave out: each line is read strictly, hashed, and encoded again. Both
get the same lines, in turns, in this process; then the service gets them over HTTP. A second floor
shows how much of the cost is that answers are so much longer than questions: it encodes and hashes
each answer besides, as a receipt needs it.
"""

import hashlib
import http.client
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec
from bench import rounds, servers, tables
from bench.batch_lines import (
    AT_ONCE,
    Lines,
    answering,
    check,
    counting,
    pieces_of,
    timed_slice,
)
from bench.options import read_options
from bench.questions import varied, worked_cases

from plumbing.strict_json import parse

WANTED: Final = 0.2

_PATH: Final = "/v1/determinations/batch"
_ROUNDS: Final = 8
_QUESTIONS: Final = 4000
_OF_A_BATCH: Final = 2000
_ENCODE: Final = msgspec.json.Encoder(enc_hook=str).encode

_IN_PROCESS: Final = "answered, in process"
_HTTP: Final = "answered over HTTP, server CPU"
_FLOOR: Final = "floor: strict read, SHA-256, encode"
_LONG_FLOOR: Final = "  and each answer encoded and hashed"


def main() -> None:
    """Measure lines answered in process and over HTTP, and the floor between them."""
    options = read_options(
        "Measure lines of a batch beside a floor.", rounds=_ROUNDS, questions=_QUESTIONS
    )
    questions = varied(worked_cases(options.cases), options.questions, options.seed)
    lines = [question.body.encode() for question in questions]
    pieces = cycle(pieces_of(lines, AT_ONCE))
    batches = cycle(pieces_of(lines, _OF_A_BATCH))
    with servers.paycalc() as service:
        measured = rounds.in_turn(
            {
                _IN_PROCESS: partial(timed_slice, counting(_answers), pieces, options.seconds),
                _FLOOR: partial(timed_slice, _floor, pieces, options.seconds),
                _HTTP: partial(_posted, service, batches),
            },
            options.rounds,
        )
    # By itself, for it holds every answer as a document: a million objects among which the answers
    # above would be worked out.
    long_floor = {_LONG_FLOOR: partial(timed_slice, _long_floor(lines), pieces, options.seconds)}
    _show({**measured, **rounds.in_turn(long_floor, options.rounds)}, len(lines))
    tables.say_method()


_answers: Final = answering()


def _floor(lines: Lines) -> int:
    for line in lines:
        document = parse(line)
        hashlib.sha256(line).hexdigest()
        _ENCODE(document)
    return len(lines)


def _long_floor(lines: Lines) -> Callable[[Lines], int]:
    """Return the floor that encodes and hashes the answers too, which it has beforehand."""
    answers = dict(zip(lines, map(msgspec.json.decode, _answers(lines)), strict=True))

    def run(piece: Lines) -> int:
        for line in piece:
            hashlib.sha256(_ENCODE(answers[line])).hexdigest()
        return _floor(piece)

    return run


def _posted(service: servers.Server, batches: Iterator[Lines]) -> rounds.Slice:
    """Send one batch, and take what it cost the server."""
    (lines,) = islice(batches, 1)
    body = b"\n".join(lines)
    connection = http.client.HTTPConnection(servers.HOST, service.port, timeout=120)
    began, cpu = perf_counter(), service.spent()
    connection.request("POST", _PATH, body, {"Content-Type": "application/jsonl"})
    answered = connection.getresponse().read()
    taken = rounds.Slice(len(lines), perf_counter() - began, service.spent() - cpu)
    connection.close()
    check(answered.count(b'{"outcome"'), len(lines))
    return taken


def _show(measured: rounds.Measured, count: int) -> None:
    floor = measured[_FLOOR]
    tables.show(
        f"Lines of a batch, {count:,} of them different, one core",
        ("", "CPU us a line", "a second", "ratio to the floor"),
        [
            (
                name,
                tables.microseconds(rounds.cost(slices)),
                tables.whole(rounds.per_second(slices).median),
                tables.ratio(rounds.times_cheaper(slices, floor)),
            )
            for name, slices in measured.items()
        ],
    )
    found = rounds.times_cheaper(measured[_IN_PROCESS], floor).median
    verdict = "reached" if found >= WANTED else "missed"
    longer = rounds.times_cheaper(measured[_IN_PROCESS], measured[_LONG_FLOOR]).median
    tables.say(
        f"At least {WANTED} of the floor wanted: {found:.2f} in process, {verdict}. "
        f"Of the floor with answers: {longer:.2f}."
    )


if __name__ == "__main__":
    main()
