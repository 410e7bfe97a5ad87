"""By when a step is due: working days of the authority's nation, its closure days, in words."""

from datetime import date

import pytest
from tests.support.casework import open_case
from tests.support.council import Council
from tests.support.durham import SERVICE_MANAGER, STRATEGIC_MANAGER, settle
from tests.support.house_fixtures import MakeCouncil

GOOD_FRIDAY_WEEK = (date(2026, 4, 7), date(2026, 4, 8))


@pytest.mark.parametrize(
    ("nation", "closed", "due_on"),
    [
        # Opened on Thursday 2 April 2026: Good Friday is the 3rd and Easter Monday the 6th.
        ("england-and-wales", (), "2026-04-20"),
        # Scotland works on Easter Monday.
        ("scotland", (), "2026-04-17"),
        ("northern-ireland", (), "2026-04-20"),
        ("england-and-wales", GOOD_FRIDAY_WEEK, "2026-04-22"),
    ],
)
def test_ten_working_days_to_sign_off_are_those_of_the_nation_and_the_authority(
    make_council: MakeCouncil, nation: str, closed: tuple[date, ...], due_on: str
) -> None:
    council = make_council(nation=nation, closure_days=closed)
    settle(council)
    case = open_case(council).submitted()
    step = case.step("sign-off")
    assert (step["opened_on"], step["due_on"]) == ("2026-04-02", due_on)
    assert nation in step["calendar"]
    assert ("2 closure days" in step["calendar"]) is bool(closed)
    assert case.actions(SERVICE_MANAGER)["sign-off"]["due_on"] == due_on
    (task,) = council.person(SERVICE_MANAGER).get("/v1/tasks").json()["items"]
    assert (task["step"], task["due_on"]) == ("sign-off", due_on)


def test_a_step_that_is_overdue_goes_on_as_before(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    council.house.set_clock("2026-06-01")
    assert case.step("sign-off")["due_on"] == "2026-04-20"
    assert case.take(SERVICE_MANAGER, "sign-off")["status"] == "in_progress"
    assert case.take(STRATEGIC_MANAGER, "sign-off")["signed_off_on"] == "2026-06-01"


def test_a_step_that_opens_anew_has_its_days_anew_and_tasks_come_by_urgency(
    council: Council,
) -> None:
    settle(council)
    case = open_case(council).submitted()
    council.house.set_clock("2026-04-13")
    case.take(SERVICE_MANAGER, "send-back", {"comments": "More, please."})
    case.submitted()
    assert case.step("sign-off")["due_on"] == "2026-04-27"
    assert case.step("readiness-assessment")["due_on"] is None
