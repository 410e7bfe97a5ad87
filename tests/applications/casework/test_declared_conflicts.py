"""Conflicts that people declare, and what the case says once nobody is left."""

import pytest
from tests.support.casework import CaseOf
from tests.support.council import Council, problem, put
from tests.support.durham import give_role, worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    ADMINISTRATOR,
    INDEPENDENT,
    LOCALITY_MANAGER,
    RESPONSIBLE,
    SECOND_INDEPENDENT,
    TEAM,
    TEAM_MANAGER,
    THIRD_SERVICE,
    WORKER,
    Json,
    assessed,
    settle,
)

STANDS_IN: str = "D-1"
WHY = {"reason": "We trained together."}
ROLE = "independent_head_of_service"


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    council = make_council(["rotherham"])
    settle(council)
    put(council.hris, f"/v1/workers/{STANDS_IN}", worker(STANDS_IN, TEAM, grade="M"))
    return council


def may_audit(case: CaseOf, number: str) -> bool:
    return number in case.actions(ADMINISTRATOR)["audit-case-file"]["people"]


def vacant(case: CaseOf) -> dict[str, Json]:
    """What keeps the case, by step."""
    return {each["step"]: each for each in case.seen_by(TEAM_MANAGER)["vacancies"]}


def test_where_no_independent_head_of_service_is_left_the_case_says_so_and_who_could_appoint_one(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)
    assert vacant(case) == {}
    case.take(INDEPENDENT, "recuse", WHY)
    case.take(SECOND_INDEPENDENT, "recuse", WHY)
    found = vacant(case)["case-file-audits"]
    assert (found["role"], found["mended_by"], found["people"]) == (
        ROLE, ["administrator"], [ADMINISTRATOR],
    )  # fmt: skip
    assert "Nobody is left" in found["detail"]
    assert "head_of_service over a service that is not the worker's" in found["detail"]
    assert set(vacant(case)) == {"interview", "case-file-audits", "contribution",
                                 "evaluation-report"}  # fmt: skip
    for number in (TEAM_MANAGER, INDEPENDENT):
        assert "Nobody is left" in case.actions(number)["audit-case-file"]["reason"]
    tasks = rotherham.person(ADMINISTRATOR).get("/v1/tasks").json()["items"]
    mine = {each["step"]: each for each in tasks if each["kind"] == "appoint"}
    assert set(mine) == set(vacant(case))
    assert mine["case-file-audits"]["vacancies"] == [found]
    give_role(rotherham, STANDS_IN, "head_of_service", "service", THIRD_SERVICE)
    assert vacant(case) == {}
    tasks = rotherham.person(ADMINISTRATOR).get("/v1/tasks").json()["items"]
    assert "appoint" not in {each["kind"] for each in tasks}
    assert may_audit(case, STANDS_IN)


def test_a_declared_conflict_is_lifted_by_an_administrator_with_a_reason_and_by_nobody_else(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)
    nobody = case.ask(ADMINISTRATOR, "lift-conflict", {"employee_number": INDEPENDENT, **WHY})
    assert nobody.json()["detail"] == "Nobody has declared a conflict."
    case.take(INDEPENDENT, "recuse", WHY)
    assert not may_audit(case, INDEPENDENT)
    for number in (INDEPENDENT, LOCALITY_MANAGER, WORKER, TEAM_MANAGER):
        tried = case.ask(number, "lift-conflict", {"employee_number": INDEPENDENT, **WHY})
        assert (tried.status_code, problem(tried)) == (409, "action-not-allowed")
    unknown = case.ask(ADMINISTRATOR, "lift-conflict", {"employee_number": RESPONSIBLE, **WHY})
    assert unknown.json()["errors"][0]["pointer"] == "/employee_number"
    without = case.ask(ADMINISTRATOR, "lift-conflict", {"employee_number": INDEPENDENT})
    assert without.status_code == 422
    lifted = {"employee_number": INDEPENDENT, "reason": "Another person of that name."}
    case.take(ADMINISTRATOR, "lift-conflict", lifted)
    assert may_audit(case, INDEPENDENT)
    declared, ended = [each for each in case.history() if "conflict" in each["kind"]
                       or each["kind"] == "recused"]  # fmt: skip
    assert (declared["actor"], declared["text"]) == (INDEPENDENT, WHY)
    assert (ended["actor"], ended["body"]["employee_number"], ended["text"]) == (
        ADMINISTRATOR, INDEPENDENT, {"reason": "Another person of that name."},
    )  # fmt: skip
    assert "conflict-lifted" not in {each["kind"] for each in case.history(WORKER)}


def test_an_administrator_lifts_no_conflict_of_their_own(rotherham: Council) -> None:
    case = assessed(rotherham)
    case.take(ADMINISTRATOR, "recuse", WHY)
    tried = case.ask(ADMINISTRATOR, "lift-conflict", {"employee_number": ADMINISTRATOR, **WHY})
    assert (tried.status_code, problem(tried)) == (409, "action-not-allowed")
