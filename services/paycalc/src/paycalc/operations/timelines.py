"""Timelines of pay as they arrive: checked, and refused by name where they cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from paycalc.domain.grades import Point
from paycalc.operations.naming import listed


@dataclass(frozen=True, slots=True)
class TimelineMistake:
    """What is wrong with one entry, by its JSON Pointer in the request."""

    pointer: str
    detail: str


class InvalidTimelineError(Exception):
    """Entries of a timeline contradict each other or the scheme; `errors` says which."""

    def __init__(self, errors: Sequence[TimelineMistake]) -> None:
        super().__init__("Some entries cannot be as they are. Please correct them.")
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Entry:
    """A worker on one point for a time, half-open, as it stands in a request."""

    starts_on: date
    ends_before: date | None
    grade: str
    position: int


def place_mistakes(
    pointer: str, grade: str, position: int, points: Mapping[str, tuple[Point, ...]]
) -> list[TimelineMistake]:
    """Return what is wrong with a grade and a position in it."""
    if grade not in points:
        return [TimelineMistake(f"{pointer}/grade", f"the scheme has grades {listed(points)}")]
    most = len(points[grade])
    if position > most:
        return [TimelineMistake(f"{pointer}/position", f"the grade has points 1 to {most}")]
    return []


def entry_mistakes(
    name: str, entries: Sequence[Entry], points: Mapping[str, tuple[Point, ...]]
) -> list[TimelineMistake]:
    """Return what is wrong with the entries of one timeline."""
    mistakes = []
    for place, entry in enumerate(entries):
        pointer = f"/{name}/{place}"
        if entry.ends_before is not None and entry.ends_before <= entry.starts_on:
            mistakes.append(
                TimelineMistake(f"{pointer}/ends_before", "this must be after starts_on")
            )
        mistakes += place_mistakes(pointer, entry.grade, entry.position, points)
    ordered = sorted(enumerate(entries), key=lambda item: item[1].starts_on)
    for (_, earlier), (place, later) in pairwise(ordered):
        if earlier.ends_before is None or later.starts_on < earlier.ends_before:
            detail = "this overlaps an earlier entry: end that one before this starts"
            mistakes.append(TimelineMistake(f"/{name}/{place}/starts_on", detail))
    return mistakes


def hours_mistakes(starts: Sequence[date], needed_from: date | None) -> list[TimelineMistake]:
    """Return what is wrong with the days from which hours are given."""
    if len(set(starts)) != len(starts):
        return [TimelineMistake("/hours", "two entries start on the same day: keep one of them")]
    if needed_from is not None and (not starts or min(starts) > needed_from):
        detail = f"give the hours a week from {needed_from.isoformat()} on, or from before"
        return [TimelineMistake("/hours", detail)]
    return []
