"""Facts that are refused: of the wrong type, or unknown."""

from typing import Any

import httpx
import pytest
from tests.support.problems import pointers, refused
from tests.support.questions import (
    ask,
    der910,
    dur911,
    durham_appointment,
    rotherham_appointment,
    rothi,
)

Json = dict[str, Any]

NO_DATES: tuple[Any, ...] = (
    True, False, 0, 1, 20260115, 1768435200, 1768435200.5, -1, "", " ", "2026-1-5", "20260115",
    "2026-01-15T00:00:00", "2026-01-15T00:00:00Z", "15/01/2026", "2026-02-30", "2025-02-29",
    "2026-13-01", "2026-00-10", "2026-01-00", "1899-12-31", "2200-01-01", " 2026-01-15",
    "2026-01-15 ", "2026-01-15\n", "today", "2026-W03-4", "2026-015", "-2026-01-15",
    "\uff12\uff10\uff12\uff16-01-15", [], ["2026-01-15"], {"year": 2026},
)  # fmt: skip
NO_FLAGS: tuple[Any, ...] = ("yes", "true", "True", "on", "", 0, 1, 1.0, 0.0, "1", [], [True], {})
NO_WHOLE_NUMBERS: tuple[Any, ...] = (
    True,
    False,
    "12",
    "1",
    "",
    1.5,
    0,
    -1,
    1000,
    10**18,
    0.0,
    [],
    [1],
    {},
)
NO_OUTCOMES: tuple[Any, ...] = (
    "Passed",
    "PASSED",
    "passed ",
    "",
    "pass",
    True,
    1,
    ["passed"],
    {"passed": True},
)
NO_TEAMS: tuple[Any, ...] = (
    "Fostering",
    "fosterings",
    "children_in_care",
    "team-9",
    "",
    3,
    False,
    [],
)
NO_LABELS: tuple[Any, ...] = (
    "",
    " 9",
    "9 ",
    "9\n",
    "-9",
    "9-",
    9,
    9.0,
    True,
    "x" * 21,
    "gr\u00e4de",
    [],
    {},
)

WRONG = [
    *(("submitted_on", value) for value in NO_DATES),
    *(("registered_practice_from", value) for value in NO_DATES),
    *(("standards_met", value) for value in NO_FLAGS),
    *(("fast_track", value) for value in NO_FLAGS),
    *(("scp", value) for value in NO_WHOLE_NUMBERS),
    *(("authorised_point_position", value) for value in NO_WHOLE_NUMBERS),
    *(("asye_outcome", value) for value in NO_OUTCOMES),
    *(("team_type", value) for value in NO_TEAMS),
    *(("grade", value) for value in NO_LABELS),
    *(("target_grade", value) for value in NO_LABELS),
]


@pytest.mark.parametrize(("fact", "value"), WRONG)
def test_a_fact_of_the_wrong_type_is_refused_by_name(
    client: httpx.Client, fact: str, value: object
) -> None:
    problem = refused(client, der910(**{fact: value}), 422, "invalid-request")
    assert pointers(problem) == [f"/facts/{fact}"]


def test_every_fact_of_the_wrong_type_is_named_at_once(client: httpx.Client) -> None:
    asked = der910(submitted_on=5, standards_met="yes", grade=9, scp="12", team_type="tea-team")
    problem = refused(client, asked, 422, "invalid-request")
    assert set(pointers(problem)) == {
        f"/facts/{name}" for name in ("submitted_on", "standards_met", "grade", "scp", "team_type")
    }


def test_a_whole_number_may_be_written_with_a_nought_behind_the_point(
    client: httpx.Client,
) -> None:
    assert ask(client, rothi(scp=35.0)) == ask(client, rothi(scp=35))


def test_a_team_that_the_scheme_does_not_have_is_answered_with_its_teams(
    client: httpx.Client,
) -> None:
    problem = refused(client, der910(team_type="safeguarding"), 422, "invalid-request")
    (error,) = problem["errors"]
    for team in ("fostering", "leaving-care", "adoption-and-permanence", "youth-offending",
                 "assessment", "child-protection", "children-in-care", "disabled-children",
                 "adults", "other"):  # fmt: skip
        assert team in error["detail"]


