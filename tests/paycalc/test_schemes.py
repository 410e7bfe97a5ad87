"""What the service holds: schemes, their facts, their pay tables, their submission dates."""

import csv
import hashlib
from typing import Any

import httpx
import jsonschema_rs
import pytest
from tests.support.live import ROOT
from tests.support.problems import problem
from tests.support.questions import PATHWAYS, ask, question

from plumbing.paging import encode_cursor

Json = dict[str, Any]

SCHEMES = ("derbyshire", "durham", "rotherham")
TITLES = {
    "derbyshire": ("Progression Process for Social Workers", "Derbyshire County Council"),
    "durham": ("Progression to Senior Social Worker Procedure", "Durham County Council"),
    "rotherham": (
        "Social Work Progression Framework", "Rotherham Metropolitan Borough Council",
    ),
}  # fmt: skip


def test_every_scheme_is_listed_with_its_versions(client: httpx.Client) -> None:
    page = client.get("/v1/schemes").json()
    assert page["next_cursor"] is None
    found = {item["scheme"]: (item["title"], item["authority"]) for item in page["items"]}
    assert found == TITLES
    versions = {item["scheme"]: item["versions"] for item in page["items"]}
    assert [versions[scheme][0]["scheme_version"] for scheme in SCHEMES] == [
        "2020-01-01", "2023-03-01", "2017-10-01",
    ]  # fmt: skip
    for scheme in SCHEMES:
        files = sorted((ROOT / "shared" / "schemes" / scheme).glob("*.yaml"))
        assert [
            (version["published"], version["scheme_sha256"]) for version in versions[scheme]
        ] == [
            (file.stem.partition(".")[2], hashlib.sha256(file.read_bytes()).hexdigest())
            for file in files
        ]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 200])
def test_a_list_in_pages_gives_everything_once(own: httpx.Client, limit: int) -> None:
    whole = [item["scheme"] for item in own.get("/v1/schemes").json()["items"]]
    assert whole == ["derbyshire", "durham", "northshire", "rotherham", "southshire"]
    found: list[str] = []
    address = f"/v1/schemes?limit={limit}"
    while True:
        response = own.get(address)
        page = response.json()
        assert len(page["items"]) <= limit
        found += [item["scheme"] for item in page["items"]]
        if page["next_cursor"] is None:
            assert "link" not in response.headers
            break
        assert response.links["next"]["url"].endswith(f"cursor={page['next_cursor']}")
        address = str(response.url.join(response.links["next"]["url"]))
    assert found == whole


def test_a_cursor_of_another_shape_is_refused_and_no_accident(client: httpx.Client) -> None:
    for position in ([], ["durham", "rotherham"]):
        response = client.get("/v1/schemes", params={"cursor": encode_cursor(position, {})})
        problem(response, 400, "invalid-cursor")


def test_a_version_is_given_whole(client: httpx.Client) -> None:
    scheme = client.get("/v1/schemes/derbyshire", params={"rules_on": "2026-01-15"}).json()
    assert scheme["scheme_version"] == "2020-01-01"
    assert scheme["rules_on"] == "2026-01-15"
    assert [grade["grade"] for grade in scheme["grades"]] == ["9", "10", "11"]
    assert [len(grade["points"]) for grade in scheme["grades"]] == [4, 4, 4]
    assert scheme["submission_dates"]["each_year"] == ["01-15", "05-15", "09-15"]
    assert len(scheme["team_types"]) == 10
    pathways = {pathway["id"]: pathway for pathway in scheme["pathways"]}
    assert list(pathways) == ["grade-9-to-10", "grade-9-to-10-without-asye", "grade-10-to-11"]
    assert pathways["grade-10-to-11"]["from_grade"] == "10"
    assert pathways["grade-10-to-11"]["to_grades"] == ["11"]
    assert pathways["grade-10-to-11"]["accelerated_pay"]["position"] == 2
    assert pathways["grade-10-to-11"]["point"][0]["decided_by"] == "assistant_director"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_rule_of_a_version_has_a_clause_or_an_assumption_and_never_both(
    client: httpx.Client, scheme: str
) -> None:
    rules = _requirements(client.get(f"/v1/schemes/{scheme}").json())
    assert len(rules) > 15
    for item in rules:
        assert ("clause" in item) != ("assumption" in item), item


