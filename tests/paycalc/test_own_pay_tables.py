"""An operator's own pay tables and versions: what a point is worth, and which text holds."""

from typing import Any

import httpx
import pytest
from tests.support.problems import problem
from tests.support.questions import ask, dur911, rothi, rule

Json = dict[str, Any]


def southshire(known_on: str, **changed: object) -> Json:
    facts = {
        "grade": "A",
        "standards_met": True,
        "submitted_on": "2021-02-20",
        "evidence_complete_on": "2021-02-20",
        "signed_off_on": "2021-04-20",
        **changed,
    }
    given = {name: value for name, value in facts.items() if value is not None}
    return {"scheme": "southshire", "pathway": "a-to-b", "known_on": known_on, "facts": given}


@pytest.mark.parametrize(
    ("now", "position", "salary"),
    [
        ({}, 1, "31000.00"),
        ({"point_position": 1}, 1, "31000.00"),
        ({"point_position": 2}, 2, "33000.00"),
    ],
)
def test_nobody_is_paid_less_than_before_on_local_points_that_have_a_price(
    own: httpx.Client, now: Json, position: int, salary: str
) -> None:
    answer = ask(own, southshire("2021-05-01", **now))
    assert answer["effective_from"] == "2021-03-01"
    target = answer["target"]
    assert target["point"] == {"position": position, "scp": None, "spine": "southshire"}
    assert (target["annual_salary"], target["salary_status"]) == (salary, "settled")
    assert rule(answer, "never-below-current-pay")["status"] == ("met" if now else "unknown")


def test_without_a_price_to_compare_nobody_says_that_pay_is_not_less(own: httpx.Client) -> None:
    days = {"submitted_on": "2020-02-20", "evidence_complete_on": "2020-02-20",
            "signed_off_on": "2020-03-20"}  # fmt: skip
    answer = ask(own, southshire("2021-05-01", point_position=2, **days))
    assert (answer["effective_from"], answer["outcome"]) == ("2020-03-01", "determined")
    assert answer["target"]["salary_status"] == "unpriced"
    assert rule(answer, "never-below-current-pay")["status"] == "unknown"


def test_a_local_award_is_provisional_until_it_is_agreed(own: httpx.Client) -> None:
    days = {"submitted_on": "2021-05-01", "evidence_complete_on": "2021-05-01",
            "signed_off_on": "2021-05-20"}  # fmt: skip
    for known_on, salary, status in (
        ("2021-08-31", "31000.00", "provisional"),
        ("2021-09-01", "31310.00", "settled"),
    ):
        answer = ask(own, southshire(known_on, **days))
        target = answer["target"]
        assert answer["effective_from"] == "2022-03-15"
        assert (target["annual_salary"], target["salary_status"]) == (salary, status)


def test_a_point_that_has_ended_has_no_price(own: httpx.Client) -> None:
    table = own.get(
        "/v1/schemes/southshire/pay-table",
        params={"effective_on": "2021-04-01", "known_on": "2021-09-01"},
    ).json()
    (grade,) = [item for item in table["grades"] if item["grade"] == "B"]
    worth = [(item["annual_salary"], item["salary_status"]) for item in grade["points"]]
    assert worth == [
        ("31310.00", "settled"), ("33330.00", "settled"), (None, "unpriced"),
    ]  # fmt: skip


def test_an_operator_s_table_takes_the_place_of_the_supplied_one(
    own: httpx.Client, client: httpx.Client
) -> None:
    asked = {**dur911(signed_off_on="2026-04-01"), "known_on": "2026-07-01"}
    settled = ask(own, asked)
    assert settled["target"]["annual_salary"] == "42000.00"
    assert settled["target"]["salary_status"] == "settled"
    assert settled["target"]["salary_source"]["basis"] == "a figure of ours"
    provisional = ask(client, asked)
    assert provisional["target"]["annual_salary"] == "40777.00"
    assert provisional["target"]["salary_status"] == "provisional"
    hashes = {answer["receipt"]["pay_table_sha256"] for answer in (settled, provisional)}
    assert len(hashes) == 2


def test_a_council_that_declares_its_spine_gets_its_points_priced(own: httpx.Client) -> None:
    days = {"submitted_on": "2026-02-01", "evidence_complete_on": "2026-02-01",
            "signed_off_on": "2026-03-02"}  # fmt: skip
    answer = ask(own, {**rothi(**days), "known_on": "2026-04-01"})
    assert answer["scheme_version"] == "2026-01-01"
    assert answer["target"]["point"] == {"position": 1, "scp": 34, "spine": "njc-2019"}
    assert answer["target"]["annual_salary"] == "45091.00"
    before = ask(own, {**rothi(), "known_on": "2026-04-01"})
    assert before["scheme_version"] == "2017-10-01"
    assert before["target"]["salary_status"] == "unpriced"


@pytest.mark.parametrize(
    ("rules_on", "known_on", "version", "date"),
    [
        ("2020-01-01", "2020-01-01", "2020-01-01", "2021-03-01"),
        ("2023-12-31", "2021-05-31", "2020-01-01", "2021-03-01"),
        ("2020-01-01", "2021-06-01", "2020-01-01", "2021-03-15"),
        ("2023-12-31", "2026-01-01", "2020-01-01", "2021-03-15"),
        ("2024-01-01", "2023-10-31", "2020-01-01", "2021-03-15"),
        ("2024-01-01", "2023-11-01", "2024-01-01", "2021-06-01"),
        ("2030-01-01", "2026-01-01", "2024-01-01", "2021-06-01"),
    ],
)
def test_the_version_in_force_is_used_with_the_correction_known_by_then(
    own: httpx.Client, rules_on: str, known_on: str, version: str, date: str
) -> None:
    asked = southshire(known_on, signed_off_on=None)
    facts = {**asked["facts"], "signed_off_on": "2021-04-20"} if known_on > "2021-04-20" else {}
    answer = ask(own, {**asked, "rules_on": rules_on, "facts": facts or asked["facts"]})
    assert answer["scheme_version"] == version
    if facts:
        assert answer["submission_date"] == date


