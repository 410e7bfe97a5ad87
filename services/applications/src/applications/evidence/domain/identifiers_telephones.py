"""Telephone numbers: of the United Kingdom however they are spaced, of other countries after +."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from applications.evidence.domain.identifiers_text import Span

_RUN: Final = re.compile(r"(?:\+ ?)?\(?\d+(?:[ ().-]{1,3}\d+)*")
_GROUP: Final = re.compile(r"\d+")
_LABEL: Final = re.compile(
    r"\b(?:tel|telephone|phone|phoned|mob|mobile|cell|landline|call|called|ring|rang|text|texted|"
    r"fax|whatsapp|contact)\b"
    r"(?: (?:number|no|is|was|on|at|to|her|him|them|us|me|his|their|my|home|work|and)\b){0,3}"
    r"[ :.=-]{0,3}\Z",
    re.IGNORECASE,
)
_ROOM_FOR_LABEL: Final = 60
_MOST_DIGITS: Final = 15
_SHORTEST: Final = 6
_FIRST_FIGURES: Final = frozenset("04")
_NATIONAL: Final = re.compile(r"(?:[1235789]\d{9}|1\d{8}|800\d{6})\Z")
_AFTER_44: Final = re.compile(r"(?:[1235789]\d{9}|1\d{8})\Z")
_SHORTEST_ABROAD: Final = 8
_LOCAL_LENGTHS: Final = range(6, 9)
_WITHOUT_ZERO: Final = 10
_FULL: Final = 11
_SHORTEST_AREA: Final = 3


@dataclass(frozen=True, slots=True)
class _Window:
    """Some groups of digits that stand together, and what stands before them."""

    groups: tuple[str, ...]
    plus: bool
    labelled: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)


def telephones_in(text: str, dates: Sequence[Span]) -> list[Span]:
    """Telephone numbers that are not made of the figures of dates."""
    blocked: set[int] = set()
    for start, end in dates:
        blocked.update(range(start, end))
    found: list[Span] = []
    for run in _RUN.finditer(text):
        found.extend(_in_run(text, run, blocked))
    return found


def _in_run(text: str, run: re.Match[str], blocked: set[int]) -> Iterator[Span]:
    groups = [
        group.span()
        for group in _GROUP.finditer(text, run.start(), run.end())
        if group.start() not in blocked
    ]
    first = 0
    while first < len(groups):
        last = _longest_number(text, run, groups, first)
        if last is None:
            first += 1
            continue
        start, end = groups[first][0], groups[last][1]
        if (
            first == 0
            and start - run.start() <= len("+ (")
            and _opens_well(text[run.start() : end])
        ):
            start = run.start()
        yield start, end
        first = last + 1


def _opens_well(number: str) -> bool:
    """Whether what stands before the first figure belongs to the number: + or an area's bracket."""
    return "(" not in number or ")" in number


def _longest_number(text: str, run: re.Match[str], groups: list[Span], first: int) -> int | None:
    """The last group of the longest number that begins with this one."""
    start = groups[first][0]
    plus = first == 0 and run[0].startswith("+")
    before = text[max(0, start - _ROOM_FOR_LABEL) : start]
    labelled = first == 0 and _LABEL.search(before) is not None
    if not (plus or labelled or text[start] in _FIRST_FIGURES):
        return None
    total, longest = 0, None
    for last in range(first, len(groups)):
        total += groups[last][1] - groups[last][0]
        if total > _MOST_DIGITS:
            break
        window = tuple(text[begin:end] for begin, end in groups[first : last + 1])
        if total >= _SHORTEST and _is_telephone(_Window(window, plus, labelled)):
            longest = last
    return longest


def _is_telephone(window: _Window) -> bool:
    digits = window.digits
    if window.plus:
        return _is_abroad(digits)
    if digits.startswith("00"):
        return digits.startswith("0044") and _is_national(digits[4:], _AFTER_44)
    if digits.startswith("0"):
        return _is_national(digits[1:], _NATIONAL) and _is_shaped(window)
    if digits.startswith("44") and _AFTER_44.match(digits[2:]):
        return True
    return window.labelled and _is_short(digits)


def _is_abroad(digits: str) -> bool:
    if digits.startswith("44"):
        return _is_national(digits[2:], _AFTER_44)
    return len(digits) >= _SHORTEST_ABROAD


def _is_national(digits: str, form: re.Pattern[str]) -> bool:
    return form.match(digits.removeprefix("0")) is not None


def _is_shaped(window: _Window) -> bool:
    """Whether a number from 0 is spaced as one: not a day and a month beside something else."""
    first, length = len(window.groups[0]), len(window.digits)
    if window.labelled or first == length == _FULL:
        return True
    in_single_figures = len(window.groups) == length
    return in_single_figures or _SHORTEST_AREA <= first < length


def _is_short(digits: str) -> bool:
    """Whether a labelled number may be one without its 0, or one within its town."""
    without_zero = len(digits) == _WITHOUT_ZERO and digits.startswith("7")
    return without_zero or len(digits) in _LOCAL_LENGTHS
