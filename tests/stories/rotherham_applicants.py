"""Rotherham's Social Work Progression Framework: new applicants at any level.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    LOCALITY_MANAGER,
    MEMBERS_TO_I,
    RESPONSIBLE,
    TEAM,
    TEAM_MANAGER,
    Json,
    give_file,
    meeting,
    settle,
)
from tests.support.rotherham_ends import paid, wait_for_resolving

APPOINTED = {
    "target_grade": "I",
    "competencies_evidenced": True,
    "findings": "Application form, interview and references agree.",
    "commenced_on": "2026-05-01",
    "point_of_band_i": 3,
}


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    return make_council(["rotherham"])


def applied(council: Council, target_grade: str, **qualifications: object) -> CaseOf:
    """A new applicant's case that has come to the interview, held the next morning."""
    settle(council)
    told = {"qualification": "masters", "qualified_on": "2023-01-15"} | qualifications
    put(council.hris, "/v1/workers/N-1", worker("N-1", TEAM, target_grade, qualifications=told))
    body = {"employee_number": "N-1", "post_number": "1", "scheme": "rotherham"}
    sent = body | {"pathway": "appointment", "facts": {"target_grade": target_grade}}
    opened = council.person(TEAM_MANAGER).post("/v1/applications", json=sent, headers=key())
    case = CaseOf(council, answered(opened)["application_id"])
    give_file(case, TEAM_MANAGER, "application-form")
    case.take(TEAM_MANAGER, "submit-application")
    members = meeting(MEMBERS_TO_I, "2026-04-03T10:00:00Z")
    case.take(TEAM_MANAGER, "arrange-meeting", members)
    council.house.set_clock("2026-04-07")
    return case


def appointed(case: CaseOf, **answers: object) -> Json:
    """Record the interview, and authorise what it decided."""
    case.fill_in(LOCALITY_MANAGER, "record-interview", APPOINTED | answers)
    return paid(case, RESPONSIBLE, "authorise-appointment")


def test_rot_9_applicants_are_appointed_at_the_level_they_show_at_the_point_of_the_interview(
    rotherham: Council,
) -> None:
    case = applied(rotherham, "I")
    without = case.ask(LOCALITY_MANAGER, "record-interview", {"answers": APPOINTED})
    assert without.status_code == 409  # the references are not in
    give_file(case, TEAM_MANAGER, "references")
    point = appointed(case)
    assert (point["grade"], point["starts_on"]) == ("I", "2026-05-01")
    assert (point["point"]["position"], point["point"]["scp"]) == (3, 36)


def test_rot_2_band_g_has_one_point_so_that_the_interview_has_none_to_choose(
    rotherham: Council,
) -> None:
    case = applied(rotherham, "G", qualified_on="2025-07-15", asye_outcome="in-progress")
    give_file(case, TEAM_MANAGER, "references")
    answers = {name: each for name, each in APPOINTED.items() if name != "point_of_band_i"}
    case.fill_in(LOCALITY_MANAGER, "record-interview", answers | {"target_grade": "G"})
    point = paid(case, RESPONSIBLE, "authorise-appointment")
    assert (point["grade"], point["point"]["scp"]) == ("G", 29)


def test_rot_9_a_newly_qualified_applicant_must_have_completed_the_asye(
    rotherham: Council,
) -> None:
    case = applied(rotherham, "I", qualified_on="2025-07-15", asye_outcome="in-progress")
    give_file(case, TEAM_MANAGER, "references")
    case.fill_in(LOCALITY_MANAGER, "record-interview", APPOINTED)
    wait_for_resolving(case)
    assert answered(rotherham.hris.get("/v1/pay-points"))["items"] == []


def test_rot_9_who_does_not_show_the_competencies_is_not_appointed(rotherham: Council) -> None:
    case = applied(rotherham, "I")
    give_file(case, TEAM_MANAGER, "references")
    answers = {"target_grade": "I", "competencies_evidenced": False, "findings": "Not yet."}
    decided = case.fill_in(LOCALITY_MANAGER, "record-interview", answers)
    assert (decided["status"], decided["pay_status"]) == ("not_yet", "none")
