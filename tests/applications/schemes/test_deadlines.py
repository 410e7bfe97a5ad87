"""Days by which steps are due, over weekends, bank holidays and closures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.schemes.domain.deadlines import (
    Nation,
    calendar_version,
    due_on,
    fact_due_on,
    is_working_day,
)
from scheme_files.model.work import Deadline

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
ENGLAND: Nation = "england-and-wales"
SCOTLAND: Nation = "scotland"
NORTHERN_IRELAND: Nation = "northern-ireland"

# As gov.uk/bank-holidays has them, on the days on which offices are shut.
BANK_HOLIDAYS: dict[Nation, str] = {
    "england-and-wales": """
        2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
        2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
        2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28""",
    "scotland": """
        2025-01-01 2025-01-02 2025-04-18 2025-05-05 2025-05-26 2025-08-04 2025-12-01 2025-12-25
        2025-12-26""",
    "northern-ireland": """
        2025-01-01 2025-03-17 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-07-14 2025-08-25
        2025-12-25 2025-12-26 2026-01-01 2026-03-17 2026-04-03 2026-04-06 2026-05-04 2026-05-25
        2026-07-13 2026-08-31 2026-12-25 2026-12-28""",
}


def working_days(count: int) -> Deadline:
    """A deadline in working days."""
    return Deadline(working_days=count, required="In time", assumption="None is named")


def due(opened_on: str, count: int, nation: Nation = ENGLAND, closed: tuple[date, ...] = ()) -> str:
    """When so many working days are over."""
    day, _ = due_on(
        date.fromisoformat(opened_on), working_days(count), nation=nation, closure_days=closed
    )
    return day.isoformat()


def test_ten_working_days_are_two_weeks_and_the_first_day_does_not_count() -> None:
    assert due("2026-06-01", 10) == "2026-06-15"
    assert due("2026-06-06", 1) == "2026-06-08"  # opened on a Saturday


def test_calendar_days_are_every_day() -> None:
    deadline = Deadline(calendar_days=28, required="In time", assumption="None is named")
    day, version = due_on(date(2026, 12, 1), deadline, nation=ENGLAND, closure_days=[])
    assert (day, version) == (date(2026, 12, 29), "calendar days")


def test_easter_is_left_out_and_its_monday_counts_in_scotland() -> None:
    assert due("2026-04-02", 1) == "2026-04-07"
    assert due("2026-04-02", 1, SCOTLAND) == "2026-04-06"


def test_boxing_day_on_a_saturday_is_made_up_for_on_the_28th() -> None:
    assert due("2026-12-24", 1) == "2026-12-29"
    assert due("2021-12-24", 1) == "2021-12-29"  # both days fell on the weekend


def test_scotland_rests_on_the_second_of_january_too() -> None:
    assert due("2025-12-31", 1) == "2026-01-02"
    assert due("2025-12-31", 1, SCOTLAND) == "2026-01-05"
    assert due("2021-12-31", 1, SCOTLAND) == "2022-01-05"  # the 3rd and the 4th stood in


def test_northern_ireland_rests_on_the_twelfth_of_july() -> None:
    assert due("2024-07-11", 1, NORTHERN_IRELAND) == "2024-07-15"
    assert due("2026-07-10", 1, NORTHERN_IRELAND) == "2026-07-14"  # a Sunday: the 13th stood in
    assert due("2026-07-10", 1) == "2026-07-13"


def test_a_council_is_closed_between_christmas_and_new_year() -> None:
    closed = (date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31))
    assert due("2026-12-24", 1, closed=closed) == "2027-01-04"


def test_the_calendar_is_named_so_that_a_day_can_be_counted_again() -> None:
    closed = (date(2026, 12, 29), date(2026, 12, 30))
    name = calendar_version(ENGLAND, closed)
    assert name.startswith("holidays 0.")
    assert " england-and-wales + 2 closure days " in name
    assert calendar_version(ENGLAND, closed[::-1]) == name
    assert calendar_version(ENGLAND, closed[:1]) != name
    assert calendar_version(ENGLAND, ()).endswith(" england-and-wales")
    assert due_on(closed[0], working_days(1), nation=ENGLAND, closure_days=closed)[1] == name


@pytest.mark.parametrize("nation", BANK_HOLIDAYS)
def test_bank_holidays_are_those_that_the_government_publishes(nation: Nation) -> None:
    published = {date.fromisoformat(day) for day in BANK_HOLIDAYS[nation].split()}
    first, last = min(published).year, max(published).year
    day = date(first, 1, 1)
    while day.year <= last:
        expected = day.weekday() < 5 and day not in published
        assert is_working_day(day, nation=nation, closure_days=()) == expected, day
        day += timedelta(days=1)


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(NATIONS),
    st.frozensets(st.dates(date(2020, 1, 1), date(2035, 1, 1)), max_size=5),
)
def test_just_so_many_working_days_lie_between_opening_and_the_last_day(
    opened_on: date, count: int, nation: Nation, closed: frozenset[date]
) -> None:
    last, _ = due_on(opened_on, working_days(count), nation=nation, closure_days=closed)
    days = [opened_on + timedelta(days=n) for n in range(1, (last - opened_on).days + 1)]
    worked = [day for day in days if is_working_day(day, nation=nation, closure_days=closed)]
    assert len(worked) == count
    assert worked[-1] == last
    assert not closed & set(worked)


def test_a_deadline_by_a_fact_is_the_day_of_the_fact_and_none_before_it_is_known() -> None:
    deadline = Deadline(by_fact="commenced_on", required="In time", assumption="None is named")
    assert fact_due_on(deadline, {}) is None
    assert fact_due_on(deadline, {"commenced_on": "2026-06-01"}) == date(2026, 6, 1)
    assert fact_due_on(deadline, {"commenced_on": date(2026, 6, 1)}) == date(2026, 6, 1)
    assert fact_due_on(working_days(3), {"commenced_on": "2026-06-01"}) is None
    with pytest.raises(ValueError, match="not counted"):
        due_on(date(2026, 6, 1), deadline, nation=ENGLAND, closure_days=[])
