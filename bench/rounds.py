"""Slices taken in turn, and ratios paired per round: what else runs here hits both sides alike."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bench.workers import Json


@dataclass(frozen=True, slots=True)
class Slice:
    """One stretch of measuring.

    Attributes:
        requests: How many requests were answered.
        seconds: How long it took by the clock.
        cpu: The CPU seconds that it cost.
    """

    requests: int
    seconds: float
    cpu: float

    @classmethod
    def of(cls, measured: Json) -> Self:
        """Return what a worker has measured."""
        return cls(measured["requests"], measured["seconds"], measured["cpu"])

    @property
    def cost(self) -> float:
        """CPU microseconds a request."""
        return self.cpu / self.requests * 1e6

    @property
    def per_second(self) -> float:
        """Requests a second of the wall clock."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some figures, and their quartiles."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Self:
        """Return the spread of at least two figures."""
        return cls(*statistics.quantiles(figures, n=4, method="inclusive"))


Measured = Mapping[str, Sequence[Slice]]


def in_turn(measure: Mapping[str, Callable[[], Slice]], rounds: int) -> Measured:
    """Take a slice of each in every round, the other way about in every second one.

    A first round warms everything up and does not count.
    """
    slices: dict[str, list[Slice]] = {name: [] for name in measure}
    for number in range(rounds + 1):
        order = list(measure) if number % 2 else list(measure)[::-1]
        for name in order:
            taken = measure[name]()
            if number:
                slices[name].append(taken)
    return slices


def cost(slices: Sequence[Slice]) -> Spread:
    """Return the CPU microseconds a request."""
    return Spread.of([each.cost for each in slices])


def per_second(slices: Sequence[Slice]) -> Spread:
    """Return the requests a second of the wall clock."""
    return Spread.of([each.per_second for each in slices])


def times_cheaper(slices: Sequence[Slice], than: Sequence[Slice]) -> Spread:
    """Return how many times cheaper a request is than another, round by round."""
    return Spread.of([theirs.cost / ours.cost for ours, theirs in zip(slices, than, strict=True)])
