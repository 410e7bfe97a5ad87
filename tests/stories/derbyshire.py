"""Derbyshire's Progression Process for Social Workers, from the discussion to the pay point.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import json

import httpx
import pytest
from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, problem, put
from tests.support.derbyshire import (
    ADVISER,
    ASYE_RESULT,
    CERTIFICATES,
    COMMITMENT,
    DIRECTOR,
    DISCUSSED,
    EXAMPLE,
    HEAD,
    HIGHER,
    HR,
    LEARNING,
    LONG_QUALIFIED,
    MANAGER,
    MEETING_RECORD,
    MY_PLAN,
    OTHER_HEAD,
    PANEL_NOTES,
    PAYROLL,
    QUALIFIED,
    THIRD_HEAD,
    TO_11,
    VARIATION,
    WITHOUT_ASYE,
    WORKER,
    approved,
    asye_confirmed,
    asye_submitted,
    authorise,
    needs_director,
    open_case,
    paid,
    panel,
    portfolio,
    put_team,
    send_worker,
    settle,
    supported,
    to_11_submitted,
)
from tests.support.durham import worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import give_file, lend

APPOINTED = LONG_QUALIFIED | {"asye_outcome": "not-undertaken"}


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


def refused(response: httpx.Response, why: str) -> None:
    assert (response.status_code, problem(response)) == (409, "action-not-allowed"), response.text
    assert why in response.json()["detail"]


def belongs_to(case: CaseOf) -> tuple[str, str | None, set[str]]:
    """The submission date, on what condition, and what could move it."""
    told = case.seen_by(WORKER)["submission"]
    return (
        told["submission_date"],
        told["holds_if"],
        {each["source"] for each in told["would_move"]},
    )


def moves(case: CaseOf) -> list[tuple[str | None, str | None]]:
    """Each time that the submission date became another, in order."""
    return [
        (each["body"]["before"], each["body"]["submission_date"])
        for each in case.history(WORKER)
        if each["kind"] == "submission-date-moved"
    ]


# Submission dates --------------------------------------------------------------------------------


def test_der_1_a_case_belongs_to_the_next_submission_date_and_the_worker_sees_what_would_move_it(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = open_case(derbyshire, "grade-9-to-10")
    before = case.seen_by(WORKER)["submission"]
    assert belongs_to(case) == (
        "2026-01-15", "submitted_today", {"submitted_on", "evidence_complete_on"},
    )  # fmt: skip
    assert before["next_date"] == "2026-05-15"
    derbyshire.house.set_clock("2026-01-16")
    assert belongs_to(case)[0] == "2026-05-15"


def test_der_2_and_3_the_asye_portfolio_in_by_the_date_goes_back_to_it(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire, "2026-01-15")
    assert case.seen_by(WORKER)["facts"]["submission_date"] == "2026-01-15"
    assert moves(case) == [(None, "2026-01-15")]
    point = paid(asye_confirmed(case))
    assert (point["grade"], point["starts_on"]) == ("10", "2026-01-15")


def test_der_1_nobody_confirms_before_the_submission_date_has_come(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire)
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")
    derbyshire.house.set_clock("2026-01-15")
    assert case.take(HIGHER, "confirm-progression")["status"] == "decided"


def test_der_3_late_evidence_moves_the_case_visibly_to_the_next_date(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire, final_assessment=False)
    assert belongs_to(case) == ("2026-01-15", "completed_today", {"evidence_complete_on"})
    assert "submission_date" not in case.seen_by(WORKER)["facts"]
    derbyshire.house.set_clock("2026-02-03")
    assert case.step("submission-date")["state"] == "open"
    give_file(case, MANAGER, "asye-final-assessment")
    told = case.seen_by(WORKER)["submission"]
    assert (told["submission_date"], told["holds_if"]) == ("2026-05-15", None)
    (why,) = told["decided_by"]
    assert (why["source"], why["on"]) == ("evidence_complete_on", "2026-02-03")
    assert moves(case) == [(None, "2026-05-15")]
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")
    derbyshire.house.set_clock("2026-05-20")
    case.take(HIGHER, "confirm-progression")
    assert paid(case)["starts_on"] == "2026-05-15"


def test_der_3_the_twelve_months_need_only_be_reached_by_the_submission_date(
    derbyshire: Council,
) -> None:
    practice = {"registered_practice_from": "2025-01-20", "registered_on": "2025-01-20"}
    settle(derbyshire, qualifications=QUALIFIED | practice)
    case = asye_submitted(derbyshire)
    told = case.seen_by(WORKER)["submission"]
    assert told["submission_date"] == "2026-05-15"
    assert [(each["source"], each["on"]) for each in told["decided_by"]] == [
        ("registered-practice", "2026-01-20"),
    ]


def test_der_3_a_criterion_found_to_be_met_later_moves_the_date_and_it_is_waited_for_again(
    derbyshire: Council,
) -> None:
    unknown = {name: each for name, each in QUALIFIED.items() if not name.startswith("asye")}
    settle(derbyshire, qualifications=unknown)
    case = asye_submitted(derbyshire)
    assert belongs_to(case) == ("2026-01-15", None, {"asye-passed"})
    derbyshire.house.set_clock("2026-01-28")
    assert case.step("submission-date")["state"] == "done"
    result = ASYE_RESULT | {"asye_outcome": "passed", "asye_completed_on": "2026-01-25"}
    case.fill_in(LEARNING, "record-asye-result", result)
    assert moves(case) == [(None, "2026-01-15"), ("2026-01-15", "2026-05-15")]
    assert case.step("submission-date")["visit"] == 2
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")


def test_der_2_less_than_twelve_months_in_registered_practice_pays_nobody(
    derbyshire: Council,
) -> None:
    practice = {"registered_practice_from": "2025-06-01", "registered_on": "2025-06-01"}
    settle(derbyshire, qualifications=QUALIFIED | practice)
    found = answered(derbyshire.person(WORKER).get(f"/v1/workers/{WORKER}/eligibility"))
    assert "2026-06-01" in str(found)
    case = asye_submitted(derbyshire)
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    derbyshire.house.set_clock("2026-03-20")
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")
    assert belongs_to(case)[0] == "2026-09-15"


# Grade 9 to grade 10 -----------------------------------------------------------------------------


def test_der_2_the_discussion_comes_first_and_the_portfolio_goes_to_learning_and_development(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = open_case(derbyshire, "grade-9-to-10")
    refused(case.ask(WORKER, "submit-portfolio"), "First: Discuss progression with the worker.")
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    assert case.ask(WORKER, "submit-portfolio").status_code == 409
    give_file(case, WORKER, "asye-portfolio")
    case.take(WORKER, "submit-portfolio")
    assert "record-asye-result" in case.allowed(LEARNING)
    assert "record-asye-result" not in case.allowed(MANAGER)


def test_der_4_the_meeting_after_the_asye_influences_nothing(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    assert case.step("reflection-meeting")["state"] == "open"
    assert paid(case)["grade"] == "10"
    meeting = panel("reflection-meeting", "2026-04-10", head_of_service=HEAD)
    case.take(HEAD, "arrange-meeting", meeting)
    derbyshire.house.set_clock("2026-04-10T12:00:00Z")
    case.fill_in(HEAD, "record-reflection-meeting", {"acknowledgement": "A year well spent."})
    assert case.seen_by(MANAGER)["status"] == "decided"


def test_der_8_eligible_teams_go_to_the_third_point_of_grade_10(derbyshire: Council) -> None:
    settle(derbyshire, team_type="children-in-care")
    point = paid(asye_confirmed(asye_submitted(derbyshire)))
    assert point["point"] == {"position": 3, "scp": None, "spine": "derbyshire"}
    assert (point["starts_on"], point["salary_status"]) == ("2026-01-15", "unpriced")


def test_der_8_and_9_in_fostering_the_assistant_director_authorises_the_point(
    derbyshire: Council,
) -> None:
    settle(derbyshire, team_type="fostering")
    case = asye_confirmed(asye_submitted(derbyshire))
    needs_director(case)
    assert case.step("resolve-pay")["roles"] == ["assistant_director"]
    decided = {"facts": {"authorised_point_position": 2}, "comments": "Six years of fostering."}
    refused(case.ask(HIGHER, "resolve-pay", decided), "This is for the assistant director")
    (task,) = answered(derbyshire.person(DIRECTOR).get("/v1/tasks"))["items"]
    assert task["step"] == "resolve-pay"
    case.take(DIRECTOR, "resolve-pay", decided)
    point = paid(case)
    assert (point["point"]["position"], point["starts_on"]) == (2, "2026-01-15")


def test_der_9_a_point_that_the_grade_has_not_goes_back_to_the_assistant_director(
    derbyshire: Council,
) -> None:
    settle(derbyshire, team_type="fostering")
    case = asye_confirmed(asye_submitted(derbyshire))
    needs_director(case)
    authorise(case, 9)
    needs_director(case)
    assert case.step("resolve-pay")["roles"] == ["assistant_director"]
    authorise(case, 1)
    assert paid(case)["point"]["position"] == 1


def test_der_8_it_is_the_team_on_the_effective_date_that_counts(derbyshire: Council) -> None:
    settle(derbyshire, team_type="fostering")
    put_team(derbyshire, "assessment-north", "assessment")
    (now,) = worker(WORKER, "the-team")["posts"]
    posts = [
        now | {"ends_before": "2026-02-01"},
        now | {"post_number": "2", "team": "assessment-north", "starts_on": "2026-02-01"},
    ]
    case = asye_submitted(derbyshire)
    send_worker(derbyshire, posts=posts)
    needs_director(asye_confirmed(case))


def test_der_15_what_accelerated_pay_rests_on_is_kept_with_the_decision(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    asye_confirmed(asye_submitted(derbyshire)).wait_for_pay()
    ((answer,),) = derbyshire.house.sql(
        "SELECT answer FROM determinations WHERE authority_id = $1",
        derbyshire.authority.authority_id,
    )
    told = json.loads(str(answer))
    assert told["accelerated_pay"] == {"eligible": True, "position": 3}
    (rule,) = [each for each in told["rules"] if each["id"] == "accelerated-pay"]
    assert rule["clause"]["heading"] == "Accelerated pay from Grade 9 to Grade 10"


def test_der_6_months_in_grade_are_shown_and_nothing_follows_from_them(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    derbyshire.house.set_clock("2026-04-02")
    found = answered(derbyshire.person(MANAGER).get(f"/v1/workers/{WORKER}/eligibility"))["items"]
    assert {(each["in_grade_since"], each["months_in_grade"]) for each in found} == {
        ("2021-09-06", 54),
    }
    assert answered(derbyshire.person(MANAGER).get("/v1/tasks"))["items"] == []


# Grade 9 to grade 10 without the ASYE ------------------------------------------------------------


def without_asye(council: Council, **seats: str) -> CaseOf:
    """A case without the ASYE that has come to its formal progression meeting."""
    settle(council, qualifications=APPOINTED)
    case = open_case(council, WITHOUT_ASYE)
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    council.house.set_clock("2026-01-09")
    portfolio(case).take(WORKER, "submit-portfolio")
    council.house.set_clock("2026-01-20")
    case.take(HEAD, "arrange-meeting", panel("progression-meeting", **seats))
    council.house.set_clock("2026-01-28T10:30:00Z")
    return case


def test_der_5_without_the_asye_the_head_of_service_agrees_in_a_formal_meeting(
    derbyshire: Council,
) -> None:
    case = without_asye(derbyshire, head_of_service=HEAD)
    told = case.fill_in(HEAD, "confirm-progression", MEETING_RECORD)
    assert told["facts"]["head_of_service_agrees"] is True
    point = paid(case)
    assert (point["point"]["position"], point["starts_on"]) == (3, "2026-01-15")


def test_der_5_another_head_of_service_may_be_brought_in_and_does_not_decide(
    derbyshire: Council,
) -> None:
    seats = {"head_of_service": HEAD, "independent_head_of_service": OTHER_HEAD}
    case = without_asye(derbyshire, **seats)
    sits = case.ask(OTHER_HEAD, "confirm-progression", {"answers": MEETING_RECORD})
    refused(sits, "This is for the head of service")
    declined = case.fill_in(HEAD, "decline-progression", MEETING_RECORD)
    assert (declined["status"], declined["pay_status"]) == ("not_yet", "none")


# Grade 10 to grade 11 ----------------------------------------------------------------------------


def test_der_16_what_the_portfolio_lacks_is_visible_by_clause_while_it_is_written(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = open_case(derbyshire, TO_11)
    told = answered(derbyshire.person(WORKER).get(f"{case.path}/evidence"))["requirements"]
    missing = {each["item"]: each for each in told if each["state"] == "missing"}
    assert {*missing} >= {
        "professional-record", "qualification-certificate", "registration-evidence", "cpd-record",
        "reflective-statement", "case-examples", "contribution-to-learning",
        "ongoing-development", "line-manager-recommendation", "my-plan-development",
    }  # fmt: skip
    assert missing["case-examples"]["clause"]["heading"] == "CPD Progression portfolios"
    portfolio(case)
    told = answered(derbyshire.person(WORKER).get(f"{case.path}/evidence"))["requirements"]
    assert [each["item"] for each in told if each["state"] == "missing"] == []


def test_der_16_a_case_example_that_names_somebody_is_not_submitted_unless_acknowledged(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = open_case(derbyshire, TO_11)
    case.fill_in(MANAGER, "record-discussion", MY_PLAN)
    portfolio(case)
    items = answered(derbyshire.person(WORKER).get(f"{case.path}/evidence"))["items"]
    first = next(each for each in items if each["item"] == "case-examples")
    body = {
        "item": "case-examples",
        "replaces": first["evidence_id"],
        "answers": EXAMPLE | {"case": "They live at SK13 8AR, telephone 01629 580000."},
    }
    sent = derbyshire.person(WORKER).post(f"{case.path}/evidence", json=body, headers=key())
    told = answered(sent)
    assert case.ask(WORKER, "submit-portfolio").status_code == 409
    path = f"{case.path}/evidence/{told['evidence_id']}/acknowledge-identifiers"
    headers = key() | {"If-Match": sent.headers["etag"]}
    reason = {"reason": "The office's own address and telephone."}
    answered(derbyshire.person(WORKER).post(path, json=reason, headers=headers))
    assert case.take(WORKER, "submit-portfolio")["status"] == "submitted"


def test_der_10_and_14_panel_sample_and_approval_give_the_second_point_of_grade_11(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", "child-protection", LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    decided = approved(supported(case))
    point = paid(decided)
    assert (point["grade"], point["point"]["position"]) == ("11", 2)
    assert point["starts_on"] == "2026-01-15"


def test_der_14_in_leaving_care_the_assistant_director_decides_the_point_of_grade_11(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", "leaving-care", LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    approved(supported(case))
    needs_director(case)
    authorise(case, 4)
    assert paid(case)["point"]["position"] == 4


def test_der_11_the_panel_is_across_services_has_hr_advice_and_its_notes_reach_payroll(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    alone = panel(head_of_service=HEAD)
    assert case.ask(LEARNING, "arrange-meeting", alone).status_code == 422
    advised = {**panel(), "advisers": [ADVISER]}
    case.take(LEARNING, "arrange-meeting", advised)
    rearranged = panel(independent_head_of_service=THIRD_HEAD, head_of_service=HEAD)
    case.take(LEARNING, "arrange-meeting", rearranged | {"advisers": advised["advisers"]})
    derbyshire.house.set_clock("2026-01-28T10:30:00Z")
    advice = PANEL_NOTES | {"hr_advice": "No objection."}
    refused(case.ask(ADVISER, "support-progression", {"answers": advice}), "This is for")
    case.fill_in(THIRD_HEAD, "support-progression", advice)
    paid(approved(case))
    forwarded = {
        (each["body"]["document"], each["body"]["to"])
        for each in case.history()
        if each["kind"] == "document-forwarded"
    }
    assert forwarded == {("variation", "hr_services"), ("panel-notes", "payroll")}
    notes = answered(case.document(PAYROLL, "panel-notes"))
    assert notes["completed_by"] == THIRD_HEAD
    assert case.document(HR, "variation").status_code == 200


def test_der_1_a_panel_decides_nothing_before_its_submission_date(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    case.take(LEARNING, "arrange-meeting", panel(day="2026-01-12"))
    derbyshire.house.set_clock("2026-01-12T10:30:00Z")
    early = case.ask(OTHER_HEAD, "support-progression", {"answers": PANEL_NOTES})
    refused(early, "First: Wait for the submission date.")


def test_der_3_a_certificate_that_comes_late_moves_the_case_to_the_next_panel(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire, certificates=CERTIFICATES[:1])
    derbyshire.house.set_clock("2026-01-20")
    give_file(case, WORKER, "registration-evidence")
    assert belongs_to(case)[:2] == ("2026-05-15", None)
    derbyshire.house.set_clock("2026-05-18")
    point = paid(approved(supported(case, "2026-05-28"), "2026-06-10"))
    assert point["starts_on"] == "2026-05-15"


def test_der_10_training_committed_to_is_accepted_and_followed_up_as_an_open_condition(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire, systemic_practice_training="committed")
    derbyshire.house.set_clock("2026-01-20")
    case.take(LEARNING, "arrange-meeting", panel())
    derbyshire.house.set_clock("2026-01-28T10:30:00Z")
    early = case.ask(OTHER_HEAD, "support-progression", {"answers": PANEL_NOTES})
    refused(early, "First: Consider the commitment to Systemic Practice training.")
    case.fill_in(HEAD, "accept-commitment", COMMITMENT)
    case.fill_in(OTHER_HEAD, "support-progression", PANEL_NOTES)
    approved(case)
    condition = case.step("open-condition")
    assert (condition["state"], condition["due_on"]) == ("open", "2026-09-30")
    assert paid(case)["point"]["position"] == 2
    tasks = answered(derbyshire.person(MANAGER).get("/v1/tasks"))["items"]
    assert [(each["step"], each["due_on"]) for each in tasks] == [("open-condition", "2026-09-30")]
    later = COMMITMENT | {"complete_by": "2026-12-18"}
    case.fill_in(MANAGER, "agree-another-day", later)
    assert case.step("open-condition")["due_on"] == "2026-12-18"
    derbyshire.house.set_clock("2026-11-02")
    case.fill_in(MANAGER, "record-training-completed", {"completed_on": "2026-10-30"})
    assert case.open_steps() == set()


def test_der_10_a_commitment_that_is_refused_pays_nobody(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire, systemic_practice_training="committed")
    case.take(HEAD, "refuse-commitment", {"comments": "There are places this term."})
    derbyshire.house.set_clock("2026-01-20")
    approved(supported(case))
    needs_director(case)
    assert answered(derbyshire.hris.get("/v1/pay-points"))["items"] == []


def test_der_10_the_adults_services_are_asked_for_neither_my_plan_nor_systemic_practice(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", "adults", LONG_QUALIFIED)
    case = open_case(derbyshire, TO_11)
    done = DISCUSSED | {"agreed_development_complete": True}
    case.fill_in(MANAGER, "record-discussion", done)
    derbyshire.house.set_clock("2026-01-09")
    told = answered(derbyshire.person(WORKER).get(f"{case.path}/evidence"))["requirements"]
    (my_plan,) = [each for each in told if each["item"] == "my-plan-development"]
    assert my_plan["state"] == "not_applicable"
    portfolio(case, of_children=False).take(WORKER, "submit-portfolio")
    derbyshire.house.set_clock("2026-01-20")
    assert paid(approved(supported(case)))["point"]["position"] == 2


def test_der_13_a_sampled_case_is_held_before_approval_until_it_is_released(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    supported(case)
    case.take(LEARNING, "take-into-sample")
    assert case.open_steps() == {"quality-assurance"}
    refused(case.ask(HEAD, "approve-progression"), "The case has not come to this step.")
    refused(case.ask(HEAD, "release-from-sample"), "This is for")
    case.take(LEARNING, "release-from-sample")
    derbyshire.house.set_clock("2026-03-20")
    case.take(HEAD, "approve-progression")
    assert paid(case)["starts_on"] == "2026-01-15"


def test_der_13_learning_and_development_may_refer_what_it_sampled_back_to_the_panel(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    supported(case)
    case.take(LEARNING, "take-into-sample")
    case.take(LEARNING, "refer-to-panel", {"comments": "The notes do not name the domains."})
    assert case.step("progression-panel")["visit"] == 2


def test_der_12_when_somebody_who_joined_with_experience_is_considered_is_agreed_by_two(
    derbyshire: Council,
) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = open_case(derbyshire, TO_11)
    case.fill_in(MANAGER, "record-discussion", MY_PLAN | {"joined_with_experience": True})
    portfolio(case)
    refused(case.ask(WORKER, "submit-portfolio"), "First: Agree when progression is considered.")
    agreed = {"experience": "Six years elsewhere.", "considered_from": "2026-02-02"}
    case.fill_in(MANAGER, "agree-time", agreed)
    refused(case.ask(MANAGER, "agree-time", {"answers": agreed}), "given already")
    case.fill_in(HEAD, "agree-time", agreed)
    refused(case.ask(WORKER, "submit-portfolio"), "First: Wait for the time agreed.")
    derbyshire.house.set_clock("2026-02-02")
    case.take(WORKER, "submit-portfolio")
    assert belongs_to(case)[0] == "2026-05-15"


# Pay ---------------------------------------------------------------------------------------------


def test_der_7_the_line_manager_drafts_a_higher_manager_approves_and_hr_services_act(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    refused(case.ask(HIGHER, "approve-variation"), "The case has not come to this step.")
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    case.take(HIGHER, "approve-variation")
    hr = derbyshire.person(HR)
    (variation,) = answered(hr.get("/v1/variations"))["items"]
    path = f"/v1/variations/{variation['variation_id']}"
    assert (variation["status"], variation["effective_from"]) == ("approved", "2026-01-15")
    headers = key() | {"If-Match": hr.get(path).headers["etag"]}
    sent = hr.post(f"{path}/actions/send", json={}, headers=headers)
    assert answered(sent)["status"] == "sent"
    done = hr.post(
        f"{path}/actions/acknowledge",
        json={"hris_reference": "HR-77"},
        headers=key() | {"If-Match": sent.headers["etag"]},
    )
    assert answered(done)["status"] == "acknowledged"


def test_der_7_the_two_halves_of_a_variation_are_never_one_persons(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    refused(case.ask(HIGHER, "draft-variation", {"answers": VARIATION}), "This is for")
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    refused(case.ask(MANAGER, "approve-variation"), "This is for the higher manager")
    # Now the team has another line manager, whose own manager is who drafted the variation.
    manages = worker(HEAD, "the-team", "13", line_manager=MANAGER)
    put(derbyshire.hris, f"/v1/workers/{HEAD}", manages)
    send_worker(derbyshire, line_manager=HEAD)
    asked = case.ask(MANAGER, "approve-variation")
    assert (asked.status_code, problem(asked)) == (409, "action-not-allowed")
    assert "This is for" not in asked.json()["detail"]
    send_worker(derbyshire)
    assert case.take(HIGHER, "approve-variation")["pay_status"] == "recorded"


def test_der_7_nor_are_they_through_somebody_who_stands_in(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    derbyshire.house.set_clock("2026-04-02")
    lend(derbyshire, MANAGER, OTHER_HEAD, "team_manager")
    lend(derbyshire, HEAD, MANAGER)
    for number in (OTHER_HEAD, MANAGER, HEAD):
        refused(case.ask(number, "approve-variation"), "This is for the higher manager")


def test_der_17_points_are_the_councils_own_and_unpriced(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    point = paid(approved(supported(case)))
    assert point["point"] == {"position": 2, "scp": None, "spine": "derbyshire"}
    assert (point["annual_salary"], point["salary_status"]) == (None, "unpriced")


def test_der_16_course_work_that_is_not_submitted_pays_nobody(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire, coursework_submitted=False)
    derbyshire.house.set_clock("2026-01-20")
    approved(supported(case))
    needs_director(case)
    assert answered(derbyshire.hris.get("/v1/pay-points"))["items"] == []
