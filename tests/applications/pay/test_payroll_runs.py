"""Payroll runs: what payroll was told, once, in order, and never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from tests.applications.pay.test_arrears import senior
from tests.applications.pay.test_pay_points import PAYROLL, add_person
from tests.support.arrears import arrears, decide_pay, run_lines, tell_payroll
from tests.support.council import Council, key, problem
from tests.support.durham import OTHER_WORKER, TEAM_MANAGER, WORKER, give_role, settle
from tests.support.house_fixtures import MakeCouncil

Json = dict[str, Any]

RUNS = "/v1/payroll-runs"
MARCH = {"through": "2026-03-31", "closed_through": "2026-02-28"}


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham, with somebody in payroll, and a decision to be paid."""
    settle(council)
    add_person(council, PAYROLL)
    give_role(council, PAYROLL, "payroll", "authority", None)
    decide_pay(council, senior())
    return council


def test_a_run_freezes_what_was_owed(durham: Council) -> None:
    owed = arrears(durham.hris, **MARCH)["items"]
    run = tell_payroll(durham.person(PAYROLL), **MARCH)
    assert (run["number"], run["made_by"], run["through"]) == (1, PAYROLL, "2026-03-31")
    assert run_lines(durham.hris, run) == owed
    decide_pay(durham, senior(starts_on=date(2026, 1, 1)), senior(OTHER_WORKER))
    assert run_lines(durham.hris, run) == owed
    assert durham.hris.get(f"{RUNS}/{run['payroll_run_id']}").json() == run


def test_the_next_run_tells_only_what_is_new(durham: Council) -> None:
    first = tell_payroll(durham.hris, **MARCH)
    decide_pay(durham, senior(OTHER_WORKER, date(2026, 3, 1)))
    second = tell_payroll(durham.hris, "2026-04-30")
    assert second["closed_through"] == "2026-03-31"
    told = [(each["employee_number"], each["period"]) for each in run_lines(durham.hris, second)]
    assert told == [(OTHER_WORKER, "2026-03"), (OTHER_WORKER, "2026-04")]
    listed = durham.hris.get(RUNS).json()
    assert listed == {"items": [second, first], "next_cursor": None}
    page = durham.hris.get(RUNS, params={"limit": 1}).json()
    rest = durham.hris.get(RUNS, params={"limit": 1, "cursor": page["next_cursor"]}).json()
    assert [*page["items"], *rest["items"]] == [second, first]


def test_the_log_holds_what_payroll_was_told(durham: Council) -> None:
    run = tell_payroll(durham.hris, **MARCH)
    events = durham.hris.get("/v1/events", params={"limit": 1000}).json()["items"]
    told = events[-1]
    assert (told["kind"], told["subject"]["id"]) == ("payroll-told", run["payroll_run_id"])
    assert durham.hris.get(told["subject"]["href"]).json() == run
    assert told["body"] == {
        "number": 1,
        "through": "2026-03-31",
        "closed_through": "2026-02-28",
        "known_on": "2026-04-02",
        "known_at": told["body"]["known_at"],
        "lines": 3,
        "open_lines": 0,
        "difference": "345.08",
        "sha256": run["sha256"],
    }


def test_a_run_sent_twice_is_made_once(durham: Council) -> None:
    headers = key()
    first = durham.hris.post(RUNS, json=MARCH, headers=headers)
    again = durham.hris.post(RUNS, json=MARCH, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(durham.hris.get(RUNS).json()["items"]) == 1


def test_runs_at_the_same_moment_follow_each_other_and_nothing_is_told_twice(
    durham: Council,
) -> None:
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda _: tell_payroll(durham.hris, **MARCH), range(2)))
    runs = sorted(made, key=lambda run: int(run["number"]))
    assert [run["number"] for run in runs] == [1, 2]
    assert [run["totals"]["lines"] for run in runs] == [3, 0]


def test_a_run_never_goes_back_behind_the_one_before(durham: Council) -> None:
    before = durham.hris.get("/v1/pay-points").json()["known_at"]
    decide_pay(durham, senior(OTHER_WORKER))
    tell_payroll(durham.hris, **MARCH)
    for body in ({"through": "2026-03-30"}, {"through": "2026-04-30", "known_at": before}):
        refused = durham.hris.post(RUNS, json=body, headers=key())
        assert (refused.status_code, problem(refused)) == (409, "payroll-run-order")
    for body in (
        {"through": "2026-04-30", "closed_through": "2026-04-30"},
        {"through": "30 April"},
        {},
        {"through": "2026-04-30", "whole": True},
    ):
        refused = durham.hris.post(RUNS, json=body, headers=key())
        assert (refused.status_code, problem(refused)) == (422, "invalid-request")


def test_a_slip_of_the_pen_in_the_year_does_not_shut_payroll_out(durham: Council) -> None:
    for through in ("2026-07-01", "2036-04-30"):
        refused = durham.hris.post(RUNS, json={"through": through}, headers=key())
        assert (refused.status_code, problem(refused)) == (422, "invalid-request")
        (error,) = refused.json()["errors"]
        assert error["pointer"] == "/through"
        assert "2026-06-30" in error["detail"]
    assert tell_payroll(durham.hris, "2026-06-30")["number"] == 1


def test_payroll_is_told_for_the_whole_authority_by_who_is_over_all_of_it(
    durham: Council, make_council: MakeCouncil
) -> None:
    decide_pay(durham, senior(OTHER_WORKER))
    run = tell_payroll(durham.person(PAYROLL), **MARCH)
    add_person(durham, "PAY-2")
    give_role(durham, "PAY-2", "payroll", "locality", "west")
    for who in ("PAY-2", TEAM_MANAGER, WORKER):
        refused = durham.person(who).post(RUNS, json=MARCH, headers=key())
        assert (refused.status_code, problem(refused)) == (403, "forbidden")
    part = run_lines(durham.person("PAY-2"), run)
    assert {each["employee_number"] for each in part} == {OTHER_WORKER}
    elsewhere = make_council().hris
    for path in ("", "/lines"):
        hidden = elsewhere.get(f"{RUNS}/{run['payroll_run_id']}{path}")
        assert (hidden.status_code, problem(hidden)) == (404, "not-found")
