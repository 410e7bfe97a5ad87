"""Eligibility: every way up for a worker, before any case."""

from typing import Any

import httpx
import pytest
from tests.support.council import Council, problem
from tests.support.durham import (
    ASYE_BEFORE_THE_ACADEMY,
    OTHER_TEAM_MANAGER,
    TEAM_MANAGER,
    WORKER,
    settle,
    worker,
)
from tests.support.house_fixtures import MakeCouncil

Json = dict[str, Any]

TEAM = {"title": "Assessment", "service": "assessment", "locality": "north"}


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham's people."""
    settle(council)
    return council


def eligibility(council: Council, number: str = WORKER) -> list[Json]:
    response = council.hris.get(f"/v1/workers/{number}/eligibility")
    assert response.status_code == 200, response.text
    items: list[Json] = response.json()["items"]
    return items


def rule(prospect: Json, name: str) -> Json:
    found: Json = next(each for each in prospect["rules"] if each["id"] == name)
    return found


def one(council: Council, grade: str, team_type: str | None = None, **told: object) -> Json:
    """The one way up for somebody of whom this is known."""
    team = TEAM | ({} if team_type is None else {"team_type": team_type})
    assert council.hris.put("/v1/teams/assessment", json=team).is_success
    body = worker("E-1", "assessment", grade, **told)
    assert council.hris.put("/v1/workers/E-1", json=body).is_success
    (found,) = eligibility(council, "E-1")
    return found


def test_what_is_met_since_when_and_what_people_decide_are_told_apart(durham: Council) -> None:
    (found,) = eligibility(durham)

    assert (found["scheme"], found["pathway"], found["post_number"]) == (
        "durham",
        "grade-9-to-11",
        "1",
    )
    assert (found["from_grade"], found["to_grades"]) == ("9", ["11"])
    assert found["outcome"] == "insufficient_facts"
    assert found["missing_facts"] == []
    assert found["decided_in_case"] == ["line_manager_recommends", "standards_met", "signed_off_on"]
    assert found["earliest_on"] == ASYE_BEFORE_THE_ACADEMY["asye_completed_on"]
    asye = rule(found, "asye-completed")
    assert (asye["status"], asye["met_on"]) == ("met", "2022-09-30")
    assert asye["clause"]["heading"] == "Introduction"
    assert asye["assumption"] is None
    assert found["problem"] is None


def test_what_is_not_on_record_is_asked_for(durham: Council) -> None:
    assert durham.hris.put(
        f"/v1/workers/{WORKER}",
        json=worker(WORKER, qualifications={"asye_outcome": "passed"}),
        headers={"If-Match": "*"},
    ).is_success
    (found,) = eligibility(durham)
    assert found["missing_facts"] == ["asye_completed_on"]
    assert found["earliest_on"] is None


def test_what_is_not_met_and_time_will_not_mend_has_no_day(durham: Council) -> None:
    assert durham.hris.put(
        f"/v1/workers/{WORKER}",
        json=worker(WORKER, qualifications={"asye_outcome": "failed"}),
        headers={"If-Match": "*"},
    ).is_success
    (found,) = eligibility(durham)
    assert (found["outcome"], found["earliest_on"]) == ("not_met", None)
    assert rule(found, "asye-completed")["status"] == "not_met"


def test_what_time_will_mend_has_its_day(make_council: MakeCouncil) -> None:
    council = make_council(["rotherham"])
    found = one(
        council,
        "H",
        qualifications={
            "qualification": "degree",
            "qualified_on": "2025-07-10",
            "asye_outcome": "passed",
            "asye_completed_on": "2025-12-30",
        },
    )
    assert (found["pathway"], found["outcome"]) == ("band-h-to-i", "not_met")
    assert found["earliest_on"] == "2027-07-10"
    assert "pdr_supports" in found["decided_in_case"]


def test_a_scheme_without_a_way_from_the_grade_has_none(durham: Council) -> None:
    assert eligibility(durham, TEAM_MANAGER) == []


def test_facts_of_another_scheme_are_not_asked_about(make_council: MakeCouncil) -> None:
    council = make_council(["durham", "derbyshire"])
    body = TEAM | {"team_type": "assessment"}
    assert council.hris.put("/v1/teams/assessment", json=body).is_success
    told = worker("E-1", "assessment", "9", facts={"academy_supported": True, "unheard_of": 1})
    assert council.hris.put("/v1/workers/E-1", json=told).is_success
    found = eligibility(council, "E-1")
    assert [(each["scheme"], each["pathway"]) for each in found] == [
        ("durham", "grade-9-to-11"),
        ("derbyshire", "grade-9-to-10"),
        ("derbyshire", "grade-9-to-10-without-asye"),
    ]
    assert [each["problem"] for each in found] == [None, None, None]


def test_facts_that_cannot_all_be_right_are_said_to_be(make_council: MakeCouncil) -> None:
    council = make_council(["rotherham"])
    told = {"qualified_on": "2025-07-10", "asye_outcome": "passed", "qualification": "degree"}
    found = one(council, "H", qualifications=told | {"asye_completed_on": "2024-01-01"})
    assert found["outcome"] is None
    assert found["problem"]["type"] == "/problems/contradictory-facts"
    assert found["rules"] == []


def test_who_has_nothing_to_do_with_a_worker_sees_nothing(durham: Council) -> None:
    address = f"/v1/workers/{WORKER}/eligibility"
    for who in (WORKER, TEAM_MANAGER):
        assert durham.person(who).get(address).status_code == 200
    hidden = durham.person(OTHER_TEAM_MANAGER).get(address)
    assert (hidden.status_code, problem(hidden)) == (404, "not-found")
    assert durham.hris.get("/v1/workers/nobody/eligibility").status_code == 404


def test_without_paycalc_it_is_unavailable_for_now(durham: Council) -> None:
    durham.house.paycalc.kill()
    try:
        # The suite's own client takes no answer of 500 or more for good.
        answer = httpx.get(
            f"{durham.house.url}/v1/workers/{WORKER}/eligibility",
            headers={"Authorization": f"Bearer {durham.token(None)}"},
            timeout=30,
        )
    finally:
        durham.house.paycalc.start()
    assert (answer.status_code, problem(answer)) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert len(eligibility(durham)) == 1
