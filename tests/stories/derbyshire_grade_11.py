"""Derbyshire's Progression Process for Social Workers: grade 10 to grade 11.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import answered, refused
from tests.support.council import Council, key
from tests.support.derbyshire import (
    ADVISER,
    CERTIFICATES,
    COMMITMENT,
    DISCUSSED,
    EXAMPLE,
    HEAD,
    HR,
    LEARNING,
    LONG_QUALIFIED,
    MANAGER,
    MY_PLAN,
    OTHER_HEAD,
    PANEL_NOTES,
    PAYROLL,
    THIRD_HEAD,
    TO_11,
    WORKER,
    approved,
    authorise,
    needs_director,
    open_case,
    paid,
    panel,
    portfolio,
    settle,
    supported,
    to_11_submitted,
)
from tests.support.derbyshire_dates import belongs_to
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import give_file


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


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