def _requirements(part: object) -> list[Json]:
    if isinstance(part, list):
        return [item for each in part for item in _requirements(each)]
    if not isinstance(part, dict):
        return []
    found = [item for each in part.values() for item in _requirements(each)]
    return [part, *found] if "required" in part else found


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_the_criteria_of_a_version_are_those_that_an_answer_rules_on(
    client: httpx.Client, scheme: str, pathway: str
) -> None:
    held = client.get(f"/v1/schemes/{scheme}").json()["pathways"]
    (whole,) = [item for item in held if item["id"] == pathway]
    answered = [item["id"] for item in ask(client, question(scheme, pathway))["rules"]]
    criteria = [item["id"] for item in whole["criteria"]]
    assert [name for name in answered if name in criteria] == criteria
    for item in whole["criteria"]:
        assert item["facts"]
        assert item["when"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_facts_of_a_scheme_are_a_json_schema_from_which_a_form_can_be_built(
    client: httpx.Client, scheme: str
) -> None:
    schema = client.get(f"/v1/schemes/{scheme}/facts").json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(schema)
    assert schema["additionalProperties"] is False
    assert next(iter(schema["properties"])) == "grade"
    for name, fact in schema["properties"].items():
        assert len(fact["description"]) > 15, name
        assert fact["title"][0].isupper(), name
        assert ("type" in fact) != ("oneOf" in fact), name
        validator = jsonschema_rs.validator_for(fact)
        assert validator.is_valid(None), name


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_the_facts_of_every_worked_case_are_valid_by_the_schema_of_its_scheme(
    client: httpx.Client, scheme: str, pathway: str
) -> None:
    schema = client.get(f"/v1/schemes/{scheme}/facts").json()
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    assert validator.is_valid(question(scheme, pathway)["facts"])


def test_choices_are_named_in_words(client: httpx.Client) -> None:
    facts = client.get("/v1/schemes/derbyshire/facts").json()["properties"]
    teams = {item["const"]: item["title"] for item in facts["team_type"]["oneOf"]}
    assert teams["adoption-and-permanence"] == "Adoption and Permanence"
    assert len(teams) == 11
    assert facts["service_area"]["default"] == "children"
    assert {item["const"] for item in facts["qualification"]["oneOf"]} == {
        "degree", "masters", "other-recognised", "none", None,
    }  # fmt: skip


def test_a_scheme_s_own_facts_come_after_those_of_every_scheme(own: httpx.Client) -> None:
    facts = own.get("/v1/schemes/northshire/facts").json()["properties"]
    assert list(facts)[-6:] == [
        "probation_passed_on", "probation_started_on", "appraisal_score", "cases_held",
        "retention_agreed", "contract",
    ]  # fmt: skip
    assert facts["appraisal_score"]["type"] == ["string", "null"]
    assert facts["probation_passed_on"]["format"] == "date"


# Typed by hand from the pay table: (effective on, known on, spinal column point, salary, status).
FIGURES = [
    ("2023-03-01", "2023-03-01", 30, "36298.00", "settled"),
    ("2023-04-01", "2023-10-31", 24, "31099.00", "provisional"),
    ("2023-04-01", "2023-11-01", 24, "33024.00", "settled"),
    ("2024-03-31", "2026-01-01", 34, "42403.00", "settled"),
    ("2024-04-01", "2024-10-21", 32, "40221.00", "provisional"),
    ("2024-04-01", "2024-10-22", 32, "41511.00", "settled"),
    ("2025-03-31", "2025-03-31", 34, "43693.00", "settled"),
    ("2025-04-01", "2025-07-22", 30, "39513.00", "provisional"),
    ("2025-04-01", "2025-07-23", 30, "40777.00", "settled"),
    ("2026-03-31", "2026-03-31", 24, "35412.00", "settled"),
    ("2026-04-01", "2026-04-01", 32, "42839.00", "provisional"),
    ("2030-01-01", "2030-01-01", 34, "45091.00", "provisional"),
]


@pytest.mark.parametrize(("effective_on", "known_on", "scp", "salary", "status"), FIGURES)
def test_a_point_is_worth_what_the_pay_table_says(
    client: httpx.Client, effective_on: str, known_on: str, scp: int, salary: str, status: str
) -> None:
    params = {"effective_on": effective_on, "known_on": known_on}
    table = client.get("/v1/schemes/durham/pay-table", params=params).json()
    assert (table["effective_on"], table["known_on"]) == (effective_on, known_on)
    (found,) = [
        item for grade in table["grades"] for item in grade["points"] if item["point"]["scp"] == scp
    ]
    assert (found["annual_salary"], found["salary_status"]) == (salary, status)
    assert found["salary_source"]["table"] == "njc-2019"


def test_every_point_of_the_latest_award_is_as_the_csv_has_it(client: httpx.Client) -> None:
    file = ROOT / "shared" / "pay_tables" / "njc-2019" / "points.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        printed = {
            row["scp"]: (row["annual_salary"], row["basis"])
            for row in csv.DictReader(rows)
            if row["effective_from"] == "2025-04-01"
        }
    params = {"effective_on": "2025-04-01", "known_on": "2025-07-23"}
    table = client.get("/v1/schemes/durham/pay-table", params=params).json()
    points = {grade["grade"]: grade["points"] for grade in table["grades"]}
    assert [item["point"]["scp"] for item in points["9"]] == [24, 25, 26, 27, 28]
    assert [item["point"]["scp"] for item in points["11"]] == [30, 31, 32, 33, 34]
    for item in (*points["9"], *points["11"]):
        salary, basis = printed[str(item["point"]["scp"])]
        assert item["annual_salary"] == f"{salary}.00"
        assert item["salary_source"] == {
            "table": "njc-2019",
            "effective_from": "2025-04-01",
            "agreed_on": "2025-07-23",
            "basis": basis,
        }


