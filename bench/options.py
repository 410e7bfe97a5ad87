"""What the benchmarks can be told on the command line."""

import argparse
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import tables
from bench.questions import CASES

_FEWEST_ROUNDS: Final = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure.

    Attributes:
        rounds: How many rounds count.
        seconds: How long a slice is.
        connections: How many requests are on their way at once.
        questions: About how many different questions are put.
        seed: What makes the questions the same again.
        cases: The worked cases that they are made from.
        rows: How many rows there are to be taken as a file.
    """

    rounds: int
    seconds: float
    connections: int
    questions: int
    seed: int
    cases: Path
    rows: int


def read_options(what: str, *, rounds: int, questions: int, rows: int = 0) -> Options:
    """Read the command line, and see to it that being ended ends what was started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--questions", type=int, default=questions)
    parser.add_argument("--seed", type=int, default=20260115)
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--rows", type=int, default=rows)
    options = Options(**vars(parser.parse_args()))
    if options.rounds < _FEWEST_ROUNDS:
        parser.error(f"--rounds: quartiles need at least {_FEWEST_ROUNDS}")
    tables.say(
        f"{options.rounds} rounds of {options.seconds:g} s slices, {options.connections} "
        f"connections, seed {options.seed}."
    )
    return options
