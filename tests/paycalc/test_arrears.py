"""What is owed: worked cases, and what is refused."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import httpx
import pytest
from tests.support.batches import as_line, as_lines, batch, without_request_id
from tests.support.live import StartService
from tests.support.payroll import (
    ARREARS,
    METHODS,
    ROUNDINGS,
    ArrearsCase,
    arrears_cases,
    owed,
    scheme_of,
    write_payroll_schemes,
)
from tests.support.problems import pointers, post, problem
from tests.support.worked_cases import differences

Json = dict[str, Any]

WORKED = arrears_cases()
_WORKING = re.compile(r"(\S+) x (\S+)/(\S+) (?:/ 12)? ?(?:x (\d+)/(\d+))? ?= (\S+)")


@pytest.fixture(scope="module")
def paying(start_service: StartService, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """Asks a service that holds a scheme for every way to pay and to round."""
    folder = tmp_path_factory.mktemp("payroll")
    return start_service(SCHEMES_DIR=write_payroll_schemes(folder)).client


def durham(**changed: object) -> Json:
    return {
        "scheme": "durham",
        "known_on": "2026-03-31",
        "through": "2026-03-31",
        "hours": [{"starts_on": "2025-04-01", "hours_per_week": "37"}],
        "paid": [{"starts_on": "2026-01-01", "grade": "9", "position": 5}],
        "due": [{"starts_on": "2026-01-01", "grade": "11", "position": 1}],
        **changed,
    }


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.id)
def test_what_is_owed_is_as_worked_out_by_hand(paying: httpx.Client, case: ArrearsCase) -> None:
    assert differences(case.expect, owed(paying, case.request), whole_lists=True) == []


def test_every_method_and_every_place_of_rounding_is_worked_out() -> None:
    schemes = {case.request["scheme"] for case in WORKED}
    assert {scheme_of(method, at) for method in METHODS for at in ROUNDINGS} <= schemes


def test_every_case_of_arrears_has_a_name_of_its_own() -> None:
    assert len({case.id for case in WORKED}) == len(WORKED)


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.id)
def test_every_segment_can_be_redone_on_paper(paying: httpx.Client, case: ArrearsCase) -> None:
    for period in owed(paying, case.request)["periods"]:
        for segment in (*period["paid"]["segments"], *period["due"]["segments"]):
            if segment["working"] is not None:
                redo(segment)


def redo(segment: Json) -> None:
    """Work a segment out again from its working, as it is written."""
    written = _WORKING.fullmatch(segment["working"])
    assert written, segment["working"]
    salary, hours, full_time, days, of_days, amount = written.groups()
    exact = Fraction(salary) * Fraction(hours) / Fraction(full_time)
    rate = exact / 12
    if " / 12" in segment["working"]:
        exact /= 12
    if days:
        exact = exact * int(days) / int(of_days)
    assert abs(Fraction(amount) - exact) <= Fraction(1, 2_000_000)
    assert abs(Fraction(segment["rate"]) - rate) <= Fraction(1, 2_000_000)
    assert (salary, hours, amount) == (
        segment["annual_salary"], segment["hours_per_week"], segment["amount"],
    )  # fmt: skip
    assert segment["fraction"] == (f"{days}/{of_days}" if days else None)
    assert segment["days"] == int(days) if days else segment["days"] > 0


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.id)
def test_months_follow_each_other_and_add_up(paying: httpx.Client, case: ArrearsCase) -> None:
    answer = owed(paying, case.request)
    periods = answer["periods"]
    for before, after in pairwise(periods):
        assert before["ends_before"] == after["starts_on"]
    if answer["total"] is not None and answer["rounding"] != "total":
        amounts = [Decimal(period["difference"]) for period in periods]
        assert sum(amounts, Decimal(0)) == Decimal(answer["total"])
    for name in ("scheme", "known_on", "through"):
        assert answer[name] == case.request[name]


ENTRY = {"starts_on": "2026-01-01", "grade": "9", "position": 5}
ENDED = {**ENTRY, "ends_before": "2026-02-01"}
LATER = {**ENTRY, "starts_on": "2026-02-01"}

MISTAKES = [
    ({"paid": [ENTRY, LATER]}, ["/paid/1/starts_on"]),
    ({"due": [LATER, ENTRY]}, ["/due/0/starts_on"]),
    ({"due": [{**ENDED, "ends_before": "2026-02-02"}, LATER]}, ["/due/1/starts_on"]),
    ({"paid": [ENTRY, ENTRY]}, ["/paid/1/starts_on"]),
    ({"paid": [{**ENDED, "ends_before": "2026-01-01"}]}, ["/paid/0/ends_before"]),
    ({"paid": [{**ENDED, "ends_before": "2025-12-31"}]}, ["/paid/0/ends_before"]),
    ({"due": [{**ENTRY, "grade": "10"}]}, ["/due/0/grade"]),
    ({"due": [{**ENTRY, "position": 6}]}, ["/due/0/position"]),
    (
        {"due": [ENDED, {**LATER, "grade": "12"}], "paid": [{**ENTRY, "position": 9}]},
        ["/paid/0/position", "/due/1/grade"],
    ),
    ({"hours": []}, ["/hours"]),
    ({"hours": [{"starts_on": "2026-01-02", "hours_per_week": "37"}]}, ["/hours"]),
    (
        {"hours": [{"starts_on": "2025-04-01", "hours_per_week": hours} for hours in ("37", "20")]},
        ["/hours"],
    ),
    (
        {
            "paid": [{**ENTRY, "starts_on": "1976-03-31"}],
            "hours": [{"starts_on": "1976-03-31", "hours_per_week": "37"}],
        },
        ["/through"],
    ),
]


@pytest.mark.parametrize(("changed", "where"), MISTAKES)
def test_a_timeline_that_cannot_be_is_refused_by_name(
    client: httpx.Client, changed: Json, where: list[str]
) -> None:
    response = client.post(ARREARS, json=durham(**changed))
    assert pointers(problem(response, 422, "invalid-timeline")) == where


def test_entries_that_touch_do_not_overlap(client: httpx.Client) -> None:
    assert owed(client, durham(paid=[LATER, ENDED]))["total"] == "406.23"


def test_fifty_years_can_be_asked_for_and_no_day_more(client: httpx.Client) -> None:
    asked = durham(
        paid=[],
        due=[{**ENTRY, "starts_on": "1976-04-01"}],
        hours=[{"starts_on": "1976-04-01", "hours_per_week": "37"}],
    )
    assert len(owed(client, asked)["periods"]) == 600
    response = client.post(ARREARS, json={**asked, "through": "2026-04-01"})
    assert pointers(problem(response, 422, "invalid-timeline")) == ["/through"]


def test_hours_are_needed_only_for_days_that_count(client: httpx.Client) -> None:
    asked = durham(through="2025-12-31", hours=[])
    assert owed(client, asked)["periods"] == []


BODIES = [
    ({"hours": [{"starts_on": "2025-04-01", "hours_per_week": 37}]}, "/hours/0/hours_per_week"),
    ({"hours": [{"starts_on": "2025-04-01", "hours_per_week": "-1"}]}, "/hours/0/hours_per_week"),
    ({"hours": [{"starts_on": "2025-04-01", "hours_per_week": "100"}]}, "/hours/0/hours_per_week"),
    ({"paid": [{**ENTRY, "position": 0}]}, "/paid/0/position"),
    ({"paid": [{**ENTRY, "position": "1"}]}, "/paid/0/position"),
    ({"due": [{**ENTRY, "starts_on": "2026-02-30"}]}, "/due/0/starts_on"),
    ({"due": [{**ENTRY, "known_on": "2026-01-01"}]}, "/due/0/known_on"),
    ({"due": None}, "/due"),
    ({"through": None}, "/through"),
    ({"pay": []}, "/pay"),
]


@pytest.mark.parametrize(("changed", "where"), BODIES)
def test_a_body_of_another_shape_is_refused_by_name(
    client: httpx.Client, changed: Json, where: str
) -> None:
    response = client.post(ARREARS, json=durham(**changed))
    assert where in pointers(problem(response, 422, "invalid-request"))


def test_a_scheme_that_is_not_held_is_refused(client: httpx.Client) -> None:
    problem(client.post(ARREARS, json=durham(scheme="surrey")), 422, "unknown-scheme")


def test_a_last_day_before_the_scheme_is_refused(client: httpx.Client) -> None:
    response = client.post(ARREARS, json=durham(through="2023-02-28"))
    problem(response, 422, "not-in-force")


def test_no_hours_are_worth_nothing(client: httpx.Client) -> None:
    hours = [{"starts_on": "2025-04-01", "hours_per_week": "0"}]
    answer = owed(client, durham(hours=hours))
    assert answer["total"] == "0.00"
    assert answer["periods"][0]["due"]["segments"][0]["rate"] == "0.000000"


def test_a_batch_is_what_each_line_alone_is_byte_for_byte(paying: httpx.Client) -> None:
    lines = [as_line(case.request) for case in WORKED]
    answers = batch(paying, as_lines(lines), path=f"{ARREARS}/batch")
    assert len(answers) == len(lines)
    for line, answer in zip(lines, answers, strict=True):
        assert answer == post(paying, line, ARREARS).content


def test_a_line_of_a_batch_that_is_refused_says_what_it_would_alone_and_stops_nothing(
    client: httpx.Client,
) -> None:
    bad = [
        b"{",
        as_line({**durham(), "through": "soon"}),
        as_line(durham(scheme="surrey")),
        as_line(durham(hours=[])),
        as_line(durham()) + b" " * 64 * 1024,
    ]
    good = as_line(durham())
    answers = batch(
        client, as_lines(each for line in bad for each in (line, good)), path=f"{ARREARS}/batch"
    )
    assert {json.loads(answer)["total"] for answer in answers[1::2]} == {"406.23"}
    for line, answer in zip(bad, answers[::2], strict=True):
        alone = post(client, line, ARREARS).json()
        found = json.loads(answer)
        assert set(found) == {"problem"}
        if found["problem"]["status"] != 413:  # alone it may be longer
            assert without_request_id(found["problem"]) == without_request_id(alone)