@pytest.mark.parametrize("team", ["safeguarding", "team-9", "a"])
def test_any_team_will_do_where_the_scheme_tells_none_apart(
    client: httpx.Client, team: str
) -> None:
    assert ask(client, dur911(team_type=team))["outcome"] == "determined"
    refused(client, dur911(team_type="Team 9"), 422, "invalid-request")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (rotherham_appointment(target_grade="K"), ["G", "H", "I", "J"]),
        (rotherham_appointment(target_grade="g"), ["G", "H", "I", "J"]),
        (durham_appointment(target_grade="9"), ["11"]),
        (durham_appointment(target_grade="10"), ["11"]),
        (der910(target_grade="12"), ["9", "10", "11"]),
    ],
)
def test_a_grade_that_is_not_offered_is_refused_with_those_that_are(
    client: httpx.Client, asked: Json, offered: list[str]
) -> None:
    problem = refused(client, asked, 422, "invalid-request")
    assert pointers(problem) == ["/facts/target_grade"]
    for grade in offered:
        assert grade in problem["errors"][0]["detail"]


@pytest.mark.parametrize("value", [None, True, "2026-01-01"])
def test_a_fact_that_the_scheme_does_not_know_is_named_with_those_that_it_knows(
    client: httpx.Client, value: object
) -> None:
    asked = der910()
    asked["facts"]["quallified_on"] = value
    problem = refused(client, asked, 422, "unknown-fact")
    assert pointers(problem) == ["/facts/quallified_on"]
    assert "did you mean qualified_on?" in problem["errors"][0]["detail"]
    for name in client.get("/v1/schemes/derbyshire/facts").json()["properties"]:
        assert name in problem["detail"]


def test_of_many_unknown_facts_the_first_fifty_are_named(client: httpx.Client) -> None:
    asked = der910(**{f"signed_off_o{number}": True for number in range(2000)})
    problem = refused(client, asked, 422, "unknown-fact")
    assert pointers(problem) == [f"/facts/signed_off_o{number}" for number in range(50)]


def test_the_name_of_an_unknown_fact_is_escaped_in_its_pointer(client: httpx.Client) -> None:
    asked = der910()
    asked["facts"] |= {"a/b~c": 1, "": 2, "Grade": "9", "\u00e9t\u00e9": True}
    problem = refused(client, asked, 422, "unknown-fact")
    assert pointers(problem) == [
        "/facts/a~1b~0c",
        "/facts/",
        "/facts/Grade",
        "/facts/\u00e9t\u00e9",
    ]


FIXED = {
    "grade", "target_grade", "point_position", "scp", "team_type", "service_area",
    "qualification", "qualified_on", "registered_on", "registered_practice_from",
    "commenced_on", "asye_outcome", "asye_completed_on", "nqsw_portfolio_completed_on",
    "pq_award", "pdr_supports", "fast_track", "line_manager_recommends", "standards_met",
    "head_of_service_agrees", "competencies_evidenced", "prior_progression_evidenced",
    "agreed_development_complete", "my_plan_complete", "coursework_submitted",
    "mandatory_training_complete", "agreed_development_completed_on", "my_plan_completed_on",
    "coursework_submitted_on", "systemic_practice_completed_on", "systemic_practice_training",
    "head_of_service_accepts_commitment", "submitted_on", "evidence_complete_on",
    "signed_off_on", "authorised_point_position", "authorised_effective_from",
}  # fmt: skip


OWN = {
    "durham": {"academy_supported"},
    "derbyshire": {
        "systemic_practice_due_on",
        "sampled_for_quality",
        "joined_with_experience",
        "considered_from",
    },
}


@pytest.mark.parametrize("scheme", ["derbyshire", "durham", "rotherham"])
def test_every_scheme_accepts_every_fact_with_a_fixed_name(
    client: httpx.Client, scheme: str
) -> None:
    accepted = set(client.get(f"/v1/schemes/{scheme}/facts").json()["properties"])
    assert accepted == FIXED | OWN.get(scheme, set())
