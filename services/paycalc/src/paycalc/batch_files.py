"""Batches from files of any size, on all cores, in flat memory and in order."""

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterator
from itertools import islice
from multiprocessing.pool import AsyncResult
from typing import BinaryIO, Final
from uuid import uuid4

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from paycalc.answers.batches import LONGEST_LINE, answer_lines
from paycalc.problems import PROBLEMS
from paycalc.rulebook.loading import Rulebook, load_rulebook
from paycalc.settings import Settings
from plumbing.clock import Clock, FileClock, SystemClock
from plumbing.logs import configure_logging
from plumbing.problem_answers import ProblemAnswers

LINES_AT_ONCE: Final = 500
_AHEAD: Final = 4
"""How many pieces of work may wait or run for each process: so memory stays flat."""


Piece = tuple[list[bytes], AsyncResult[bytes]]
"""Lines, and what will be their answers."""


class _Worker:
    """What each process holds: read once, when it starts."""

    rulebook: Rulebook
    clock: Clock
    problems: ProblemAnswers


def _start(settings: Settings) -> None:
    configure_logging(sys.stderr)  # the answers may be going to standard output
    _Worker.rulebook = load_rulebook(settings.scheme_folders, settings.pay_table_folders)
    _Worker.clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
    _Worker.problems = ProblemAnswers(PROBLEMS)


def _answer(lines: list[bytes]) -> bytes:
    answers = answer_lines(
        _Worker.rulebook,
        lines,
        today=_Worker.clock.today,
        problems=_Worker.problems,
        request_id=uuid4().hex,
    )
    return b"".join(answer + b"\n" for answer in answers)


def batch_file(
    source: BinaryIO, target: BinaryIO, size: int, settings: Settings, processes: int | None
) -> int:
    """Answer every line of a file, and return how many there were.

    Args:
        source: Requests, one JSON document a line.
        target: Where the answers go, in the order of the requests.
        size: How many bytes `source` has, for the progress bar.
        settings: Where schemes and pay tables are.
        processes: How many to run at once; None for one a core.
    """
    count = processes or os.cpu_count() or 1
    lines = 0
    with (
        multiprocessing.get_context("spawn").Pool(count, _start, (settings,)) as pool,
        _progress() as progress,
    ):
        task = progress.add_task("Determining", total=size)
        pending: deque[Piece] = deque()
        pieces = _pieces(source)
        while True:
            pending.extend(
                (piece, pool.apply_async(_answer, (piece,)))
                for piece in islice(pieces, count * _AHEAD - len(pending))
            )
            if not pending:
                return lines
            piece, result = pending.popleft()
            target.write(result.get())
            lines += len(piece)
            progress.advance(task, sum(len(line) + 1 for line in piece))


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _pieces(source: BinaryIO) -> Iterator[list[bytes]]:
    """Yield the lines of a file, some at a time; what is too long to be a request is cut off."""
    lines = _lines(source)
    while piece := list(islice(lines, LINES_AT_ONCE)):
        yield piece


def _lines(source: BinaryIO) -> Iterator[bytes]:
    most = LONGEST_LINE + 1  # with its line end, or enough to tell that it is too long
    while line := source.readline(most):
        if not line.endswith(b"\n"):
            while (rest := source.readline(most)) and not rest.endswith(b"\n"):
                continue
        yield line.removesuffix(b"\n")
