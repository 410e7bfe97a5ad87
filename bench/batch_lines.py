"""Lines of a batch answered in this process, as the service answers them."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from time import perf_counter, process_time
from typing import Final

from bench import rounds
from bench.checking import WrongAnswerError

from paycalc.answers.batches import answer_lines
from paycalc.problems import PROBLEMS
from paycalc.rulebook.loading import load_rulebook
from paycalc.settings import Settings
from plumbing.problem_answers import ProblemAnswers

AT_ONCE: Final = 100
"""How many lines a piece of work has."""

_TODAY: Final = date(2026, 11, 20)

_DETERMINED: Final = b'{"outcome"'

Lines = list[bytes]


def pieces_of(lines: Lines, size: int) -> list[Lines]:
    """Return lines in pieces of a size."""
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def answering() -> Callable[[Lines], Iterator[bytes]]:
    """Return what answers lines as the service does."""
    settings = Settings()
    return partial(
        answer_lines,
        load_rulebook(settings.scheme_folders, settings.pay_table_folders),
        today=lambda: _TODAY,
        problems=ProblemAnswers(PROBLEMS),
        request_id="bench",
    )


def counting(answer: Callable[[Lines], Iterator[bytes]]) -> Callable[[Lines], int]:
    """Return what answers lines and says how many were determined."""

    def count(lines: Lines) -> int:
        determined = 0
        for line in answer(lines):
            determined += line.startswith(_DETERMINED)
        return determined

    return count


def timed_slice(
    run: Callable[[Lines], int], pieces: Iterator[Lines], seconds: float
) -> rounds.Slice:
    """Work on one piece after another for about so long.

    Raises:
        WrongAnswerError: when a line was not answered well.
    """
    count = 0
    began, cpu = perf_counter(), process_time()
    while (spent := perf_counter() - began) < seconds:
        piece = next(pieces)
        check(run(piece), len(piece))
        count += len(piece)
    return rounds.Slice(count, spent, process_time() - cpu)


def check(answered: int, lines: int) -> None:
    """Hold the number of lines that were answered well to the number of lines.

    Raises:
        WrongAnswerError: when they differ.
    """
    if answered != lines:
        raise WrongAnswerError(f"{lines} lines, and {answered} were answered well")
