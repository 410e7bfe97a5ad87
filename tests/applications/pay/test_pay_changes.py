"""Changes of pay: nothing left out, both dates, and a position that only ever grows."""

import threading
import time
from datetime import date
from itertools import pairwise
from typing import Any

import httpx
import pytest
from tests.applications.pay.test_pay_points import PAYROLL, add_person, point, record
from tests.support.council import Council, problem
from tests.support.durham import OTHER_WORKER, TEAM_MANAGER, WORKER, give_role, settle
from tests.support.house_fixtures import MakeCouncil

Json = dict[str, Any]


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham, with somebody in payroll."""
    settle(council)
    add_person(council, PAYROLL)
    give_role(council, PAYROLL, "payroll", "authority", None)
    return council


def changes(client: httpx.Client, **asked: str | int) -> Json:
    response = client.get("/v1/pay-changes", params=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def test_a_correction_stands_beside_what_it_corrects_and_names_it(durham: Council) -> None:
    record(durham, point(WORKER, grade="9"))
    record(durham, point(OTHER_WORKER))
    corrected_at = record(durham, point(WORKER, grade="11"))

    first, other, second = changes(durham.hris)["items"]
    assert [each["grade"] for each in (first, other, second)] == ["9", "11", "11"]
    assert second["supersedes"] == first["position"]
    assert first["supersedes"] is other["supersedes"] is second["superseded_at"] is None
    assert first["superseded_at"] == second["recorded_at"]
    assert corrected_at.isoformat().replace("+00:00", "Z") == second["recorded_at"]
    positions = [int(each["position"]) for each in (first, other, second)]
    assert all(earlier < later for earlier, later in pairwise(positions))


def test_what_is_back_dated_or_future_dated_is_flagged(durham: Council) -> None:
    days = (date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3))
    for day in days:
        record(durham, point(WORKER, day))
    found = changes(durham.hris)["items"]
    flags = [(each["starts_on"], each["back_dated"], each["future_dated"]) for each in found]
    assert flags == [
        ("2026-04-01", True, False),
        ("2026-04-02", False, False),
        ("2026-04-03", False, True),
    ]


def test_the_day_on_which_something_became_known_is_london_s(durham: Council) -> None:
    durham.house.set_clock("2026-05-14T23:30:00Z")  # half past midnight in London
    record(durham, point(WORKER, date(2026, 5, 15)))
    (found,) = changes(durham.hris)["items"]
    assert not found["back_dated"]
    assert not found["future_dated"]


def test_an_end_of_pay_is_a_change_too(durham: Council) -> None:
    record(durham, point(WORKER))
    record(durham, point(WORKER, date(2026, 3, 1), grade=None))
    started, ended = changes(durham.hris)["items"]
    assert (ended["grade"], ended["point"], ended["starts_on"]) == (None, None, "2026-03-01")
    # What was known when it started: nothing followed then.
    assert started["ends_before"] is None


def test_a_reader_goes_on_from_where_it_stands(durham: Council) -> None:
    record(durham, point(WORKER), point(OTHER_WORKER), point(TEAM_MANAGER))  # at one instant
    whole = changes(durham.hris)
    first = changes(durham.hris, limit=2)
    assert first["next_cursor"] == first["items"][-1]["position"]
    second = changes(durham.hris, limit=2, after=first["next_cursor"])
    assert [*first["items"], *second["items"]] == whole["items"]
    assert changes(durham.hris, after=whole["next_cursor"])["items"] == []
    record(durham, point(WORKER, date(2026, 9, 1)))
    (news,) = changes(durham.hris, after=whole["next_cursor"])["items"]
    assert news["starts_on"] == "2026-09-01"
    response = durham.hris.get("/v1/pay-changes", params={"limit": 2})
    assert response.headers["link"] == f'<?limit=2&after={first["next_cursor"]}>; rel="next"'


def test_all_that_changed_between_two_instants_and_affects_days_from_a_day(
    durham: Council,
) -> None:
    before = record(durham, point(WORKER, date(2026, 1, 1)), point(OTHER_WORKER, date(2026, 1, 1)))
    record(durham, point(WORKER, date(2026, 5, 1)))
    through = record(durham, point(WORKER, date(2026, 2, 1), grade="10"))
    record(durham, point(WORKER, date(2026, 6, 1)))
    between = {"known_after": before.isoformat(), "known_at": through.isoformat()}

    found = changes(durham.hris, **between)["items"]
    assert [each["starts_on"] for each in found] == ["2026-05-01", "2026-02-01"]
    # February's says nothing of May: that was known to be otherwise.
    found = changes(durham.hris, **between, affecting_from="2026-05-01")["items"]
    assert [each["starts_on"] for each in found] == ["2026-05-01"]
    found = changes(durham.hris, **between, affecting_from="2026-04-30")["items"]
    assert [each["starts_on"] for each in found] == ["2026-05-01", "2026-02-01"]


def test_a_reader_who_waits_gets_a_change_as_soon_as_it_is_recorded(durham: Council) -> None:
    record(durham, point(WORKER))
    after = changes(durham.hris)["next_cursor"]
    sender = threading.Timer(0.3, record, (durham, point(OTHER_WORKER)))
    started = time.monotonic()
    sender.start()
    (found,) = changes(durham.hris, after=after, wait=20)["items"]
    assert found["employee_number"] == OTHER_WORKER
    assert time.monotonic() - started < 10
    sender.join()


def test_who_sees_changes(durham: Council, make_council: MakeCouncil) -> None:
    record(durham, point(WORKER), point(OTHER_WORKER))
    add_person(durham, "PAY-2")
    give_role(durham, "PAY-2", "payroll", "locality", "west")

    whole = changes(durham.person(PAYROLL))["items"]
    assert [each["employee_number"] for each in whole] == [WORKER, OTHER_WORKER]
    part = changes(durham.person("PAY-2"))
    assert [each["employee_number"] for each in part["items"]] == [OTHER_WORKER]
    assert part["next_cursor"] == whole[-1]["position"]
    again = changes(durham.person("PAY-2"), after=part["next_cursor"])
    assert again["next_cursor"] == part["next_cursor"]
    refused = durham.person(TEAM_MANAGER).get("/v1/pay-changes")
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    assert changes(make_council().hris)["items"] == []


def test_a_position_that_nobody_was_given_is_refused(durham: Council) -> None:
    for after in ("9" * 24, "9" * 22):
        refused = durham.hris.get("/v1/pay-changes", params={"after": after})
        assert (refused.status_code, problem(refused)) == (400, "invalid-cursor")
    for after in ("-1", "x", "01", "9" * 25):
        refused = durham.hris.get("/v1/pay-changes", params={"after": after})
        assert (refused.status_code, problem(refused)) == (422, "invalid-request")
