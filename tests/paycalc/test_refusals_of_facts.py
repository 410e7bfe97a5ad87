"""Facts that are refused: of the wrong type, unknown, or contradicting each other."""

from typing import Any

import httpx
import pytest
from tests.support.problems import pointers, refused
from tests.support.questions import (
    DETERMINATIONS,
    PATHWAYS,
    ask,
    der910,
    der1011,
    dur911,
    durham_appointment,
    question,
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


@pytest.mark.parametrize("scheme", ["derbyshire", "durham", "rotherham"])
def test_every_scheme_accepts_every_fact_with_a_fixed_name(
    client: httpx.Client, scheme: str
) -> None:
    assert set(client.get(f"/v1/schemes/{scheme}/facts").json()["properties"]) == FIXED


CONTRADICTIONS: list[tuple[Json, set[str]]] = [
    (
        der910(signed_off_on="2026-01-08", evidence_complete_on="2026-01-08"),
        {"submitted_on", "signed_off_on"},
    ),
    (der910(evidence_complete_on="2026-03-21"), {"evidence_complete_on", "signed_off_on"}),
    (
        der910(signed_off_on="2026-01-08"),
        {"submitted_on", "evidence_complete_on", "signed_off_on"},
    ),
    (rothi(submitted_on="2025-11-04"), {"submitted_on", "signed_off_on"}),
    (dur911(submitted_on="2026-03-21"), {"submitted_on", "signed_off_on"}),
    (
        durham_appointment(submitted_on="2026-01-02", signed_off_on="2026-01-01"),
        {"submitted_on", "signed_off_on"},
    ),
    (der910(asye_completed_on="2024-07-09"), {"qualified_on", "asye_completed_on"}),
    (
        der910(asye_completed_on="2024-07-09", asye_outcome="failed"),
        {"qualified_on", "asye_completed_on"},
    ),
    (
        rothi(nqsw_portfolio_completed_on="2022-06-29"),
        {"qualified_on", "nqsw_portfolio_completed_on"},
    ),
    (der910(registered_on="2024-07-09"), {"qualified_on", "registered_on"}),
    (der910(asye_outcome="in-progress"), {"asye_outcome", "asye_completed_on"}),
    (der910(asye_outcome="not-undertaken"), {"asye_outcome", "asye_completed_on"}),
    (
        rothi(asye_outcome="not-undertaken", qualified_on="2010-07-01"),
        {"asye_outcome", "asye_completed_on"},
    ),
    (der910(signed_off_on="2026-04-03"), {"signed_off_on"}),
    (dur911(authorised_point_position=1), {"authorised_point_position"}),
    (durham_appointment(authorised_point_position=1), {"authorised_point_position"}),
    (rothi(authorised_point_position=1), {"authorised_point_position"}),
    (
        question("rotherham", "band-g-to-h", authorised_point_position=1),
        {"authorised_point_position"},
    ),
    (der910(authorised_point_position=3), {"authorised_point_position"}),
    (der1011(authorised_point_position=2), {"authorised_point_position"}),
    (der910(team_type="fostering", authorised_point_position=5), {"authorised_point_position"}),
    (
        rotherham_appointment(target_grade="H", authorised_point_position=3),
        {"authorised_point_position"},
    ),
    (
        rotherham_appointment(target_grade="G", authorised_point_position=2),
        {"authorised_point_position"},
    ),
    (rotherham_appointment(authorised_point_position=5), {"authorised_point_position"}),
    *(
        (
            question(*pathway, authorised_effective_from="2026-01-01"),
            {"authorised_effective_from"},
        )
        for pathway in PATHWAYS
    ),
]


@pytest.mark.parametrize(("asked", "named"), CONTRADICTIONS)
def test_facts_that_contradict_each_other_are_named(
    client: httpx.Client, asked: Json, named: set[str]
) -> None:
    problem = refused(client, asked, 422, "contradictory-facts")
    assert set(pointers(problem)) == {f"/facts/{name}" for name in named}


def test_a_contradiction_is_refused_whatever_the_rules_would_say(client: httpx.Client) -> None:
    asked = der910(standards_met=False, registered_on="2024-07-09", team_type=None)
    refused(client, asked, 422, "contradictory-facts")


def test_every_contradiction_is_named_at_once(client: httpx.Client) -> None:
    asked = dur911(
        asye_outcome="in-progress", signed_off_on="2026-03-26", qualified_on="2025-01-01"
    )
    problem = refused(client, asked, 422, "contradictory-facts")
    assert set(pointers(problem)) == {
        f"/facts/{name}"
        for name in ("asye_outcome", "asye_completed_on", "signed_off_on", "qualified_on")
    }


NEAR_MISSES = [
    der910(submitted_on="2026-03-20", evidence_complete_on="2026-03-20"),
    der910(signed_off_on="2026-04-02"),
    der910(asye_completed_on="2024-07-10"),
    der910(registered_on="2024-07-10"),
    rothi(nqsw_portfolio_completed_on="2022-06-30"),
    der910(asye_outcome="failed"),
    der910(asye_outcome=None),
    der910(registered_practice_from="2024-07-31"),
    der910(registered_practice_from="2024-01-01"),
    der910(evidence_complete_on="2026-01-02"),
    der910(submitted_on="2026-01-02", evidence_complete_on="2026-03-20"),
    der910(asye_completed_on="2026-01-31"),
    der910(signed_off_on=None, submitted_on="2026-04-03", evidence_complete_on="2026-04-04"),
    der910(service_area="children", team_type="adults"),
    der910(team_type="fostering", authorised_point_position=4),
    der910(team_type=None, authorised_point_position=4),
    der1011(agreed_development_complete=False, agreed_development_completed_on="2026-01-01"),
    der1011(my_plan_completed_on="2019-01-01"),
    der1011(systemic_practice_training="none", systemic_practice_completed_on="2026-01-01"),
    rothi(point_position=1, scp=33),
    rothi(point_position=9),
    rothi(commenced_on="2030-01-01"),
    rotherham_appointment(target_grade="G", authorised_point_position=1),
    rotherham_appointment(commenced_on="2030-01-01"),
    rotherham_appointment(submitted_on="2026-03-01"),
    rotherham_appointment(commenced_on="2018-01-01", qualified_on="2019-06-30"),
    durham_appointment(signed_off_on="2026-01-01"),
]


@pytest.mark.parametrize("asked", NEAR_MISSES)
def test_what_only_looks_like_a_contradiction_is_answered(
    client: httpx.Client, asked: Json
) -> None:
    assert client.post(DETERMINATIONS, json=asked).status_code == 200
