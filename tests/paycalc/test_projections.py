"""The pay timeline ahead: increments, awards, and the next way up."""

from typing import Any

import httpx
import pytest
from tests.support.live import StartService
from tests.support.payroll import write_increment_schemes
from tests.support.problems import pointers, problem

Json = dict[str, Any]

PROJECTIONS = "/v1/projections"


@pytest.fixture(scope="module")
def climbing(start_service: StartService, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """Asks a service that holds a scheme for every rule of increments."""
    folder = tmp_path_factory.mktemp("increments")
    return start_service(SCHEMES_DIR=write_increment_schemes(folder)).client


def durham(**changed: object) -> Json:
    asked = {
        "scheme": "durham",
        "known_on": "2026-03-31",
        "from": "2026-01-15",
        "through": "2029-12-31",
        "grade": "11",
        "position": 3,
        "on_point_since": "2025-04-01",
        "in_grade_since": "2023-06-01",
        **changed,
    }
    return {name: value for name, value in asked.items() if value is not None}


def projected(client: httpx.Client, asked: Json) -> Json:
    response = client.post(PROJECTIONS, json=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def steps(answer: Json) -> list[tuple[str, int, str]]:
    """Return when each line starts, on which point and why."""
    return [
        (line["starts_on"], line["point"]["position"], line["because"])
        for line in answer["timeline"]
    ]


def increments(answer: Json) -> list[str]:
    return [line["starts_on"] for line in answer["timeline"] if line["because"] == "increment"]


def test_increments_climb_to_the_top_of_the_grade_and_end_there(client: httpx.Client) -> None:
    answer = projected(client, durham())
    assert steps(answer) == [
        ("2026-01-15", 3, "start"),
        ("2026-04-01", 4, "increment"),
        ("2027-04-01", 5, "increment"),
    ]
    # SCP 32, 33 and 34 of the award of 2025; no award of 2026 was known on 31 March 2026.
    assert [(line["annual_salary"], line["salary_status"]) for line in answer["timeline"]] == [
        ("42839.00", "settled"), ("44075.00", "provisional"), ("45091.00", "provisional"),
    ]  # fmt: skip
    assert [line["ends_before"] for line in answer["timeline"]] == [
        "2026-04-01", "2027-04-01", "2030-01-01",
    ]  # fmt: skip
    assert answer["timeline"][0]["salary_source"] == {
        "table": "njc-2019", "effective_from": "2025-04-01", "agreed_on": "2025-07-23",
        "basis": "derived",
    }  # fmt: skip
    assert answer["increments"] == "first_of_april"


@pytest.mark.parametrize(
    ("started_on", "first", "second"),
    [
        ("2025-04-01", "2026-04-01", "2027-04-01"),
        ("2025-09-30", "2026-04-01", "2027-04-01"),
        ("2025-10-01", "2026-04-01", "2027-04-01"),
        ("2025-10-02", "2026-04-02", "2027-04-01"),
        ("2025-12-31", "2026-06-30", "2027-04-01"),
        ("2026-01-15", "2026-07-15", "2027-04-01"),
        ("2026-03-31", "2026-09-30", "2027-04-01"),
        ("2026-04-01", "2027-04-01", "2028-04-01"),
        ("2025-08-31", "2026-04-01", "2027-04-01"),
    ],
)
def test_increments_fall_on_1_april_and_six_months_after_a_start_since_october(
    client: httpx.Client, started_on: str, first: str, second: str
) -> None:
    asked = durham(
        position=1, on_point_since=started_on, in_grade_since=None, **{"from": started_on}
    )
    assert increments(projected(client, asked))[:2] == [first, second]


def test_who_has_served_six_months_in_the_grade_moves_on_1_april_whatever_the_point(
    client: httpx.Client,
) -> None:
    asked = durham(position=1, on_point_since="2026-01-10", in_grade_since="2025-09-01")
    assert increments(projected(client, asked))[0] == "2026-04-01"


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("2025-05-15", ["2026-05-15", "2027-05-15"]),
        ("2024-02-29", ["2026-02-28", "2027-02-28"]),
        ("2025-01-15", ["2027-01-15", "2028-01-15"]),
    ],
)
def test_by_anniversary_increments_fall_twelve_months_after_the_last_move(
    climbing: httpx.Client, since: str, days: list[str]
) -> None:
    asked = durham(scheme="durham-anniversary", position=1, on_point_since=since)
    assert increments(projected(climbing, asked))[:2] == days


