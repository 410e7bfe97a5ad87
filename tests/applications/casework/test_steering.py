"""What every case has: it is withdrawn, somebody steps back, a step is given by name, corrected."""

from tests.support.casework import CONGRATULATION, CaseOf, open_case
from tests.support.council import Council, problem
from tests.support.durham import (
    NOT_READY,
    OTHER_TEAM_MANAGER,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
    give_role,
    settle,
)

SECOND_STRATEGIC = "ST-2"
WHY = {"reason": "We are related."}


def a_case(council: Council) -> CaseOf:
    """A case that waits for both managers, of whom there are two strategic ones."""
    settle(council)
    return open_case(council).submitted()


def with_a_second_strategic_manager(council: Council) -> None:
    give_role(council, OTHER_TEAM_MANAGER, "strategic_manager", "locality", "east")


def test_a_withdrawn_case_waits_for_nobody_and_takes_no_action(council: Council) -> None:
    case = a_case(council)
    withdrawn = case.take(TEAM_MANAGER, "withdraw", {"reason": "The worker has left."})
    assert withdrawn["status"] == "withdrawn"
    assert council.person(SERVICE_MANAGER).get("/v1/tasks").json()["items"] == []
    refused = case.ask(SERVICE_MANAGER, "sign-off")
    assert (refused.status_code, problem(refused)) == (409, "action-not-allowed")
    assert case.allowed(SERVICE_MANAGER) == {"recuse"}
    assert case.ask(TEAM_MANAGER, "withdraw", WHY).status_code == 409
    last = case.history()[-1]
    assert (last["kind"], last["text"]) == (
        "application-withdrawn",
        {"reason": "The worker has left."},
    )


def test_another_case_may_be_opened_after_one_was_withdrawn_and_not_before(
    council: Council,
) -> None:
    case = a_case(council)
    again = council.person(TEAM_MANAGER).post(
        "/v1/applications",
        json={"employee_number": WORKER, "post_number": "1", "scheme": "durham",
              "pathway": "grade-9-to-11"},
        headers={"Idempotency-Key": "again"},
    )  # fmt: skip
    assert (again.status_code, problem(again)) == (409, "cannot-open")
    case.take(TEAM_MANAGER, "withdraw", WHY)
    assert open_case(council).application_id != case.application_id