def test_every_version_of_a_scheme_is_listed_in_order(own: httpx.Client) -> None:
    (scheme,) = [
        item for item in own.get("/v1/schemes").json()["items"] if item["scheme"] == "southshire"
    ]
    listed = [(item["scheme_version"], item["published"]) for item in scheme["versions"]]
    assert listed == [
        ("2020-01-01", "2020-01-01"), ("2020-01-01", "2021-06-01"), ("2024-01-01", "2023-11-01"),
    ]  # fmt: skip
    assert len({item["scheme_sha256"] for item in scheme["versions"]}) == 3


def test_any_version_can_be_pinned_by_its_hash(own: httpx.Client) -> None:
    (scheme,) = [
        item for item in own.get("/v1/schemes").json()["items"] if item["scheme"] == "southshire"
    ]
    dates = []
    for version in scheme["versions"]:
        asked = {**southshire("2026-01-01"), "scheme_sha256": version["scheme_sha256"]}
        answer = ask(own, asked)
        assert answer["receipt"]["scheme_sha256"] == version["scheme_sha256"]
        dates.append(answer["submission_date"])
    assert dates == ["2021-03-01", "2021-03-15", "2021-06-01"]


def test_submission_dates_follow_the_versions_as_they_come_into_force(own: httpx.Client) -> None:
    found = own.get(
        "/v1/schemes/southshire/submission-dates", params={"from": "2022-03-16", "count": "5"}
    ).json()
    assert [(item["submission_date"], item["scheme_version"]) for item in found["items"]] == [
        ("2023-03-15", "2020-01-01"),
        ("2024-06-01", "2024-01-01"),
        ("2024-12-01", "2024-01-01"),
        ("2025-06-01", "2024-01-01"),
        ("2025-12-01", "2024-01-01"),
    ]


def test_a_national_point_is_worth_what_was_known_of_each_award(own: httpx.Client) -> None:
    for effective_on, known_on, salary, status in AWARDS:
        params = {"effective_on": effective_on, "known_on": known_on}
        table = own.get("/v1/schemes/northshire/pay-table", params=params).json()
        worth = {
            item["point"]["scp"]: (item["annual_salary"], item["salary_status"])
            for grade in table["grades"]
            for item in grade["points"]
        }
        assert worth[24] == (salary, status), (effective_on, known_on)


AWARDS = (
    ("2019-03-31", "2026-01-01", None, "unpriced"),
    ("2019-04-01", "2018-04-10", "27905.00", "settled"),
    ("2020-03-31", "2020-08-23", "27905.00", "settled"),
    ("2020-04-01", "2020-08-23", "27905.00", "provisional"),
    ("2020-04-01", "2020-08-24", "28672.00", "settled"),
    ("2021-04-01", "2020-08-23", "27905.00", "provisional"),
    ("2021-03-31", "2022-02-28", "28672.00", "settled"),
    ("2021-04-01", "2022-02-27", "28672.00", "provisional"),
    ("2021-04-01", "2022-02-28", "29174.00", "settled"),
    ("2022-03-31", "2022-11-01", "29174.00", "settled"),
    ("2022-04-01", "2022-10-31", "29174.00", "provisional"),
    ("2022-04-01", "2022-11-01", "31099.00", "settled"),
    ("2023-03-31", "2023-11-01", "31099.00", "settled"),
    ("2023-04-01", "2023-10-31", "31099.00", "provisional"),
    ("2023-04-01", "2023-11-01", "33024.00", "settled"),
    ("2024-04-01", "2024-10-21", "33024.00", "provisional"),
    ("2024-04-01", "2024-10-22", "34314.00", "settled"),
    ("2025-04-01", "2025-07-22", "34314.00", "provisional"),
    ("2025-04-01", "2025-07-23", "35412.00", "settled"),
    ("2026-03-31", "2026-03-31", "35412.00", "settled"),
    ("2026-04-01", "2026-06-30", "35412.00", "provisional"),
)


@pytest.mark.parametrize(
    ("effective_on", "known_on", "salary", "status"),
    [
        ("2023-03-31", "2023-11-01", "20258.00", "settled"),
        ("2023-04-01", "2023-10-31", "20258.00", "provisional"),
        ("2023-04-01", "2023-11-01", None, "unpriced"),
        ("2026-01-01", "2026-01-01", None, "unpriced"),
    ],
)
def test_a_point_deleted_from_the_spine_has_no_price_once_that_was_agreed(
    own: httpx.Client, effective_on: str, known_on: str, salary: str | None, status: str
) -> None:
    params = {"effective_on": effective_on, "known_on": known_on}
    table = own.get("/v1/schemes/northshire/pay-table", params=params).json()
    (entry,) = [item for item in table["grades"] if item["grade"] == "entry"]
    first = entry["points"][0]
    assert (first["point"]["scp"], first["annual_salary"], first["salary_status"]) == (
        1, salary, status,
    )  # fmt: skip


def test_nothing_is_known_of_a_scheme_before_its_first_text(own: httpx.Client) -> None:
    params = {"effective_on": "2019-04-01", "known_on": "2018-04-09"}
    problem(own.get("/v1/schemes/northshire/pay-table", params=params), 422, "not-in-force")
