"""Durham's Progression to Senior Social Worker Procedure, from the assessment to the pay point.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import (
    APPOINTMENT,
    CONGRATULATION,
    PLAN,
    RECRUITED,
    STATEMENT,
    answered,
    ask_to_open,
    open_case,
)
from tests.support.council import Council, problem, put
from tests.support.durham import (
    ACADEMY_LEAD,
    ASSESSMENT,
    ASYE_BEFORE_THE_ACADEMY,
    NOT_READY,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
    WORKFORCE,
    settle,
    worker,
)

MANAGERS = (SERVICE_MANAGER, STRATEGIC_MANAGER)


def completed_with_the_academy(council: Council, day: str) -> None:
    """Durham's people, where the worker completed the ASYE on a day with the Academy's support."""
    asye = ASYE_BEFORE_THE_ACADEMY | {"asye_completed_on": day}
    settle(council, qualifications=asye, facts={"academy_supported": True})


def test_dur_1_and_4_the_team_manager_assesses_readiness_on_the_template(council: Council) -> None:
    settle(council)
    assert problem(ask_to_open(council, by=WORKER)) == "forbidden"
    case = open_case(council)
    asked = case.actions(TEAM_MANAGER)["submit-assessment"]["body_schema"]["properties"]["answers"]
    assert asked["title"] == "Assessment of Readiness to Progress"
    assert {"practice_evidence", "supervision_summary", "direct_observation", "pdr_summary"} <= set(
        asked["properties"]
    )
    assert set(asked["required"]) == {
        "practice_evidence", "strengths", "mandatory_training_complete", "ready_to_progress",
    }  # fmt: skip
    submitted = case.fill_in(TEAM_MANAGER, "submit-assessment", ASSESSMENT)
    assert (submitted["status"], submitted["submitted_on"]) == ("submitted", "2026-04-02")
    assert case.open_steps() == {"sign-off"}


def test_dur_1_training_that_is_not_complete_never_blocks(council: Council) -> None:
    settle(council)
    training_to_come = ASSESSMENT | {"mandatory_training_complete": False}
    case = open_case(council).submitted(training_to_come).signed_off()
    assert case.seen_by(WORKER)["status"] == "decided"


@pytest.mark.parametrize("by", [ACADEMY_LEAD, TEAM_MANAGER])
def test_dur_4_the_academys_statement_comes_first_where_the_asye_ended_after_1_january_2023(
    council: Council, by: str
) -> None:
    completed_with_the_academy(council, "2023-01-02")
    case = open_case(council)
    assert case.open_steps() == {"readiness-assessment", "academy-statement"}
    refused = case.ask(TEAM_MANAGER, "submit-assessment", {"answers": ASSESSMENT})
    assert refused.status_code == 409
    assert refused.json()["detail"] == "First: Attach the Academy's final review or statement."
    case.fill_in(by, "attach-statement", STATEMENT)
    assert case.submitted().open_steps() == {"sign-off"}
    assert answered(case.document(SERVICE_MANAGER, "academy-statement"))["completed_by"] == by


def test_dur_4_no_statement_is_asked_for_where_the_asye_ended_on_1_january_2023(
    council: Council,
) -> None:
    completed_with_the_academy(council, "2023-01-01")
    case = open_case(council)
    assert case.step("academy-statement")["state"] == "not_applicable"
    assert not case.actions(TEAM_MANAGER)["attach-statement"]["allowed"]
    assert case.submitted().open_steps() == {"sign-off"}


def test_dur_4_what_the_assessment_itself_records_can_ask_for_the_statement(
    council: Council,
) -> None:
    settle(council, qualifications=ASYE_BEFORE_THE_ACADEMY | {"asye_completed_on": "2024-09-30"})
    case = open_case(council)
    with_the_academy = ASSESSMENT | {"academy_supported": True}
    refused = case.ask(TEAM_MANAGER, "submit-assessment", {"answers": with_the_academy})
    assert refused.json()["detail"] == "First: Attach the Academy's final review or statement."
    case.fill_in(ACADEMY_LEAD, "attach-statement", STATEMENT)
    assert case.submitted(with_the_academy).signed_off().seen_by(WORKER)["status"] == "decided"


@pytest.mark.parametrize("order", [MANAGERS, MANAGERS[::-1]])
def test_dur_5_both_managers_sign_off_in_either_order_and_the_later_day_is_the_sign_off_day(
    council: Council, order: tuple[str, str]
) -> None:
    settle(council)
    case = open_case(council).submitted()
    council.house.set_clock("2026-04-08")
    first = case.take(order[0], "sign-off", {"comments": "Discussed on Tuesday."})
    assert (first["status"], first["signed_off_on"]) == ("in_progress", None)
    # 23:30 in UTC is past midnight in London in April: it is the 10th there.
    council.house.set_clock("2026-04-09T23:30:00Z")
    second = case.take(order[1], "sign-off")
    assert (second["status"], second["signed_off_on"]) == ("decided", "2026-04-10")
    assert second["facts"]["standards_met"] is True


@pytest.mark.parametrize("challenger", MANAGERS)
def test_dur_5_constructive_challenge_sends_the_assessment_back_with_comments(
    council: Council, challenger: str
) -> None:
    settle(council)
    case = open_case(council).submitted()
    (other,) = set(MANAGERS) - {challenger}
    case.take(other, "sign-off")
    assert case.ask(challenger, "send-back").status_code == 422
    challenge = {"comments": "Where is the evidence of more complex work?"}
    assert case.take(challenger, "send-back", challenge)["status"] == "in_progress"
    assert case.history()[-1]["text"] == challenge
    assert case.open_steps() == {"readiness-assessment"}
    assert case.step("readiness-assessment")["visit"] == 2
    council.house.set_clock("2026-04-07")
    case.submitted(ASSESSMENT | {"practice_evidence": "Two proceedings led alone."})
    assert case.step("sign-off")["parts"] == []
    assert case.take(challenger, "sign-off")["status"] == "in_progress"
    decided = case.take(other, "sign-off")
    assert (decided["submitted_on"], decided["evidence_complete_on"]) == (
        "2026-04-02",
        "2026-04-07",
    )


def test_dur_5_and_12_until_both_have_signed_off_in_progress_then_every_remaining_step(
    council: Council,
) -> None:
    settle(council)
    case = open_case(council).submitted()
    case.take(SERVICE_MANAGER, "sign-off")
    seen = case.seen_by(WORKER)
    assert (seen["status"], seen["steps"], seen["facts"]) == ("in_progress", [], {})
    case.take(STRATEGIC_MANAGER, "sign-off")
    assert case.seen_by(WORKER)["status"] == "decided"
    assert case.open_steps(WORKER) == {"congratulation", "authorise-change"}
    # Behind it may be what the worker process has drafted meanwhile.
    assert "application-released" in [event["kind"] for event in case.history(WORKER)]
    case.wait_for_pay()
    case.fill_in(STRATEGIC_MANAGER, "congratulate", CONGRATULATION)
    assert case.open_steps(WORKER) == {"authorise-change"}


def test_dur_7_not_yet_gives_a_development_plan_that_the_service_manager_confirms(
    council: Council,
) -> None:
    settle(council)
    case = open_case(council).submitted(NOT_READY).signed_off()
    told = case.seen_by(WORKER)
    assert (told["status"], told["pay_status"]) == ("not_yet", "none")
    assert case.open_steps(WORKER) == {"development-plan"}
    without_a_date = {name: PLAN[name] for name in ("gaps", "support")}
    refused = case.ask(TEAM_MANAGER, "submit-plan", {"answers": without_a_date})
    assert refused.json()["errors"][0]["pointer"] == "/answers/review_on"
    case.fill_in(TEAM_MANAGER, "submit-plan", PLAN)
    better = {"comments": "Name who supports her, and how often."}
    case.take(SERVICE_MANAGER, "ask-for-better-plan", better)
    case.fill_in(TEAM_MANAGER, "submit-plan", PLAN | {"support": "Weekly, with her consultant."})
    case.take(SERVICE_MANAGER, "confirm-plan")
    assert case.open_steps() == set()
    plan = answered(case.document(WORKER, "development-plan"))
    assert [field["value"] for field in plan["fields"]] == [
        PLAN["gaps"], "Weekly, with her consultant.", "2026-07-01",
    ]  # fmt: skip


def test_after_a_not_yet_the_worker_is_assessed_again_in_a_case_of_its_own(
    council: Council,
) -> None:
    settle(council)
    open_case(council).submitted(NOT_READY).signed_off()
    council.house.set_clock("2026-07-01")
    open_case(council).submitted().signed_off()
    found = answered(council.person(WORKER).get("/v1/applications"))["items"]
    assert [each["status"] for each in found] == ["not_yet", "decided"]


def test_dur_8_and_10_the_strategic_manager_congratulates_and_the_form_is_forwarded(
    council: Council,
) -> None:
    settle(council)
    case = open_case(council).submitted().signed_off()
    form = case.actions(STRATEGIC_MANAGER)["congratulate"]["body_schema"]["properties"]["answers"]
    assert "5 days a year" in " ".join(form["description"].split())
    case.fill_in(STRATEGIC_MANAGER, "congratulate", CONGRATULATION)
    congratulated = answered(case.document(WORKER, "congratulation"))
    assert congratulated["fields"][0]["value"] == CONGRATULATION["good_practice"]
    assert "document-forwarded" in {event["kind"] for event in case.history(WORKFORCE)}
    feed = answered(council.machine("events.read").get("/v1/events", params={"limit": 200}))
    (forwarded,) = [each for each in feed["items"] if each["kind"] == "document-forwarded"]
    assert forwarded["body"] == {
        "document": "assessment-of-readiness", "to": "workforce_development",
    }  # fmt: skip
    completed = answered(case.document(WORKFORCE, "assessment-of-readiness"))
    assert completed["completed_by"] == TEAM_MANAGER
    assert {"label", "field", "value"} == set(completed["fields"][0])


@pytest.mark.parametrize(
    ("signed_off_on", "salary_status"), [("2026-03-20", "settled"), ("2026-04-02", "provisional")]
)
def test_dur_6_the_team_manager_authorises_and_payroll_sees_the_lowest_point_of_grade_11(
    council: Council, signed_off_on: str, salary_status: str
) -> None:
    council.house.set_clock(signed_off_on)
    settle(council)
    case = open_case(council).submitted().signed_off()
    payroll = council.machine("payroll.read")
    assert answered(payroll.get("/v1/pay-points"))["items"] == []
    assert case.take(TEAM_MANAGER, "authorise-change")["pay_status"] == "recorded"
    (point,) = answered(payroll.get("/v1/pay-points"))["items"]
    assert (point["employee_number"], point["grade"], point["starts_on"]) == (
        WORKER, "11", signed_off_on,
    )  # fmt: skip
    assert point["point"] == {"position": 1, "scp": 30, "spine": "njc-2019"}
    assert (point["annual_salary"], point["salary_status"]) == ("40777.00", salary_status)
    assert point["application_id"] == case.application_id
    (own,) = answered(council.person(WORKER).get(f"/v1/workers/{WORKER}/pay-points"))["items"]
    assert own["grade"] == "11"


@pytest.mark.parametrize(
    "evidenced",
    [
        {"prior_progression_evidenced": True, "competencies_evidenced": False},
        {"prior_progression_evidenced": False, "competencies_evidenced": True},
    ],
)
def test_dur_11_either_recognition_on_appointment_gives_grade_11_from_commencement(
    council: Council, evidenced: dict[str, bool]
) -> None:
    settle(council)
    put(council.hris, "/v1/workers/N-1", worker("N-1", grade="11"))
    case = open_case(council, APPOINTMENT, employee="N-1")
    case.fill_in(TEAM_MANAGER, "record-recruitment-evidence", RECRUITED | evidenced)
    case.wait_for_pay()
    case.take(SERVICE_MANAGER, "authorise-appointment")
    day = {"effective_on": "2026-04-13"}
    (point,) = answered(council.hris.get("/v1/pay-points", params=day))["items"]
    assert (point["grade"], point["starts_on"]) == ("11", "2026-04-13")
    assert point["point"]["scp"] == 30
    the_day_before = {"effective_on": "2026-04-12"}
    assert answered(council.hris.get("/v1/pay-points", params=the_day_before))["items"] == []


def test_dur_11_without_evidence_of_either_there_is_no_recognition(council: Council) -> None:
    settle(council)
    put(council.hris, "/v1/workers/N-1", worker("N-1", grade="9"))
    case = open_case(council, APPOINTMENT, employee="N-1")
    neither = RECRUITED | {"prior_progression_evidenced": False}
    decided = case.fill_in(TEAM_MANAGER, "record-recruitment-evidence", neither)
    assert (decided["status"], decided["pay_status"]) == ("not_yet", "none")


def test_nobody_is_paid_before_the_team_manager_has_authorised(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted().signed_off()
    for number in (SERVICE_MANAGER, STRATEGIC_MANAGER, WORKER, WORKFORCE):
        assert case.ask(number, "authorise-change").status_code == 409
    assert answered(council.hris.get("/v1/pay-points"))["items"] == []