def test_an_increment_on_the_first_day_is_in_the_first_line(climbing: httpx.Client) -> None:
    asked = durham(scheme="durham-anniversary", position=1, on_point_since="2025-01-15")
    assert steps(projected(climbing, asked))[0] == ("2026-01-15", 2, "start")


def test_where_there_are_no_increments_nobody_moves(climbing: httpx.Client) -> None:
    answer = projected(climbing, durham(scheme="durham-none", position=1))
    assert {line["point"]["position"] for line in answer["timeline"]} == {1}
    assert answer["increments"] == "none"


def test_at_the_top_of_the_grade_nobody_moves(client: httpx.Client) -> None:
    answer = projected(client, durham(position=5))
    assert steps(answer) == [("2026-01-15", 5, "start"), ("2026-04-01", 5, "pay_year")]
    assert [line["salary_status"] for line in answer["timeline"]] == ["settled", "provisional"]


def test_awards_and_pay_years_show_in_the_timeline(climbing: httpx.Client) -> None:
    asked = durham(
        scheme="durham-none",
        known_on="2025-07-22",
        position=1,
        on_point_since="2023-04-01",
        in_grade_since=None,
        through="2026-12-31",
        **{"from": "2024-01-01"},
    )
    before = projected(climbing, asked)
    # SCP 30: 38,223 of 2023, 39,513 of 2024; the award of 2025 is agreed on the next day.
    assert [(item[0], item[2]) for item in steps(before)] == [
        ("2024-01-01", "start"), ("2024-04-01", "award"), ("2025-04-01", "pay_year"),
    ]  # fmt: skip
    figures = [(line["annual_salary"], line["salary_status"]) for line in before["timeline"]]
    assert figures == [
        ("38223.00", "settled"), ("39513.00", "settled"), ("39513.00", "provisional"),
    ]  # fmt: skip
    after = projected(climbing, {**asked, "known_on": "2025-07-23"})
    assert [(item[0], item[2]) for item in steps(after)] == [
        ("2024-01-01", "start"), ("2024-04-01", "award"), ("2025-04-01", "award"),
        ("2026-04-01", "pay_year"),
    ]  # fmt: skip
    assert after["timeline"][2]["annual_salary"] == "40777.00"
    assert [line["salary_status"] for line in after["timeline"]][2:] == ["settled", "provisional"]


def test_points_without_a_published_value_are_unpriced_and_still_move(client: httpx.Client) -> None:
    asked = durham(
        scheme="derbyshire", grade="9", position=2, on_point_since="2025-09-15",
        in_grade_since=None,
    )  # fmt: skip
    answer = projected(client, asked)
    assert steps(answer) == [
        ("2026-01-15", 2, "start"), ("2026-09-15", 3, "increment"), ("2027-09-15", 4, "increment"),
    ]  # fmt: skip
    for line in answer["timeline"]:
        assert line["annual_salary"] is line["salary_source"] is None
        assert line["salary_status"] == "unpriced"


DERBYSHIRE = {
    "qualified_on": "2024-07-10",
    "registered_on": "2024-08-01",
    "registered_practice_from": "2025-09-20",
    "asye_outcome": "passed",
    "asye_completed_on": "2026-06-30",
}


def ways_up(client: httpx.Client, facts: Json, **changed: object) -> dict[str, Json]:
    asked = durham(
        scheme="derbyshire", grade="9", position=2, facts=facts, on_point_since="2025-09-15",
        in_grade_since=None, **changed,
    )  # fmt: skip
    return {way["pathway"]: way for way in projected(client, asked)["next_pathways"]}


