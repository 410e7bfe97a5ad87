"""What is true of all arrears, tried on those that are drawn."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.in_process import rulebook
from tests.support.payroll import METHODS, ROUNDINGS

from paycalc.domain.arrears import Arrears, find_arrears
from paycalc.domain.days import first_of_next_month
from paycalc.domain.segments import Hours, Payroll, Stretch

DURHAM = rulebook().schemes["durham"][-1]
FIRST = date(2023, 4, 1)
LAST = date(2026, 3, 31)
DAYS = st.dates(FIRST, LAST)
POINTS = [(grade, point.position) for grade, points in DURHAM.grades.points.items()
          for point in points]  # fmt: skip


@st.composite
def timelines(draw: st.DrawFn) -> list[Stretch]:
    """Draw entries that do not overlap, with gaps here and there."""
    days = sorted(draw(st.sets(DAYS, min_size=1, max_size=6)))
    ends = [*days[1:], None]
    entries = []
    for starts_on, following in zip(days, ends, strict=True):
        grade, position = draw(st.sampled_from(POINTS))
        ends_before = following
        if following and draw(st.booleans()):
            ends_before = draw(st.dates(starts_on + timedelta(days=1), following))
        entries.append(Stretch(starts_on, ends_before, grade, position, draw(DAYS)))
    return entries


@st.composite
def hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    """Draw hours a week, of quarters of an hour, from the first day on."""
    changes = {FIRST, *draw(st.sets(DAYS, max_size=3))}
    quarters = st.integers(0, 148)
    return tuple(Hours(day, Decimal(draw(quarters)) / 4) for day in sorted(changes))


def payrolls(through: date = LAST) -> st.SearchStrategy[Payroll]:
    """Draw a part-month method, a place of rounding and hours."""
    return st.builds(payroll, st.sampled_from(METHODS), st.sampled_from(ROUNDINGS), hours()).map(
        lambda drawn: dataclasses.replace(drawn, through=through)
    )


def payroll(method: Any, rounding: Any, weekly: tuple[Hours, ...]) -> Payroll:  # noqa: ANN401
    pay = DURHAM.scheme.pay
    pay = dataclasses.replace(
        pay,
        part_months=dataclasses.replace(pay.part_months, method=method),
        rounding=dataclasses.replace(pay.rounding, at=rounding),
    )
    return Payroll(pay, DURHAM.grades, weekly, LAST, None)


def by_month(arrears: Arrears) -> dict[date, tuple[Decimal | None, ...]]:
    """Return the amounts of the months in which anything was paid or due."""
    return {
        period.starts_on: (period.paid.amount, period.due.amount, period.difference)
        for period in arrears.periods
        if period.paid.segments or period.due.segments
    }


def since(entries: list[Stretch], day: date) -> list[Stretch]:
    """Return entries as if nothing had been before a day."""
    return [
        dataclasses.replace(entry, starts_on=max(entry.starts_on, day))
        for entry in entries
        if entry.ends_before is None or entry.ends_before > day
    ]


def total(arrears: Arrears) -> Decimal:
    assert arrears.total is not None
    return arrears.total


@settings(max_examples=300)
@given(payrolls(), timelines(), timelines(), st.dates(FIRST, date(2026, 2, 28)))
def test_arrears_add_up_at_the_boundaries_of_months(
    asked: Payroll, paid: list[Stretch], due: list[Stretch], day: date
) -> None:
    boundary = first_of_next_month(day)
    whole = find_arrears(asked, paid, due)
    until = dataclasses.replace(asked, through=boundary - timedelta(days=1))
    before = find_arrears(until, paid, due)
    after = find_arrears(asked, since(paid, boundary), since(due, boundary))
    assert by_month(before) | by_month(after) == by_month(whole)
    apart = abs(total(before) + total(after) - total(whole))
    assert apart <= (Decimal("0.01") if asked.pay.rounding.at == "total" else 0)


@settings(max_examples=300)
@given(payrolls(), timelines(), timelines())
def test_to_swap_what_was_paid_and_what_is_due_turns_every_sign(
    asked: Payroll, paid: list[Stretch], due: list[Stretch]
) -> None:
    owing, owed = find_arrears(asked, paid, due), find_arrears(asked, due, paid)
    assert total(owing) == -total(owed)
    for one, other in zip(owing.periods, owed.periods, strict=True):
        assert (one.paid, one.due) == (other.due, other.paid)
        assert one.difference is not None
        assert other.difference == -one.difference


@settings(max_examples=200)
@given(payrolls(), timelines(), st.integers(2, 9))
def test_twice_the_hours_are_worth_twice_as_much_before_rounding(
    asked: Payroll, due: list[Stretch], times: int
) -> None:
    more = tuple(Hours(item.starts_on, item.hours_per_week * times) for item in asked.hours)
    once = find_arrears(asked, [], due)
    often = find_arrears(dataclasses.replace(asked, hours=more), [], due)
    assert exact(often) == [amount * times for amount in exact(once)]


def exact(arrears: Arrears) -> list[Fraction]:
    return [
        segment.amount
        for period in arrears.periods
        for segment in period.due.segments
        if segment.amount is not None
    ]


@settings(max_examples=200)
@given(payrolls(), timelines())
def test_what_was_paid_as_it_is_due_leaves_nothing_owed(
    asked: Payroll, entries: list[Stretch]
) -> None:
    found = find_arrears(asked, entries, entries)
    assert total(found) == 0
    assert {period.pay_in for period in found.periods} <= {None}


@settings(max_examples=200)
@given(payrolls(), timelines(), timelines(), DAYS)
def test_an_entry_cut_in_two_is_worth_the_same(
    asked: Payroll, paid: list[Stretch], due: list[Stretch], day: date
) -> None:
    cut = [part for entry in due for part in in_two(entry, day)]
    assert find_arrears(asked, paid, cut) == find_arrears(asked, paid, due)


def in_two(entry: Stretch, day: date) -> list[Stretch]:
    if entry.starts_on < day and (entry.ends_before is None or day < entry.ends_before):
        first = dataclasses.replace(entry, ends_before=day)
        return [first, dataclasses.replace(entry, starts_on=day)]
    return [entry]
