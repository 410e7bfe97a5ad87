"""What is owed since payroll was last told: to the penny what paycalc says of the same history."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest
from tests.applications.pay.test_pay_points import PAYROLL, add_person, point, record
from tests.support.arrears import arrears, decide_pay, tell_payroll
from tests.support.council import Council, problem, put
from tests.support.durham import OTHER_WORKER, TEAM_MANAGER, WORKER, give_role, settle, worker
from tests.support.house_fixtures import MakeCouncil

from applications.pay.domain.pay_points import PayPoint

Json = dict[str, Any]

JANUARY = date(2026, 1, 15)
ASKED = {"through": "2026-03-31", "closed_through": "2026-02-28"}


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham, with somebody in payroll."""
    settle(council)
    add_person(council, PAYROLL)
    give_role(council, PAYROLL, "payroll", "authority", None)
    return council


def senior(worker: str = WORKER, starts_on: date = JANUARY, **more: Any) -> PayPoint:  # noqa: ANN401 - members of a point
    """Grade 11, first point, on full-time hours."""
    return replace(point(worker, starts_on), hours_per_week=Decimal("37.00"), **more)


def paycalc_says(council: Council, **changed: Any) -> Json:  # noqa: ANN401 - members of a question
    """What paycalc itself says of January's history."""
    asked = {
        "scheme": "durham",
        "known_on": "2026-04-02",
        **ASKED,
        "hours": [{"starts_on": "2026-01-01", "hours_per_week": "37.00"}],
        "paid": [{"starts_on": "2026-01-01", "grade": "9", "position": 5}],
        "due": [
            {"starts_on": "2026-01-01", "ends_before": "2026-01-15", "grade": "9", "position": 5},
            {"starts_on": "2026-01-15", "grade": "11", "position": 1},
        ],
        **changed,
    }
    response = httpx.post(f"{council.house.paycalc.url}/v1/arrears", json=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def test_what_is_owed_is_to_the_penny_what_paycalc_says(durham: Council) -> None:
    decide_pay(durham, senior())
    found = arrears(durham.hris, **ASKED)
    said = paycalc_says(durham)

    lines = [(each["period"], each["difference"], each["pay_in"]) for each in found["items"]]
    assert lines == [(p["period"], p["difference"], p["pay_in"]) for p in said["periods"]]
    # 17/31 of January at 135.41667 a month more, and two whole months; the closed ones in March.
    assert lines == [
        ("2026-01", "74.26", "2026-03"),
        ("2026-02", "135.41", "2026-03"),
        ("2026-03", "135.41", "2026-03"),
    ]
    sides = [(each["paid"], each["due"]) for each in found["items"]]
    assert sides == [(p["paid"]["amount"], p["due"]["amount"]) for p in said["periods"]]
    assert found["totals"] == {"lines": 3, "open_lines": 0, "difference": said["total"]}
    assert (found["told_by_run"], found["known_on"]) == (None, "2026-04-02")


def test_a_post_that_began_in_the_month_was_not_paid_before(durham: Council) -> None:
    body = worker(WORKER)
    body["posts"][0]["starts_on"] = "2026-01-15"
    put(durham.hris, f"/v1/workers/{WORKER}", body)
    decide_pay(durham, senior())
    (january, *_) = arrears(durham.hris, **ASKED)["items"]
    # 17/31 of each side, each rounded: 1,863.47 less 1,789.20.
    assert (january["due"], january["paid"]) == ("1863.47", "1789.20")


def test_totals_reconcile_with_the_lines_over_all_pages(durham: Council) -> None:
    decide_pay(durham, senior(), senior(OTHER_WORKER, date(2026, 2, 1)), senior(TEAM_MANAGER))
    whole = arrears(durham.hris, **ASKED)
    paged = arrears(durham.hris, **ASKED, limit=1)
    assert paged["items"] == whole["items"]
    assert paged["totals"] == whole["totals"]
    total = sum(Decimal(each["difference"]) for each in whole["items"])
    assert Decimal(whole["totals"]["difference"]) == total
    assert whole["totals"]["lines"] == len(whole["items"]) == 8


def test_the_csv_file_is_the_same_as_the_pages(durham: Council) -> None:
    decide_pay(durham, senior(), senior(OTHER_WORKER), point_from=None)
    decide_pay(durham, senior(TEAM_MANAGER))
    file = durham.hris.get("/v1/arrears", params=ASKED, headers={"Accept": "text/csv"})
    assert file.headers["content-type"].startswith("text/csv")
    rows = csv.DictReader(io.StringIO(file.text, newline=""))
    read = [{name: value or None for name, value in row.items()} for row in rows]
    assert read == arrears(durham.hris, **ASKED)["items"]
    assert file.content.count(b"\r\n") == len(read) + 1


def test_what_payroll_was_told_is_no_longer_owed_and_a_correction_is(durham: Council) -> None:
    decide_pay(durham, senior())
    run = tell_payroll(durham.hris, "2026-03-31", closed_through="2026-02-28")
    assert run["totals"] == {"lines": 3, "open_lines": 0, "difference": "345.08"}
    after = arrears(durham.hris, through="2026-04-30")
    assert (after["items"], after["told_by_run"]) == ([], 1)
    assert after["closed_through"] == "2026-03-31"

    decide_pay(durham, senior(starts_on=date(2026, 1, 1)))  # it was the 1st all along
    found = arrears(durham.hris, through="2026-04-30")
    (line,) = found["items"]
    said = paycalc_says(
        durham,
        through="2026-04-30",
        closed_through="2026-03-31",
        paid=[
            {"starts_on": "2026-01-01", "ends_before": "2026-01-15", "grade": "9", "position": 5},
            {"starts_on": "2026-01-15", "grade": "11", "position": 1},
        ],
        due=[{"starts_on": "2026-01-01", "grade": "11", "position": 1}],
    )
    assert line["difference"] == said["total"] == found["totals"]["difference"] == "61.15"
    assert (line["period"], line["pay_in"]) == ("2026-01", "2026-04")


def test_an_overpayment_is_negative(durham: Council) -> None:
    decide_pay(durham, senior())
    tell_payroll(durham.hris, "2026-03-31")
    record(durham, point(WORKER, date(2026, 3, 1), grade=None))  # left, and nobody had said so
    found = arrears(durham.hris, through="2026-03-31")
    (line,) = found["items"]
    assert (line["period"], line["due"], line["difference"]) == ("2026-03", "0.00", "-3398.08")
    file = durham.hris.get(
        "/v1/arrears", params={"through": "2026-03-31"}, headers={"Accept": "text/csv"}
    )
    assert b",-3398.08," in file.content, "a number is no formula"


def test_what_begins_after_what_payroll_was_told_of_is_owed_when_it_begins(
    durham: Council,
) -> None:
    decide_pay(durham, senior(starts_on=date(2026, 5, 1)))
    assert tell_payroll(durham.hris, "2026-04-30")["totals"]["lines"] == 0
    (line,) = arrears(durham.hris, through="2026-05-31")["items"]
    assert (line["period"], line["difference"], line["pay_in"]) == ("2026-05", "135.41", "2026-05")
    assert tell_payroll(durham.hris, "2026-05-31")["totals"]["lines"] == 1
    assert arrears(durham.hris, through="2026-06-30")["items"] == []


def test_an_award_that_was_settled_since_is_owed(council: Council) -> None:
    council.house.set_clock("2025-07-01T09:00:00Z")
    settle(council)
    decide_pay(council, senior(starts_on=date(2025, 5, 1)))
    tell_payroll(council.hris, "2025-07-31", closed_through="2025-06-30")
    assert arrears(council.hris, through="2025-07-31")["items"] == []
    council.house.set_clock("2025-08-01T09:00:00Z")  # agreed on 23 July, from 1 April
    found = arrears(council.hris, through="2025-07-31")
    # 40,777 less 39,513 over 12: 3,398.08 less 3,292.75.
    assert [each["difference"] for each in found["items"]] == ["105.33"] * 3
    # What was paid was provisional.
    assert {each["salary_status"] for each in found["items"]} == {"provisional"}


def test_as_known_before_a_run_payroll_had_not_been_told(durham: Council) -> None:
    known = decide_pay(durham, senior())
    before = arrears(durham.hris, **ASKED, known_at=known.isoformat())
    record(durham, point(OTHER_WORKER))
    tell_payroll(durham.hris, "2026-03-31", closed_through="2026-02-28")
    again = arrears(durham.hris, **ASKED, known_at=known.isoformat())
    assert again == before
    assert again["told_by_run"] is None


def test_where_nobody_can_say_there_is_no_amount_and_a_reason(durham: Council) -> None:
    decide_pay(durham, senior(), point_from=None)
    decide_pay(durham, senior(OTHER_WORKER, grade="12"))
    found = arrears(durham.hris, **ASKED)
    reasons = {each["employee_number"]: each["open_because"] for each in found["items"]}
    assert reasons == {WORKER: "point_unknown", OTHER_WORKER: "refused"}
    assert {each["difference"] for each in found["items"]} == {None}
    assert found["totals"] == {"lines": 2, "open_lines": 2, "difference": "0.00"}


def test_an_unpriced_point_has_no_amount_and_is_told_once(make_council: MakeCouncil) -> None:
    council: Council = make_council(["derbyshire"])
    settle(council)
    decide_pay(council, senior(grade="10"), point_from=1, scheme="derbyshire")
    found = arrears(council.hris, **ASKED)
    lines = [(each["period"], each["difference"], each["open_because"]) for each in found["items"]]
    assert lines == [(f"2026-0{month}", None, "unpriced") for month in (1, 2, 3)]
    assert found["totals"] == {"lines": 3, "open_lines": 3, "difference": "0.00"}
    tell_payroll(council.hris, "2026-03-31")
    council.house.set_clock("2026-04-03")
    assert arrears(council.hris, through="2026-04-30")["items"] == []


def test_hours_that_contradict_each_other_are_not_reckoned_with(durham: Council) -> None:
    decide_pay(durham, senior())
    tell_payroll(durham.hris, "2026-03-31")
    decide_pay(durham, replace(senior(), hours_per_week=Decimal("18.50")))
    (line,) = arrears(durham.hris, through="2026-04-30")["items"]
    assert (line["open_because"], line["difference"]) == ("hours_differ", None)


def test_what_the_hris_itself_said_needs_not_to_be_told_to_payroll(durham: Council) -> None:
    record(durham, replace(point(WORKER, date(2025, 4, 1), grade="9"), hours_per_week=Decimal(37)))
    assert arrears(durham.hris, **ASKED)["items"] == []
    decide_pay(durham, senior())
    found = arrears(durham.hris, **ASKED)["items"]
    assert [each["period"] for each in found] == ["2026-01", "2026-02", "2026-03"]


def test_without_paycalc_nobody_is_told_anything(durham: Council) -> None:
    decide_pay(durham, senior())
    paycalc = durham.house.paycalc
    paycalc.stop()
    try:
        for accept in ("application/json", "text/csv"):
            answer = _ask(durham, accept)
            assert (answer.status_code, problem(answer)) == (503, "unavailable")
            assert int(answer.headers["retry-after"]) > 0
        assert _tell(durham).status_code == 503
    finally:
        paycalc.start()
    assert arrears(durham.hris, **ASKED)["told_by_run"] is None
    assert tell_payroll(durham.hris, "2026-03-31")["number"] == 1


def _ask(council: Council, accept: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {council.token(None)}", "Accept": accept}
    return httpx.get(f"{council.house.url}/v1/arrears", params=ASKED, headers=headers, timeout=60)


def _tell(council: Council) -> httpx.Response:
    headers = {"Authorization": f"Bearer {council.token(None)}", "Idempotency-Key": "k"}
    body = {"through": "2026-03-31"}
    return httpx.post(
        f"{council.house.url}/v1/payroll-runs", json=body, headers=headers, timeout=60
    )


def test_who_sees_what_is_owed(durham: Council, make_council: MakeCouncil) -> None:
    decide_pay(durham, senior(), senior(OTHER_WORKER))
    add_person(durham, "PAY-2")
    give_role(durham, "PAY-2", "payroll", "locality", "west")
    assert len(arrears(durham.person(PAYROLL), **ASKED)["items"]) == 6
    part = arrears(durham.person("PAY-2"), **ASKED)["items"]
    assert {each["employee_number"] for each in part} == {OTHER_WORKER}
    refused = durham.person(TEAM_MANAGER).get("/v1/arrears")
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    assert arrears(make_council().hris, **ASKED)["items"] == []


def test_a_file_of_a_run_has_the_digest_of_the_run(durham: Council) -> None:
    decide_pay(durham, senior())
    run = tell_payroll(durham.hris, "2026-03-31")
    address = f"/v1/payroll-runs/{run['payroll_run_id']}/lines"
    file = durham.hris.get(address, headers={"Accept": "text/csv"})
    assert hashlib.sha256(file.content).hexdigest() == run["sha256"]
