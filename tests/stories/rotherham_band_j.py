"""Rotherham's Social Work Progression Framework: band I to band J, and who is independent.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import answered, refused
from tests.support.council import Council
from tests.support.durham import give_role
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    ADMINISTRATOR,
    ASSESSED,
    CONTRIBUTION,
    INDEPENDENT,
    LOCALITY_ASSESSED,
    LOCALITY_MANAGER,
    MEMBERS_TO_I,
    MEMBERS_TO_J,
    OTHER_SERVICE,
    OTHER_TEAM_MANAGER,
    PART_3,
    REPORT,
    RESPONSIBLE,
    SECOND_INDEPENDENT,
    TEAM,
    TEAM_MANAGER,
    WORKER,
    assessed,
    audit,
    audited,
    interviewed,
    lend,
    meeting,
    move_team,
    ready_to_decide,
    settle,
    submitted,
)
from tests.support.rotherham_ends import paid


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    return make_council(["rotherham"])


def test_rot_8_from_both_reports_to_band_j_by_a_head_of_service_who_is_not_the_workers(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = submitted(rotherham)
    refused(
        case.ask(TEAM_MANAGER, "submit-assessment", {"answers": ASSESSED}),
        "This is for the locality manager",
    )
    case.fill_in(LOCALITY_MANAGER, "submit-assessment", LOCALITY_ASSESSED)
    interviewed(case)
    audited(case)
    refused(
        case.ask(INDEPENDENT, "submit-evaluation-report", {"answers": REPORT}),
        "First: Seek evidence of contribution",
    )
    case.fill_in(INDEPENDENT, "record-contribution", CONTRIBUTION)
    case.fill_in(INDEPENDENT, "submit-evaluation-report", REPORT)
    decided = case.fill_in(INDEPENDENT, "complete-part-3", PART_3)
    assert (decided["status"], decided["signed_off_on"]) == ("decided", "2026-04-21")
    point = paid(case)
    assert (point["grade"], point["point"]["scp"], point["starts_on"]) == ("J", 38, "2026-04-21")
    report = answered(case.document(LOCALITY_MANAGER, "evaluation-report"))
    assert report["completed_by"] == INDEPENDENT


def test_rot_8_the_responsible_head_of_service_is_shut_out_by_every_door(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = assessed(rotherham)
    person = rotherham.person(RESPONSIBLE)
    assert person.get("/v1/tasks").json()["items"] == []
    waiting = person.get("/v1/applications", params={"waiting_on": "me"})
    assert waiting.json()["items"] == []
    seats = {**MEMBERS_TO_I, RESPONSIBLE: "independent_head_of_service"}
    assert case.ask(INDEPENDENT, "arrange-meeting", meeting(seats)).status_code == 422
    by_name = {"step": "case-file-audits", "employee_number": RESPONSIBLE, "reason": "She asked."}
    assert case.ask(LOCALITY_MANAGER, "reassign", by_name).status_code == 422
    interviewed(case)
    only = "This is for the Independent Head of Service"
    refused(case.ask(RESPONSIBLE, "audit-case-file", {"answers": audit(1)}), only)
    audited(case)
    refused(case.ask(RESPONSIBLE, "record-contribution", {"answers": CONTRIBUTION}), only)
    case.fill_in(INDEPENDENT, "record-contribution", CONTRIBUTION)
    refused(case.ask(RESPONSIBLE, "submit-evaluation-report", {"answers": REPORT}), only)
    case.fill_in(INDEPENDENT, "submit-evaluation-report", REPORT)
    refused(case.ask(RESPONSIBLE, "complete-part-3", {"answers": PART_3}), only)
    assert RESPONSIBLE not in case.actions(INDEPENDENT)["complete-part-3"]["people"]
    assert case.fill_in(INDEPENDENT, "complete-part-3", PART_3)["status"] == "decided"


def test_rot_8_who_is_responsible_is_asked_of_the_organisation_on_the_day(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = ready_to_decide(rotherham)
    move_team(rotherham, TEAM, OTHER_SERVICE)
    tried = case.ask(INDEPENDENT, "complete-part-3", {"answers": PART_3})
    refused(tried, "This is for the Independent Head of Service")
    lend(rotherham, SECOND_INDEPENDENT, INDEPENDENT)
    assert case.actions(ADMINISTRATOR)["complete-part-3"]["people"] == [RESPONSIBLE]
    assert case.fill_in(RESPONSIBLE, "complete-part-3", PART_3)["status"] == "decided"


def test_rot_8_where_no_independent_head_of_service_is_left_the_case_says_who_could_appoint_one(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = ready_to_decide(rotherham)
    for number in (INDEPENDENT, SECOND_INDEPENDENT):
        case.take(number, "recuse", {"reason": "We are related."})
    (vacancy,) = case.seen_by(WORKER)["vacancies"]
    assert (vacancy["step"], vacancy["role"], vacancy["people"]) == (
        "decision", "independent_head_of_service", [ADMINISTRATOR],
    )  # fmt: skip
    (task,) = rotherham.person(ADMINISTRATOR).get("/v1/tasks").json()["items"]
    assert (task["kind"], task["step"]) == ("appoint", "decision")
    lifted = {"employee_number": INDEPENDENT, "reason": "It was another worker of that name."}
    case.take(ADMINISTRATOR, "lift-conflict", lifted)
    assert case.fill_in(INDEPENDENT, "complete-part-3", PART_3)["status"] == "decided"


def test_rot_8_a_member_of_the_interview_who_steps_back_leaves_an_empty_seat(
    rotherham: Council,
) -> None:
    settle(rotherham)
    case = assessed(rotherham)
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    give_role(rotherham, OTHER_TEAM_MANAGER, "team_manager", "team", TEAM)
    case.take(TEAM_MANAGER, "recuse", {"reason": "We are related."})
    (vacancy,) = case.seen_by(LOCALITY_MANAGER)["vacancies"]
    assert (vacancy["employee_number"], vacancy["role"]) == (TEAM_MANAGER, "team_manager")
