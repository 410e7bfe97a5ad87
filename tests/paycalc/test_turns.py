"""Between two days on which something turns, nothing of a scheme or its pay is another."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from paycalc.domain.pay_tables import PayTable, PointKey, Price, Value
from paycalc.domain.turns import turns_of

_FIRST: Final = date(2023, 12, 1)
_POINTS: Final = (1, 2)
_PARTS: Final = {
    "whole-years": (date(2024, 1, 1), date(2024, 12, 31)),
    "for-ever": (date(2024, 2, 29), None),
}

# An award late in its year, one within a year, a point that ends, and a year settled without one.
_TABLE: Final = PayTable(
    id="turning",
    sha256="0" * 64,
    values={
        1: (
            Value(date(2024, 4, 1), date(2024, 10, 22), Decimal(30000), "the award"),
            Value(date(2025, 7, 1), date(2025, 6, 10), Decimal(31000), "within the year"),
        ),
        2: (
            Value(date(2024, 4, 1), date(2024, 10, 22), Decimal(32000), "the award"),
            Value(date(2025, 9, 1), date(2025, 8, 1), None, "the point ends"),
        ),
    },
    settled_on={date(2024, 4, 1): date(2024, 11, 5), date(2026, 4, 1): date(2026, 2, 3)},
)
_TURNS: Final = turns_of(_PARTS, _TABLE)


def days(count: int = 1300) -> Iterator[date]:
    return (_FIRST + timedelta(days=number) for number in range(count))


def prices(effective_on: date, known_on: date) -> list[Price]:
    """Return what every point is worth."""
    keys: tuple[PointKey, ...] = _POINTS
    return [_TABLE.price(key, effective_on, known_on) for key in keys]


def parts(day: date) -> list[bool]:
    """Say which parts are in force."""
    return [start <= day and (end is None or day <= end) for start, end in _PARTS.values()]


def test_nothing_turns_within_a_span_of_effective_dates() -> None:
    for known_on in (date(2024, 5, 1), date(2024, 10, 30), date(2025, 8, 1), date(2027, 1, 1)):
        for day, after in pairwise(days()):
            if _TURNS.span(day, known_on) == _TURNS.span(after, known_on):
                assert prices(day, known_on) == prices(after, known_on), after
                assert parts(day) == parts(after), after


def test_nothing_turns_within_a_span_of_days_of_knowledge() -> None:
    for effective_on in (date(2024, 5, 1), date(2025, 8, 1), date(2025, 9, 1), date(2026, 5, 1)):
        for day, after in pairwise(days()):
            if _TURNS.span(effective_on, day) == _TURNS.span(effective_on, after):
                assert prices(effective_on, day) == prices(effective_on, after), after


def test_spans_are_few() -> None:
    spans = {_TURNS.span(day, date(2024, 5, 1)) for day in days()}
    assert len(spans) < len(list(days())) / 50


def test_an_effective_date_that_is_not_known_is_in_no_span() -> None:
    known_on = date(2024, 5, 1)
    assert all(_TURNS.span(day, known_on) != _TURNS.span(None, known_on) for day in days())
