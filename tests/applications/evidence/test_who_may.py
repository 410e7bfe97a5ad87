"""Who provides evidence, who reads it, and who may not even know of it."""

import pytest
from tests.support.council import Council, key, put
from tests.support.durham import give_role, worker
from tests.support.durham import settle as settle_durham
from tests.support.durham_case import open_case
from tests.support.eastshire import (
    AUDITOR,
    EXAMPLE,
    HEAD,
    MANAGER,
    REFERENCE,
    REFLECTION,
    TEAM,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import problem


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


def test_each_item_is_provided_by_its_roles_alone(council: Council) -> None:
    case = Portfolio.opened(council)
    refused = problem(case.offer("reflection", REFLECTION, by=MANAGER), 403, "forbidden")
    assert "provided by: Social worker" in refused["detail"]
    problem(case.offer("reference", REFERENCE), 403, "forbidden")
    given = case.give("reference", REFERENCE, by=MANAGER)
    assert (given["provided_by"], given["role"]) == (MANAGER, "line_manager")
    assert case.say(given, "withdraw").status_code == 403


def test_nobody_provides_their_own_report_in_another_role(council: Council) -> None:
    give_role(council, WORKER, "team_manager", "team", TEAM)
    case = Portfolio.opened(council)
    problem(case.offer("reference", REFERENCE), 403, "forbidden")


def test_who_has_stepped_back_provides_nothing_more(council: Council) -> None:
    case = Portfolio.opened(council)
    case.take(MANAGER, "recuse", {"reason": "We are related."})
    problem(case.offer("reference", REFERENCE, by=MANAGER), 403, "forbidden")


def test_others_with_a_standing_read_and_nobody_else_does(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    for number in (MANAGER, HEAD, AUDITOR):
        assert case.read(given, number)["answers"] == REFLECTION
    stranger = {"subject": "E-S", "name": "Somebody Else", "posts": []}
    council.hris.put("/v1/workers/E-S", json=stranger)
    for path in (f"{case.path}/evidence", f"{case.path}/evidence/{given['evidence_id']}"):
        problem(council.person("E-S").get(path), 404, "not-found")
        problem(council.hris.get(path), 403, "forbidden")
    problem(case.offer("reflection", REFLECTION, by="E-S"), 404, "not-found")


def test_who_only_pays_sees_the_case_and_not_what_it_is_made_of(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    put(council.hris, "/v1/workers/E-P", worker("E-P", TEAM, grade="B"))
    give_role(council, "E-P", "payroll", "authority", None)
    assert council.person("E-P").get(case.path).is_success
    for path in (f"{case.path}/evidence", f"{case.path}/evidence/{given['evidence_id']}"):
        problem(council.person("E-P").get(path), 404, "not-found")


def test_another_authority_finds_nothing(council: Council, make_council: MakeCouncil) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    other = Portfolio(settle(make_council(["eastshire"])), case.application_id)
    client = other.council.person(WORKER)
    problem(client.get(f"{case.path}/evidence"), 404, "not-found")
    problem(client.get(f"{case.path}/evidence/{given['evidence_id']}"), 404, "not-found")
    problem(other.offer("case-example", EXAMPLE), 404, "not-found")


def test_evidence_belongs_to_its_own_case(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    case.take(WORKER, "withdraw", {"reason": "Once more."})
    second = Portfolio.opened(council)
    path = f"{second.path}/evidence/{given['evidence_id']}"
    problem(council.person(WORKER).get(path), 404, "not-found")
    replacing = second.offer("reflection", REFLECTION, replaces=given["evidence_id"])
    problem(replacing, 422, "unknown-reference")


def test_under_embargo_the_worker_finds_no_evidence(make_council: MakeCouncil) -> None:
    council = make_council()
    settle_durham(council)
    path = f"/v1/applications/{open_case(council)}/evidence"
    problem(council.person("W-1").get(path), 404, "not-found")
    body = {"item": "template", "answers": {}}
    problem(council.person("W-1").post(path, json=body, headers=key()), 404, "not-found")
    assert council.person("TM-1").get(path).json()["requirements"] == []
