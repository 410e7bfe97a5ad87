"""Rotherham's Social Work Progression Framework: nothing is decided before all it asks for is done.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import CaseOf, answered, refused
from tests.support.council import Council
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    ASSESSED,
    ASYE_ASSESSED,
    CONSULTANT,
    CONTRIBUTION,
    INDEPENDENT,
    INTERVIEW,
    LOCALITY_MANAGER,
    MEMBERS_TO_I,
    MEMBERS_TO_J,
    NEWLY_QUALIFIED,
    PART_3,
    PDR,
    QUALIFIED,
    REPORT,
    TEAM_MANAGER,
    WORKER,
    assessed,
    audited,
    give_file,
    meeting,
    open_case,
    portfolio_in,
    settle,
    submitted,
)
from tests.support.rotherham_ends import paid, wait_for_resolving


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    return make_council(["rotherham"])


def state_of(case: CaseOf, item: str) -> str:
    """How far something that the case must contain has come."""
    told = answered(case.council.person(WORKER).get(f"{case.path}/evidence"))["requirements"]
    return next(str(each["state"]) for each in told if each["item"] == item)


def test_rot_3_the_paperwork_has_two_reviews_and_three_observations_at_least(
    rotherham: Council,
) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    case = open_case(rotherham, "band-g-to-h", by=WORKER)
    give_file(case, WORKER, "asye-portfolio")
    for item, needed in (("asye-reviews", 2), ("asye-direct-observations", 3)):
        for _ in range(needed):
            assert state_of(case, item) == "missing"
            refused(case.ask(WORKER, "submit-portfolio"), "Evidence is missing")
            give_file(case, TEAM_MANAGER, item)
        assert state_of(case, item) == "complete"
    case.take(WORKER, "submit-portfolio")


def test_rot_3_the_locality_manager_agrees_with_advice_against_and_asks_for_another_assessment(
    rotherham: Council,
) -> None:
    settle(rotherham, "G", qualifications=NEWLY_QUALIFIED)
    case = portfolio_in(rotherham)
    against = {"answers": ASYE_ASSESSED, "comments": "One more observation is needed."}
    case.take(CONSULTANT, "advise-against-progression", against)
    case.take(LOCALITY_MANAGER, "return-for-assessment", {"comments": "Of which kind?"})
    assert case.step("final-assessment")["visit"] == 2
    case.take(CONSULTANT, "advise-against-progression", against)
    agreed = case.take(LOCALITY_MANAGER, "sign-off")
    assert (agreed["status"], agreed["pay_status"]) == ("not_yet", "none")
    assert agreed["facts"]["standards_met"] is False


def test_rot_7_the_locality_manager_decides_after_the_interview_and_the_audits(
    rotherham: Council,
) -> None:
    settle(rotherham, "H")
    case = submitted(rotherham, "band-h-to-i")
    case.fill_in(TEAM_MANAGER, "submit-assessment", ASSESSED)
    audited(case, LOCALITY_MANAGER)
    early = case.ask(LOCALITY_MANAGER, "complete-part-3", {"answers": PART_3})
    refused(early, "First: Interview.")
    case.take(LOCALITY_MANAGER, "arrange-meeting", meeting(MEMBERS_TO_I))
    rotherham.house.set_clock("2026-04-21")
    case.fill_in(LOCALITY_MANAGER, "record-interview", INTERVIEW)
    case.fill_in(LOCALITY_MANAGER, "complete-part-3", PART_3)
    assert paid(case)["grade"] == "I"


def test_rot_5_nobody_says_yes_against_the_team_managers_assessment(rotherham: Council) -> None:
    settle(rotherham, "H")
    case = submitted(rotherham, "band-h-to-i")
    against = {"assessment": "Not yet.", "recommended": False, "what_is_missing": "Court work."}
    case.fill_in(TEAM_MANAGER, "submit-assessment", against)
    audited(case, LOCALITY_MANAGER)
    case.take(LOCALITY_MANAGER, "arrange-meeting", meeting(MEMBERS_TO_I))
    rotherham.house.set_clock("2026-04-21")
    case.fill_in(LOCALITY_MANAGER, "record-interview", INTERVIEW)
    decided = case.fill_in(LOCALITY_MANAGER, "complete-part-3", PART_3)
    assert (decided["status"], decided["pay_status"]) == ("not_yet", "none")
    assert decided["facts"]["standards_met"] is False


def test_rot_8_the_report_waits_for_interview_audits_and_contribution_and_part_3_for_the_report(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = assessed(rotherham)
    report = {"answers": REPORT}
    refused(case.ask(INDEPENDENT, "submit-evaluation-report", report), "First: Interview.")
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    rotherham.house.set_clock("2026-04-21")
    case.fill_in(INDEPENDENT, "record-interview", INTERVIEW)
    audited(case, files=[1, 2, 3])
    early = case.ask(INDEPENDENT, "submit-evaluation-report", report)
    refused(early, "First: Audit four case files.")
    audited(case, files=[4])
    early = case.ask(INDEPENDENT, "submit-evaluation-report", report)
    refused(early, "First: Seek evidence of contribution")
    case.fill_in(INDEPENDENT, "record-contribution", CONTRIBUTION)
    refused(
        case.ask(INDEPENDENT, "complete-part-3", {"answers": PART_3}),
        "The case has not come to this step.",
    )
    case.fill_in(INDEPENDENT, "submit-evaluation-report", REPORT)
    assert case.fill_in(INDEPENDENT, "complete-part-3", PART_3)["status"] == "decided"


@pytest.mark.parametrize("lacking", ["locality_manager", "team_manager"])
def test_rot_8_locality_manager_and_team_manager_sit_in_the_interview_too(
    rotherham: Council, lacking: str
) -> None:
    settle(rotherham)
    case = assessed(rotherham)
    two = {number: role for number, role in MEMBERS_TO_J.items() if role != lacking}
    without = case.ask(INDEPENDENT, "arrange-meeting", meeting(two))
    assert without.status_code == 422
    words = f"Exactly 1 must sit in this meeting as {lacking.replace('_', ' ')}."
    assert without.json()["errors"][0]["detail"] == words


def test_rot_8_the_pdr_comes_first_and_three_years_after_qualifying(rotherham: Council) -> None:
    two_years = QUALIFIED | {"qualified_on": "2023-12-01", "registered_practice_from": "2024-01-02",
                             "asye_completed_on": "2025-01-31"}  # fmt: skip
    settle(rotherham, qualifications=two_years)
    found = answered(rotherham.person(WORKER).get(f"/v1/workers/{WORKER}/eligibility"))["items"]
    assert [each["earliest_on"] for each in found] == ["2026-12-01"]
    case = open_case(rotherham, by=WORKER)
    not_now = {"discussed_on": "2026-03-10", "pdr_supports": False, "why_not": "Court work first."}
    case.fill_in(TEAM_MANAGER, "confirm-pdr", not_now)
    refused(case.ask(WORKER, "submit-application"), "First: Confirm what the PDR found.")
    case.fill_in(TEAM_MANAGER, "confirm-pdr", PDR)
    assert case.step("confirm-pdr")["state"] == "done"


def test_rot_8_two_years_after_qualifying_give_no_band_j(rotherham: Council) -> None:
    two_years = QUALIFIED | {"qualified_on": "2023-12-01", "registered_practice_from": "2024-01-02",
                             "asye_completed_on": "2025-01-31"}  # fmt: skip
    settle(rotherham, qualifications=two_years)
    case = assessed(rotherham)
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    rotherham.house.set_clock("2026-04-21")
    case.fill_in(INDEPENDENT, "record-interview", INTERVIEW)
    audited(case).fill_in(INDEPENDENT, "record-contribution", CONTRIBUTION)
    case.fill_in(INDEPENDENT, "submit-evaluation-report", REPORT)
    case.fill_in(INDEPENDENT, "complete-part-3", PART_3)
    wait_for_resolving(case)
    assert answered(rotherham.hris.get("/v1/pay-points"))["items"] == []


def test_rot_8_an_interview_of_somebody_who_has_stepped_back_since_has_no_result(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = assessed(rotherham)
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    rotherham.house.set_clock("2026-04-20T10:30:00Z")
    case.take(TEAM_MANAGER, "recuse", {"reason": "We are related."})
    record = case.ask(INDEPENDENT, "record-interview", {"answers": INTERVIEW})
    refused(record, "A seat in the meeting is empty: it has to be arranged again.")
