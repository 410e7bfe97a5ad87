"""A million people at once in OpenFisca beside our lines of a batch: for the record."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import cycle
from typing import Final

from bench import rounds
from bench.batch_lines import AT_ONCE, answering, counting, pieces_of, timed_slice
from bench.options import Options
from bench.peer_tables import LINES, VECTORISED
from bench.questions import Question
from bench.workers import PEERS_PYTHON, Worker

PEOPLE: Final = 1_000_000

Short = Sequence[str | int | None]


def measure(
    questions: Sequence[Question], hold: Callable[[Sequence[Short]], None], options: Options
) -> tuple[rounds.Measured, int]:
    """Measure both in turn, and return besides how many kilobytes the million took.

    Args:
        questions: The questions, which the million have over and over.
        hold: Holds OpenFisca's answer to each question to ours.
        options: How to measure.
    """
    lines = [question.body.encode() for question in questions]
    pieces = cycle(pieces_of(lines, AT_ONCE))
    with Worker("bench.openfisca_vectorised", python=PEERS_PYTHON) as worker:
        requests = [question.request for question in questions]
        first = worker.ask({"requests": requests, "people": PEOPLE})
        hold(first["answers"])
        slices: Mapping[str, Callable[[], rounds.Slice]] = {
            LINES: partial(timed_slice, counting(answering()), pieces, options.seconds),
            VECTORISED: lambda: rounds.Slice.of(worker.ask({})),
        }
        return rounds.in_turn(slices, options.rounds), first["kilobytes"]
