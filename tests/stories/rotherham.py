"""Rotherham's Social Work Progression Framework, from band G to band J.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import CaseOf, answered, refused
from tests.support.council import Council, key, problem
from tests.support.durham import give_role
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    ASSESSED,
    ASYE_ASSESSED,
    CONSULTANT,
    INTERVIEW,
    LOCALITY_MANAGER,
    MEMBERS_TO_I,
    NEWLY_QUALIFIED,
    PART_1,
    PART_2,
    PART_3,
    PDR,
    QUALIFIED,
    RESPONSIBLE,
    TEAM,
    TEAM_MANAGER,
    WORKER,
    audit,
    audited,
    give_file,
    give_form,
    meeting,
    open_case,
    portfolio_in,
    settle,
    submitted,
)
from tests.support.rotherham_ends import paid, wait_for_resolving

JUST_QUALIFIED = QUALIFIED | {"qualified_on": "2025-02-01", "asye_completed_on": "2026-03-01",
                              "registered_practice_from": "2025-03-01"}  # fmt: skip


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    return make_council(["rotherham"])


def recommended(council: Council, **assessment: object) -> CaseOf:
    """A case from band G to H, assessed jointly."""
    case = portfolio_in(council)
    for number in (TEAM_MANAGER, CONSULTANT):
        case.fill_in(number, "recommend-progression", ASYE_ASSESSED | assessment)
    return case


def to_band_i(council: Council, **pdr: object) -> CaseOf:
    """A case from band H to I that waits for the Locality Manager to complete Part 3."""
    case = submitted(council, "band-h-to-i", **pdr)
    case.fill_in(TEAM_MANAGER, "submit-assessment", ASSESSED)
    case.take(LOCALITY_MANAGER, "arrange-meeting", meeting(MEMBERS_TO_I))
    council.house.set_clock("2026-04-20T10:30:00Z")
    case.fill_in(LOCALITY_MANAGER, "record-interview", INTERVIEW)
    return audited(case, LOCALITY_MANAGER)


# Band G to band H --------------------------------------------------------------------------------


def test_rot_3_all_asye_paperwork_is_complete_before_the_portfolio_is_submitted(
    rotherham: Council,
) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    case = open_case(rotherham, "band-g-to-h", by=WORKER)
    give_file(case, WORKER, "asye-portfolio")
    assert case.ask(WORKER, "submit-portfolio").status_code == 409
    told = answered(rotherham.person(WORKER).get(f"{case.path}/evidence"))["requirements"]
    missing = {each["item"] for each in told if each["state"] == "missing"}
    assert missing >= {"asye-reviews", "asye-direct-observations"}
    for _ in range(2):
        give_file(case, TEAM_MANAGER, "asye-reviews")
    for _ in range(3):
        give_file(case, CONSULTANT, "asye-direct-observations")
    sent = case.take(WORKER, "submit-portfolio")
    assert (sent["status"], sent["evidence_complete_on"]) == ("submitted", "2026-04-02")


def test_rot_3_team_manager_and_practice_consultant_assess_jointly_and_the_locality_manager_decides(
    rotherham: Council,
) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    case = portfolio_in(rotherham)
    case.fill_in(TEAM_MANAGER, "recommend-progression", ASYE_ASSESSED)
    again = case.ask(TEAM_MANAGER, "recommend-progression", {"answers": ASYE_ASSESSED})
    refused(again, "given already")
    refused(case.ask(LOCALITY_MANAGER, "sign-off"), "not come to this step")
    case.fill_in(CONSULTANT, "recommend-progression", ASYE_ASSESSED)
    refused(case.ask(TEAM_MANAGER, "sign-off"), "This is for the locality manager")
    decided = case.take(LOCALITY_MANAGER, "sign-off")
    assert (decided["status"], decided["signed_off_on"]) == ("decided", "2026-04-02")
    point = paid(case)
    assert (point["grade"], point["point"]["scp"], point["starts_on"]) == ("H", 32, "2026-04-02")


def test_rot_3_one_person_in_both_roles_assesses_only_once(rotherham: Council) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    give_role(rotherham, TEAM_MANAGER, "practice_consultant", "team", TEAM)
    case = portfolio_in(rotherham)
    case.fill_in(TEAM_MANAGER, "recommend-progression", ASYE_ASSESSED)
    again = case.ask(TEAM_MANAGER, "recommend-progression", {"answers": ASYE_ASSESSED})
    refused(again, "the other needs another person")


def test_rot_3_the_decision_is_the_locality_managers_whatever_is_recommended(
    rotherham: Council,
) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    case = recommended(rotherham)
    declined = case.take(LOCALITY_MANAGER, "decline-progression", {"comments": "Court work first."})
    assert (declined["status"], declined["pay_status"]) == ("not_yet", "none")


def test_rot_4_the_asye_is_done_all_the_same_where_the_department_does_not_fund_it(
    rotherham: Council,
) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    case = recommended(rotherham, dfe_funded=False)
    assert case.take(LOCALITY_MANAGER, "sign-off")["status"] == "decided"
    case.wait_for_pay()


# Band H to band I --------------------------------------------------------------------------------


def test_rot_11_the_worker_or_the_team_manager_applies_once_the_pdr_finds_it_appropriate(
    rotherham: Council,
) -> None:
    settle(rotherham, "H")
    for number in (LOCALITY_MANAGER, RESPONSIBLE):
        body = {"employee_number": WORKER, "post_number": "1", "scheme": "rotherham"}
        sent = body | {"pathway": "band-h-to-i"}
        asked = rotherham.person(number).post("/v1/applications", json=sent, headers=key())
        assert problem(asked) == "forbidden"
    case = open_case(rotherham, "band-h-to-i", by=WORKER)
    refused(case.ask(WORKER, "submit-application"), "First: Confirm what the PDR found.")
    not_now = {"discussed_on": "2026-03-10", "pdr_supports": False, "why_not": "Court work first."}
    case.fill_in(TEAM_MANAGER, "confirm-pdr", not_now)
    refused(case.ask(WORKER, "submit-application"), "First: Confirm what the PDR found.")
    case.fill_in(TEAM_MANAGER, "confirm-pdr", PDR)
    case.take(WORKER, "withdraw", {"reason": "Next year."})
    assert open_case(rotherham, "band-h-to-i", by=TEAM_MANAGER).step("confirm-pdr")["visit"] == 1


def test_rot_10_nobody_corrects_what_was_recorded_in_their_own_case_nor_chooses_who_decides_it(
    rotherham: Council,
) -> None:
    settle(rotherham, "H")
    case = submitted(rotherham, "band-h-to-i")
    fast_track = {"fact": "fast_track", "value": True, "reason": "I would rather not wait."}
    chosen = {"step": "assessment", "employee_number": TEAM_MANAGER, "reason": "She knows me."}
    for action, body in (("correct", fast_track), ("reassign", chosen)):
        assert not case.actions(WORKER)[action]["allowed"]
        refused(case.ask(WORKER, action, body), "or an administrator.")
    assert case.take(TEAM_MANAGER, "correct", fast_track)["facts"]["fast_track"] is True


def test_rot_6_parts_1_and_2_are_in_before_the_application_is_submitted(rotherham: Council) -> None:
    settle(rotherham, "H")
    case = open_case(rotherham, "band-h-to-i", by=WORKER)
    case.fill_in(TEAM_MANAGER, "confirm-pdr", PDR)
    assert case.ask(WORKER, "submit-application").status_code == 409
    give_form(case, WORKER, "part-1", PART_1)
    for number in (WORKER, LOCALITY_MANAGER):
        body = {"item": "part-2", "answers": PART_2}
        path = f"{case.path}/evidence"
        not_theirs = rotherham.person(number).post(path, json=body, headers=key())
        assert not_theirs.status_code in {403, 409}, not_theirs.text
    assert case.ask(WORKER, "submit-application").status_code == 409
    give_form(case, TEAM_MANAGER, "part-2", PART_2)
    assert case.take(WORKER, "submit-application")["status"] == "submitted"


def test_rot_7_one_locality_manager_and_the_team_manager_interview_and_four_files_are_audited(
    rotherham: Council,
) -> None:
    settle(rotherham, "H")
    case = submitted(rotherham, "band-h-to-i")
    case.fill_in(TEAM_MANAGER, "submit-assessment", ASSESSED)
    assert case.open_steps() == {"interview", "case-file-audits", "decision"}
    two = meeting({LOCALITY_MANAGER: "locality_manager"})
    assert case.ask(LOCALITY_MANAGER, "arrange-meeting", two).status_code == 422
    case.take(LOCALITY_MANAGER, "arrange-meeting", meeting(MEMBERS_TO_I))
    calendar = rotherham.person(WORKER).get(f"{case.path}/meetings/interview/invitation.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert {"METHOD:PUBLISH", "STATUS:CONFIRMED", "SEQUENCE:0"} <= {*calendar.text.splitlines()}
    early = case.ask(LOCALITY_MANAGER, "record-interview", {"answers": INTERVIEW})
    refused(early, "The meeting has not begun.")
    rotherham.house.set_clock("2026-04-20T11:00:00Z")
    sits = case.ask(TEAM_MANAGER, "record-interview", {"answers": INTERVIEW})
    refused(sits, "This is for the locality manager")
    case.fill_in(LOCALITY_MANAGER, "record-interview", INTERVIEW)
    audited(case, LOCALITY_MANAGER, files=[1, 2, 3])
    assert case.step("case-file-audits")["counts"][0] == {
        "action": "audit-case-file", "given": 3, "of": 4,
    }  # fmt: skip
    refused(
        case.ask(LOCALITY_MANAGER, "complete-part-3", {"answers": PART_3}),
        "First: Audit four case files.",
    )
    case.fill_in(LOCALITY_MANAGER, "audit-case-file", audit(4))
    refused(
        case.ask(LOCALITY_MANAGER, "audit-case-file", {"answers": audit(5)}), "This step is done."
    )


def test_rot_1_5_and_6_part_3_gives_band_i_from_the_sign_off_unpriced_as_no_spine_is_named(
    rotherham: Council,
) -> None:
    settle(rotherham, "H")
    case = to_band_i(rotherham)
    decided = case.fill_in(LOCALITY_MANAGER, "complete-part-3", PART_3)
    assert (decided["status"], decided["signed_off_on"]) == ("decided", "2026-04-20")
    point = paid(case)
    assert (point["grade"], point["starts_on"]) == ("I", "2026-04-20")
    assert (point["point"]["position"], point["point"]["scp"]) == (1, 34)
    assert (point["annual_salary"], point["salary_status"]) == (None, "unpriced")
    part_3 = answered(case.document(WORKER, "part-3"))
    assert part_3["completed_by"] == LOCALITY_MANAGER


def test_rot_5_two_years_after_qualifying_and_no_earlier(rotherham: Council) -> None:
    settle(rotherham, "H", qualifications=JUST_QUALIFIED)
    found = answered(rotherham.person(WORKER).get(f"/v1/workers/{WORKER}/eligibility"))
    assert "2027-02-01" in str(found)
    case = to_band_i(rotherham)
    case.fill_in(LOCALITY_MANAGER, "complete-part-3", PART_3)
    wait_for_resolving(case)
    assert answered(rotherham.hris.get("/v1/pay-points"))["items"] == []


def test_rot_5_the_nqsw_portfolio_stands_for_the_asye_of_who_qualified_before_2013(
    rotherham: Council,
) -> None:
    before_2013 = {"qualification": "degree", "qualified_on": "2011-07-01",
                   "asye_outcome": "not-undertaken",
                   "nqsw_portfolio_completed_on": "2012-09-30"}  # fmt: skip
    settle(rotherham, "H", qualifications=before_2013)
    case = to_band_i(rotherham)
    case.fill_in(LOCALITY_MANAGER, "complete-part-3", PART_3)
    assert paid(case)["grade"] == "I"


def test_rot_10_fast_track_waives_the_period_after_qualifying(rotherham: Council) -> None:
    settle(rotherham, "H", qualifications=JUST_QUALIFIED)
    case = to_band_i(rotherham, fast_track=True)
    case.fill_in(LOCALITY_MANAGER, "complete-part-3", PART_3)
    assert paid(case)["grade"] == "I"


def test_rot_10_fast_track_skips_no_band(rotherham: Council) -> None:
    settle(rotherham, "G")
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "rotherham"}
    sent = body | {"pathway": "band-h-to-i"}
    asked = rotherham.person(WORKER).post("/v1/applications", json=sent, headers=key())
    assert (asked.status_code, problem(asked)) == (409, "cannot-open")