def test_the_next_way_up_has_its_earliest_day_and_submission_date(client: httpx.Client) -> None:
    way = ways_up(client, DERBYSHIRE)["grade-9-to-10"]
    # 12 months of practice are over on 20 September 2026, after the date of 15 September.
    assert way["earliest_on"] == "2026-09-20"
    assert way["earliest_submission_date"] == "2027-01-15"
    assert way["to_grades"] == ["10"]
    assert way["not_met"] == []
    assert "standards_met" in way["missing_facts"]
    assert not {"submitted_on", "evidence_complete_on", "signed_off_on"} & {*way["missing_facts"]}


@pytest.mark.parametrize(
    ("practice_from", "submission_date"),
    [("2025-09-15", "2026-09-15"), ("2025-09-16", "2027-01-15")],
)
def test_the_earliest_submission_date_counts_its_own_day(
    client: httpx.Client, practice_from: str, submission_date: str
) -> None:
    way = ways_up(client, {**DERBYSHIRE, "registered_practice_from": practice_from})
    assert way["grade-9-to-10"]["earliest_submission_date"] == submission_date


def test_what_could_be_taken_already_could_be_taken_on_the_first_day(client: httpx.Client) -> None:
    past = {"registered_practice_from": "2024-09-02", "asye_completed_on": "2025-09-30"}
    way = ways_up(client, {**DERBYSHIRE, **past})["grade-9-to-10"]
    assert (way["earliest_on"], way["earliest_submission_date"]) == ("2026-01-15", "2026-01-15")


def test_without_a_date_that_counts_no_day_is_named(client: httpx.Client) -> None:
    facts = {name: fact for name, fact in DERBYSHIRE.items() if name != "registered_practice_from"}
    way = ways_up(client, facts)["grade-9-to-10"]
    assert way["earliest_on"] is way["earliest_submission_date"] is None
    assert "registered_practice_from" in way["missing_facts"]
    assert way["not_met"] == []


def test_what_no_day_will_meet_is_named(client: httpx.Client) -> None:
    way = ways_up(client, {**DERBYSHIRE, "asye_outcome": "failed"})["grade-9-to-10"]
    assert way["earliest_on"] is None
    assert len(way["not_met"]) == 1
    assert "asye" in way["not_met"][0]


def test_every_way_up_of_the_grade_is_named_and_no_other(client: httpx.Client) -> None:
    assert set(ways_up(client, {})) == {"grade-9-to-10", "grade-9-to-10-without-asye"}
    assert projected(client, durham())["next_pathways"] == []
    (way,) = projected(client, durham(grade="9", position=1))["next_pathways"]
    assert (way["pathway"], way["earliest_submission_date"]) == ("grade-9-to-11", None)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"through": "2026-01-14"}, ["/through"]),
        ({"on_point_since": "2026-01-16"}, ["/on_point_since"]),
        ({"in_grade_since": "2025-04-02"}, ["/in_grade_since"]),
        ({"grade": "10"}, ["/grade"]),
        ({"position": 6}, ["/position"]),
        ({"position": 6, "through": "2025-01-01"}, ["/position", "/through"]),
    ],
)
def test_a_timeline_that_cannot_be_is_refused_by_name(
    client: httpx.Client, changed: Json, where: list[str]
) -> None:
    response = client.post(PROJECTIONS, json=durham(**changed))
    assert pointers(problem(response, 422, "invalid-timeline")) == where


@pytest.mark.parametrize(
    ("changed", "slug", "where"),
    [
        ({"scheme": "surrey"}, "unknown-scheme", None),
        ({"facts": {"shoe_size": 7}}, "unknown-fact", "/facts/shoe_size"),
        ({"facts": {"qualified_on": "soon"}}, "invalid-request", "/facts/qualified_on"),
        ({"position": 0}, "invalid-request", "/position"),
        ({"until": "2027-01-01"}, "invalid-request", "/until"),
        ({"from": "2023-02-28", "on_point_since": "2020-01-01"}, "not-in-force", None),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: httpx.Client, changed: Json, slug: str, where: str | None
) -> None:
    found = problem(client.post(PROJECTIONS, json=durham(**changed)), 422, slug)
    assert where is None or where in pointers(found)


def test_one_day_can_be_asked_for(client: httpx.Client) -> None:
    answer = projected(client, durham(through="2026-01-15"))
    (line,) = answer["timeline"]
    assert (line["starts_on"], line["ends_before"]) == ("2026-01-15", "2026-01-16")