@pytest.mark.parametrize(
    ("scheme", "points"), [("derbyshire", [4, 4, 4]), ("rotherham", [1, 2, 4, 4])]
)
def test_points_without_a_published_value_are_unpriced(
    client: httpx.Client, scheme: str, points: list[int]
) -> None:
    table = client.get(f"/v1/schemes/{scheme}/pay-table").json()
    assert [len(grade["points"]) for grade in table["grades"]] == points
    for grade in table["grades"]:
        for item in grade["points"]:
            assert item["salary_status"] == "unpriced"
            assert item["annual_salary"] is item["salary_source"] is None


@pytest.mark.parametrize(
    ("start", "dates"),
    [
        ("2026-01-14", ["2026-01-15", "2026-05-15", "2026-09-15"]),
        ("2026-01-15", ["2026-01-15", "2026-05-15", "2026-09-15"]),
        ("2026-01-16", ["2026-05-15", "2026-09-15", "2027-01-15"]),
        ("2026-09-16", ["2027-01-15", "2027-05-15", "2027-09-15"]),
        ("2026-12-31", ["2027-01-15", "2027-05-15", "2027-09-15"]),
        ("2019-06-01", ["2020-01-15", "2020-05-15", "2020-09-15"]),
        ("2020-01-01", ["2020-01-15", "2020-05-15", "2020-09-15"]),
    ],
)
def test_the_next_submission_dates_are_given_from_a_day_on(
    client: httpx.Client, start: str, dates: list[str]
) -> None:
    address = "/v1/schemes/derbyshire/submission-dates"
    found = client.get(address, params={"from": start}).json()["items"]
    assert [item["submission_date"] for item in found] == dates
    assert {item["scheme_version"] for item in found} == {"2020-01-01"}


@pytest.mark.parametrize("count", [1, 2, 60])
def test_as_many_submission_dates_are_given_as_were_asked_for(
    client: httpx.Client, count: int
) -> None:
    address = "/v1/schemes/derbyshire/submission-dates"
    found = client.get(address, params={"from": "2026-01-01", "count": count}).json()["items"]
    days = [item["submission_date"] for item in found]
    assert len(days) == len(set(days)) == count
    assert days == sorted(days)
    assert {day[5:] for day in days} <= {"01-15", "05-15", "09-15"}


@pytest.mark.parametrize("scheme", ["durham", "rotherham"])
def test_a_scheme_without_submission_dates_has_none_to_give(
    client: httpx.Client, scheme: str
) -> None:
    assert client.get(f"/v1/schemes/{scheme}/submission-dates").json()["items"] == []
