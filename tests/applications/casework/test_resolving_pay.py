"""What a decision leaves open about pay goes back to those who decided, before anybody is paid."""

from tests.support.casework import CaseOf, answered, open_case
from tests.support.council import Council, problem
from tests.support.durham import (
    ASYE_BEFORE_THE_ACADEMY,
    OTHER_TEAM_MANAGER,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
    give_role,
    settle,
)
from tests.support.waiting import wait_until

UNKNOWN_ASYE = {
    name: value for name, value in ASYE_BEFORE_THE_ACADEMY.items() if not name.startswith("asye_")
}
ASYE = {"asye_outcome": "passed", "asye_completed_on": "2022-09-30"}
RESOLVED = {"facts": ASYE, "comments": "The certificate is on file."}


def sent_back(council: Council) -> CaseOf:
    """A case that was decided, of a worker of whom nobody had recorded the ASYE."""
    settle(council, qualifications=UNKNOWN_ASYE)
    case = open_case(council).submitted()
    for number in (SERVICE_MANAGER, STRATEGIC_MANAGER):
        case.take(number, "sign-off")
    wait_until(lambda: case.seen_by(TEAM_MANAGER)["pay_status"] == "needs_decision")
    return case


def test_what_pay_still_needs_is_a_step_of_those_who_decided(council: Council) -> None:
    case = sent_back(council)
    assert case.seen_by(WORKER)["status"] == "decided"
    step = case.step("resolve-pay")
    assert (step["state"], step["roles"]) == ("open", ["service_manager", "strategic_manager"])
    for number in (SERVICE_MANAGER, STRATEGIC_MANAGER):
        tasks = council.person(number).get("/v1/tasks").json()["items"]
        assert "resolve-pay" in {task["step"] for task in tasks}
    for number in (TEAM_MANAGER, WORKER):
        refused = case.ask(number, "resolve-pay", RESOLVED)
        assert (refused.status_code, problem(refused)) == (409, "action-not-allowed")
    early = case.actions(TEAM_MANAGER)["authorise-change"]
    assert (early["allowed"], case.ask(TEAM_MANAGER, "authorise-change").status_code) == (
        False,
        409,
    )
    case.take(SERVICE_MANAGER, "resolve-pay", RESOLVED)
    case.wait_for_pay()
    assert "resolve-pay" not in case.open_steps()
    case.take(TEAM_MANAGER, "authorise-change")
    (point,) = answered(council.hris.get("/v1/pay-points"))["items"]
    assert (point["grade"], point["point"]["scp"]) == ("11", 30)


def test_pay_is_resolved_with_facts_that_the_scheme_has_and_with_words(council: Council) -> None:
    case = sent_back(council)
    before = case.seen_by(TEAM_MANAGER)
    for body, pointer in (
        ({"facts": ASYE}, ""),
        ({"facts": {"no_such_fact": True}, "comments": "x"}, "/facts/no_such_fact"),
        ({"facts": {"asye_outcome": "very well"}, "comments": "x"}, "/facts/asye_outcome"),
        ({"facts": None, "comments": "x"}, "/facts"),
    ):
        refused = case.ask(SERVICE_MANAGER, "resolve-pay", body)
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert case.seen_by(TEAM_MANAGER) == before


def test_who_stepped_back_does_not_resolve_pay_and_is_not_asked_to(council: Council) -> None:
    case = sent_back(council)
    case.take(SERVICE_MANAGER, "recuse", {"reason": "We are related."})
    assert case.ask(SERVICE_MANAGER, "resolve-pay", RESOLVED).status_code == 409
    assert council.person(SERVICE_MANAGER).get("/v1/tasks").json()["items"] == []
    handed = {"step": "resolve-pay", "employee_number": SERVICE_MANAGER, "reason": "Away."}
    assert case.ask(STRATEGIC_MANAGER, "reassign", handed).status_code == 422
    assert case.take(STRATEGIC_MANAGER, "resolve-pay", RESOLVED)["pay_status"] == "pending"


def test_once_given_to_somebody_by_name_it_is_theirs(council: Council) -> None:
    case = sent_back(council)
    give_role(council, OTHER_TEAM_MANAGER, "service_manager", "service", "children-in-care")
    handed = {"step": "resolve-pay", "employee_number": OTHER_TEAM_MANAGER, "reason": "Away."}
    case.take(STRATEGIC_MANAGER, "reassign", handed)
    for number in (SERVICE_MANAGER, STRATEGIC_MANAGER):
        refused = case.ask(number, "resolve-pay", RESOLVED)
        assert "given to somebody else" in refused.json()["detail"]
    assert case.take(OTHER_TEAM_MANAGER, "resolve-pay", RESOLVED)["pay_status"] == "pending"