def test_why_a_case_under_embargo_was_withdrawn_is_not_told_to_the_worker(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted(NOT_READY)
    case.take(TEAM_MANAGER, "withdraw", {"reason": "She is not ready after all."})
    assert case.seen_by(WORKER)["status"] == "withdrawn"
    assert [event["kind"] for event in case.history(WORKER)] == ["application-opened"]


def test_only_who_opens_cases_of_the_pathway_withdraws_them(council: Council) -> None:
    case = a_case(council)
    for number in (SERVICE_MANAGER, STRATEGIC_MANAGER):
        refused = case.ask(number, "withdraw", WHY)
        assert (refused.status_code, problem(refused)) == (409, "action-not-allowed")


def test_who_stepped_back_does_nothing_more_in_the_case(council: Council) -> None:
    case = a_case(council)
    case.take(SERVICE_MANAGER, "recuse", WHY)
    refused = case.ask(SERVICE_MANAGER, "sign-off")
    assert "stepped back" in refused.json()["detail"]
    correction = {"fact": "line_manager_recommends", "value": False, "reason": "No."}
    assert case.ask(SERVICE_MANAGER, "correct", correction).status_code == 409
    handover = {"step": "sign-off", "employee_number": STRATEGIC_MANAGER, "reason": "No."}
    assert case.ask(SERVICE_MANAGER, "reassign", handover).status_code == 409
    assert case.ask(SERVICE_MANAGER, "recuse", WHY).status_code == 409
    assert case.allowed(SERVICE_MANAGER) == set()
    assert council.person(SERVICE_MANAGER).get("/v1/tasks").json()["items"] == []


def test_the_worker_is_not_told_who_stepped_back_or_why(council: Council) -> None:
    case = a_case(council)
    case.take(SERVICE_MANAGER, "recuse", WHY)
    give_role(council, OTHER_TEAM_MANAGER, "service_manager", "service", "children-in-care")
    case.take(STRATEGIC_MANAGER, "sign-off")
    case.take(OTHER_TEAM_MANAGER, "sign-off")
    assert "recused" in {event["kind"] for event in case.history()}
    assert "recused" not in {event["kind"] for event in case.history(WORKER)}


def test_the_list_says_who_else_could_act_and_when_nobody_is_left(council: Council) -> None:
    case = a_case(council)
    with_a_second_strategic_manager(council)
    people = case.actions(TEAM_MANAGER)["sign-off"]["people"]
    assert people == sorted([SERVICE_MANAGER, STRATEGIC_MANAGER, OTHER_TEAM_MANAGER])
    for number in (SERVICE_MANAGER, STRATEGIC_MANAGER, OTHER_TEAM_MANAGER):
        case.take(number, "recuse", WHY)
    for number in (TEAM_MANAGER, SERVICE_MANAGER):
        action = case.actions(number)["sign-off"]
        assert (action["allowed"], action["people"]) == (False, [])
        assert "Nobody is left who may do this." in action["reason"]
        assert "PUT /v1/role-assignments" in action["reason"]
    give_role(council, "W-2", "service_manager", "service", "children-in-care")
    assert case.actions(TEAM_MANAGER)["sign-off"]["people"] == ["W-2"]


def test_a_part_given_by_name_is_that_persons_and_the_other_part_stays_free(
    council: Council,
) -> None:
    case = a_case(council)
    with_a_second_strategic_manager(council)
    given = {"step": "sign-off", "employee_number": OTHER_TEAM_MANAGER, "reason": "ST-1 is away."}
    case.take(SERVICE_MANAGER, "reassign", given)
    assert case.step("sign-off")["assigned_to"] == OTHER_TEAM_MANAGER
    refused = case.ask(STRATEGIC_MANAGER, "sign-off")
    assert "given to somebody else" in refused.json()["detail"]
    assert council.person(STRATEGIC_MANAGER).get("/v1/tasks").json()["items"] == []
    assert case.actions(TEAM_MANAGER)["sign-off"]["people"] == [SERVICE_MANAGER, OTHER_TEAM_MANAGER]
    case.take(SERVICE_MANAGER, "sign-off")
    assert case.take(OTHER_TEAM_MANAGER, "sign-off")["status"] == "decided"


def test_a_step_goes_back_to_everybody_in_the_role(council: Council) -> None:
    case = a_case(council)
    with_a_second_strategic_manager(council)
    given = {"step": "sign-off", "employee_number": OTHER_TEAM_MANAGER, "reason": "ST-1 is away."}
    case.take(SERVICE_MANAGER, "reassign", given)
    case.take(SERVICE_MANAGER, "reassign", given | {"employee_number": None})
    assert case.step("sign-off")["assigned_to"] is None
    assert "sign-off" in case.allowed(STRATEGIC_MANAGER)
    told = [event for event in case.history() if event["kind"] == "reassigned"]
    assert [event["body"]["assigned_to"] for event in told] == [OTHER_TEAM_MANAGER, None]


def test_a_step_is_given_to_nobody_without_the_role_or_with_a_conflict(council: Council) -> None:
    case = a_case(council)
    with_a_second_strategic_manager(council)
    case.take(OTHER_TEAM_MANAGER, "recuse", WHY)
    give_role(council, TEAM_MANAGER, "strategic_manager", "locality", "east")
    give_role(council, WORKER, "strategic_manager", "locality", "east")
    before = case.seen_by(TEAM_MANAGER)
    for unfit in ("APL-1", "nobody-here", OTHER_TEAM_MANAGER, TEAM_MANAGER, WORKER):
        given = {"step": "sign-off", "employee_number": unfit, "reason": "Away."}
        refused = case.ask(SERVICE_MANAGER, "reassign", given)
        assert (refused.status_code, problem(refused)) == (422, "invalid-action"), unfit
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/employee_number"]
    closed = {"step": "readiness-assessment", "employee_number": TEAM_MANAGER, "reason": "Away."}
    assert case.ask(SERVICE_MANAGER, "reassign", closed).json()["errors"][0]["pointer"] == "/step"
    assert case.seen_by(TEAM_MANAGER) == before


def test_a_correction_keeps_both_values_and_its_reason_for_the_managers(council: Council) -> None:
    case = a_case(council)
    correction = {"fact": "mandatory_training_complete", "value": False, "reason": "It lapsed."}
    after = case.take(TEAM_MANAGER, "correct", correction)
    assert after["facts"]["mandatory_training_complete"] is False
    event = case.history(SERVICE_MANAGER)[-1]
    assert (event["kind"], event["body"]["fact"]) == ("corrected", "mandatory_training_complete")
    assert event["text"] == {"before": True, "after": False, "reason": "It lapsed."}
    case.signed_off()
    assert "corrected" not in {each["kind"] for each in case.history(WORKER)}


def test_a_sign_off_given_before_a_correction_is_asked_for_again(council: Council) -> None:
    case = a_case(council)
    case.take(SERVICE_MANAGER, "sign-off")
    correction = {"fact": "line_manager_recommends", "value": False, "reason": "Mistyped."}
    case.take(TEAM_MANAGER, "correct", correction)
    assert case.step("sign-off")["parts"] == []
    assert case.take(STRATEGIC_MANAGER, "sign-off")["status"] == "in_progress"
    assert case.take(SERVICE_MANAGER, "sign-off")["status"] == "not_yet"


def test_who_corrected_what_is_decided_on_does_not_decide(council: Council) -> None:
    case = a_case(council)
    correction = {"fact": "line_manager_recommends", "value": False, "reason": "As discussed."}
    case.take(SERVICE_MANAGER, "correct", correction)
    refused = case.ask(SERVICE_MANAGER, "sign-off")
    assert (refused.status_code, problem(refused)) == (409, "action-not-allowed")
    assert "somebody else has to decide" in refused.json()["detail"]
    assert SERVICE_MANAGER not in case.actions(STRATEGIC_MANAGER)["sign-off"]["people"]


def test_only_what_the_case_recorded_is_corrected_and_to_what_the_fact_can_be(
    council: Council,
) -> None:
    case = a_case(council)
    before = case.seen_by(TEAM_MANAGER)
    for fact, value, pointer in (
        ("asye_outcome", "passed", "/fact"),
        ("no_such_fact", True, "/fact"),
        ("line_manager_recommends", "yes", "/value"),
        ("line_manager_recommends", 1, "/value"),
        ("line_manager_recommends", {"a": [1]}, "/value"),
    ):
        correction = {"fact": fact, "value": value, "reason": "Because."}
        refused = case.ask(TEAM_MANAGER, "correct", correction)
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert case.seen_by(TEAM_MANAGER) == before
    case.signed_off().fill_in(STRATEGIC_MANAGER, "congratulate", CONGRATULATION)
    late = {"fact": "line_manager_recommends", "value": False, "reason": "Too late."}
    assert case.ask(TEAM_MANAGER, "correct", late).json()["detail"] == "The case is decided."
