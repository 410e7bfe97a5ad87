"""Pay ends with its post, wherever the end of the post is moved to."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from applications.pay.domain.determinations import Point
from applications.pay.domain.leaving import following
from applications.pay.domain.pay_points import PayPoint

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 12).map(lambda days: FIRST + timedelta(days=days))
POINT = Point(position=1, scp=None, spine=None)


def point(starts_on: date, place: int) -> PayPoint:
    """A pay point: every other one was decided here, the rest came from elsewhere."""
    return PayPoint(
        employee_number="1",
        post_number="1",
        starts_on=starts_on,
        grade=str(place),
        point=POINT,
        hours_per_week=Decimal(37),
        variation_id=UUID(int=place) if place % 2 else None,
    )


def on(day: date, known: dict[date, PayPoint]) -> str | None:
    """The grade on a day; None where there is no pay."""
    begun = [each for starts_on, each in known.items() if starts_on <= day]
    return max(begun, key=lambda each: each.starts_on).grade if begun else None


@given(
    starts=st.lists(DAYS, min_size=1, max_size=4, unique=True),
    ends=st.lists(st.none() | DAYS, min_size=1, max_size=5),
)
def test_nobody_is_paid_from_the_end_on_and_before_every_end_pay_is_as_it_was(
    starts: list[date], ends: list[date | None]
) -> None:
    original = {day: point(day, place) for place, day in enumerate(starts)}
    known, before = dict(original), None
    for end in ends:
        if end == before:
            continue
        for each in following(list(known.values()), before, end):
            assert known.get(each.starts_on) != each, "what is as it was is not recorded again"
            known[each.starts_on] = each
        before = end
        for day in (FIRST + timedelta(days=days) for days in range(-1, 14)):
            if end is not None and day >= end:
                assert on(day, known) is None
            elif all(each is None or day < each for each in ends):
                assert on(day, known) == on(day, original)


@given(st.lists(DAYS.filter(lambda day: day > FIRST), min_size=1, max_size=5))
def test_where_the_end_is_put_off_pay_goes_on_until_then(ends: list[date]) -> None:
    known, before = {FIRST: point(FIRST, 1)}, None
    for end in (*dict.fromkeys(ends), None):
        for each in following(list(known.values()), before, end):
            known[each.starts_on] = each
        before = end
        for day in (FIRST + timedelta(days=days) for days in range(14)):
            assert (on(day, known) is not None) == (end is None or day < end)
