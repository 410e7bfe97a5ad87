"""Only months that can differ are asked about: what comes out is what asking about all gives."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from applications.pay.domain.arrears import OwedMonth, Owing, Term
from applications.pay.domain.pay_points import Known
from applications.pay.domain.spells import Spell, hours_of
from applications.pay.domain.what_differs import (
    Rung,
    begins_on,
    price_question,
    repriced_from,
    rungs_of,
    worth_asking,
)

FIRST = date(2025, 11, 1)
FIRSTS_OF_MONTHS = (0, 30, 61, 92, 120, 151, 181, 212)
TOLD, NOW = date(2026, 4, 1), date(2026, 5, 1)
Prices = dict[tuple[str, int], int]
"""By grade and month of the model, by how much a point's price has changed since it was told."""


@st.composite
def spells(draw: st.DrawFn) -> list[Spell]:
    days = st.integers(0, 240) | st.sampled_from(FIRSTS_OF_MONTHS)
    cuts = sorted(draw(st.sets(days, min_size=1, max_size=4)))
    ends = [*cuts[1:], None]
    found = [
        Spell(
            starts_on=FIRST + timedelta(days=cut),
            ends_before=None if end is None else FIRST + timedelta(days=end),
            grade=draw(st.sampled_from(["9", "10", "11"])),
            position=1,
            hours_per_week=draw(st.sampled_from([Decimal("37.00"), Decimal("18.50")])),
        )
        for cut, end in zip(cuts, ends, strict=True)
    ]
    return [each for each in found if draw(st.integers(0, 4))] or found[:1]


PRICES = st.sets(st.tuples(st.sampled_from(["9", "10", "11"]), st.integers(0, 8)), max_size=9).map(
    lambda changed: dict.fromkeys(changed, 1)
)


def question(paid: Sequence[Spell], due: Sequence[Spell], told: date) -> Owing:
    known = Known(known_on=NOW, known_at=datetime(2026, 5, 1, tzinfo=UTC))
    term = Term(through=date(2026, 6, 14), closed_through=None, known=known)
    hours = hours_of(paid, due)
    return Owing(scheme="s", term=term, paid_known_on=told, paid=paid, due=due, hours=hours)


def hours_on(asked: Owing, day: date) -> Decimal:
    """The hours that hold on a day."""
    return asked.hours[max(each for each in asked.hours if each <= day)]


def months(asked: Owing, prices: Prices) -> dict[str, tuple[object, object]]:
    """The model of paycalc: each month with what was paid and is due, day by day and at a price."""
    found: dict[str, tuple[list[object], list[object]]] = {}
    day = begins_on([asked])
    while day is not None and day <= asked.term.through:
        sides = found.setdefault(f"{day:%Y-%m}", ([], []))
        for side, spells_of_it, is_paid in ((0, asked.paid, True), (1, asked.due, False)):
            for each in spells_of_it:
                if each.starts_on <= day and (each.ends_before is None or day < each.ends_before):
                    month = (day.year - FIRST.year) * 12 + day.month - FIRST.month
                    is_old = is_paid and asked.paid_known_on == TOLD
                    price = 0 if is_old else prices.get((each.grade, month), 0)
                    sides[side].append((day, each.grade, hours_on(asked, day), price))
        day += timedelta(days=1)
    return {month: (tuple(paid), tuple(due)) for month, (paid, due) in found.items()}


def differing(asked: Owing | None, prices: Prices) -> dict[str, tuple[object, object]]:
    found = {} if asked is None else months(asked, prices)
    return {month: (paid, due) for month, (paid, due) in found.items() if paid != due}


def repriced(asked: Owing, prices: Prices) -> dict[Rung, date | None]:
    """What asking about the price of each point says."""
    begins = begins_on([asked])
    assert begins is not None
    return {
        rung: repriced_from(
            [
                OwedMonth(
                    period=month,
                    paid=None,
                    due=None,
                    difference=None,
                    salary_status="settled",
                    pay_in=None,
                    is_the_same=paid == due,
                )
                for month, (paid, due) in months(
                    price_question(rung, asked, begins), prices
                ).items()
            ]
        )
        for rung in rungs_of(asked)
    }


@given(paid=spells(), due=st.none() | spells(), told=st.sampled_from([TOLD, NOW]), prices=PRICES)
def test_asking_about_less_leaves_nothing_out(
    paid: list[Spell], due: list[Spell] | None, told: date, prices: Prices
) -> None:
    asked = question(paid, paid if due is None else due, told)
    less = worth_asking(asked, repriced(asked, prices))
    assert differing(less, prices) == differing(asked, prices)
    for each in () if less is None else (*less.paid, *less.due):
        assert each.ends_before is None or each.starts_on < each.ends_before


def test_where_nothing_differs_nothing_is_asked() -> None:
    held = [
        Spell(
            starts_on=FIRST,
            ends_before=None,
            grade="9",
            position=1,
            hours_per_week=Decimal("37.00"),
        )
    ]
    asked = question(held, held, TOLD)
    assert worth_asking(asked, repriced(asked, {})) is None
    less = worth_asking(asked, repriced(asked, {("9", 5): 1}))
    assert less is not None
    assert begins_on([less]) == date(2026, 4, 1)
    assert worth_asking(asked, repriced(asked, {("9", 8): 1})) is None, "after the last day"
