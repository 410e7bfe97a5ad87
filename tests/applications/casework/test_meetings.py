"""Interviews: arranged for a time, each member in the role they hold, the result by who sits."""

import pytest
from tests.support.casework import CaseOf
from tests.support.council import Council, key, problem
from tests.support.durham import give_role
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    ADMINISTRATOR,
    INDEPENDENT,
    INTERVIEW,
    LOCALITY_MANAGER,
    MEMBERS_TO_J,
    OTHER_TEAM_MANAGER,
    RESPONSIBLE,
    SECOND_INDEPENDENT,
    TEAM,
    TEAM_MANAGER,
    WORKER,
    Json,
    assessed,
    audit,
    audited,
    interviewed,
    meeting,
    move_team,
    settle,
)

WHY = {"reason": "We trained together."}


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    council = make_council(["rotherham"])
    settle(council)
    return council


@pytest.fixture
def case(rotherham: Council) -> CaseOf:
    """A case that has come to its interview."""
    return assessed(rotherham)


def tasks(case: CaseOf, number: str) -> list[tuple[str, str]]:
    """What waits for somebody in this case: the step and what for."""
    found = case.council.person(number).get("/v1/tasks").json()["items"]
    return sorted((each["step"], each["kind"]) for each in found)


def arranged(case: CaseOf) -> Json:
    return case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))


def refused(case: CaseOf, body: Json, by: str = INDEPENDENT) -> list[str]:
    """The places of the mistakes that somebody is told of who arranges a meeting."""
    before = case.seen_by(TEAM_MANAGER)
    response = case.ask(by, "arrange-meeting", body)
    assert (response.status_code, problem(response)) == (422, "invalid-action"), response.text
    assert case.seen_by(TEAM_MANAGER) == before
    return [error["pointer"] for error in response.json()["errors"]]


def test_a_result_is_recorded_by_a_member_once_the_meeting_has_begun(case: CaseOf) -> None:
    assert ("interview", "act") not in tasks(case, INDEPENDENT)
    early = case.ask(INDEPENDENT, "record-interview", {"answers": INTERVIEW})
    assert early.json()["detail"] == "First the meeting has to be arranged."
    arranged(case)
    (seen,) = [each for each in case.seen_by(WORKER)["steps"] if each["step"] == "interview"]
    assert seen["meeting"]["starts_at"] == "2026-04-20T10:00:00Z"
    assert seen["meeting"]["place"] == "Riverside House, room 4"
    assert {each["employee_number"]: each["role"] for each in seen["meeting"]["members"]} == (
        MEMBERS_TO_J
    )
    for number in MEMBERS_TO_J:
        assert ("interview", "attend") in tasks(case, number)
    case.council.house.set_clock("2026-04-20T09:59:59Z")
    too_soon = case.ask(INDEPENDENT, "record-interview", {"answers": INTERVIEW})
    assert too_soon.json()["detail"] == "The meeting has not begun."
    assert case.actions(INDEPENDENT)["record-interview"]["people"] == []
    case.council.house.set_clock("2026-04-20T10:00:01Z")
    assert case.actions(INDEPENDENT)["record-interview"]["people"] == [INDEPENDENT]
    assert ("interview", "act") in tasks(case, INDEPENDENT)
    no_seat = case.ask(SECOND_INDEPENDENT, "record-interview", {"answers": INTERVIEW})
    assert no_seat.json()["detail"] == "Only who sits in the meeting records its result."
    case.fill_in(INDEPENDENT, "record-interview", INTERVIEW)
    assert case.step("interview")["state"] == "done"
    assert ("interview", "attend") not in tasks(case, TEAM_MANAGER)


def test_a_meeting_is_arranged_by_its_roles_or_an_administrator_anew_and_cancelled(
    case: CaseOf,
) -> None:
    assert tasks(case, INDEPENDENT).count(("interview", "arrange")) == 1
    not_theirs = case.ask(LOCALITY_MANAGER, "arrange-meeting", meeting(MEMBERS_TO_J))
    assert (not_theirs.status_code, problem(not_theirs)) == (409, "action-not-allowed")
    case.take(ADMINISTRATOR, "arrange-meeting", meeting(MEMBERS_TO_J))
    assert ("interview", "arrange") not in tasks(case, INDEPENDENT)
    again = meeting(MEMBERS_TO_J, "2026-04-27T10:00:00Z", comments="The room is taken.")
    case.take(INDEPENDENT, "arrange-meeting", again)
    case.take(ADMINISTRATOR, "cancel-meeting", {"step": "interview", "reason": "Flooded."})
    gone = case.step("interview")["meeting"]
    assert (gone["status"], gone["sequence"]) == ("cancelled", 2)
    assert ("interview", "arrange") in tasks(case, INDEPENDENT)
    assert case.ask(INDEPENDENT, "cancel-meeting", {"step": "interview", **WHY}).status_code == 409
    told = [event for event in case.history() if event["kind"].startswith("meeting-")]
    assert [(each["kind"], each["body"]["sequence"]) for each in told] == [
        ("meeting-arranged", 0), ("meeting-arranged", 1), ("meeting-cancelled", 2),
    ]  # fmt: skip
    assert told[1]["body"]["starts_at"] == "2026-04-27T10:00:00Z"
    assert told[1]["text"] == {"place": again["place"], "comments": "The room is taken."}
    assert "place" not in told[1]["body"]


def test_members_sit_in_the_roles_of_the_scheme_as_many_as_it_says(case: CaseOf) -> None:
    for body, pointers in (
        (meeting({LOCALITY_MANAGER: "locality_manager"}), ["/members"]),
        (meeting(MEMBERS_TO_J | {SECOND_INDEPENDENT: "independent_head_of_service"}), ["/members"]),
        (meeting(MEMBERS_TO_J | {"PC-1": "practice_consultant"}), ["/members"]),
        (meeting(MEMBERS_TO_J) | {"members": []}, ["/members"]),
        (meeting(MEMBERS_TO_J, advisers=["PC-1"]), ["/advisers/0"]),
        (meeting(MEMBERS_TO_J) | {"step": "case-file-audits"}, ["/step"]),
        (meeting(MEMBERS_TO_J) | {"ends_at": "2026-04-20T10:00:00Z"}, ["/ends_at"]),
        (meeting(MEMBERS_TO_J, "2026-04-01T10:00:00Z"), ["/starts_at"]),
    ):
        assert refused(case, body) == pointers


def test_nobody_sits_in_a_role_that_they_do_not_hold_or_twice_or_with_a_conflict(
    rotherham: Council, case: CaseOf
) -> None:
    case.take(SECOND_INDEPENDENT, "recuse", WHY)
    give_role(rotherham, LOCALITY_MANAGER, "team_manager", "team", TEAM)
    give_role(rotherham, WORKER, "team_manager", "team", TEAM)
    for role, unfit in (
        ("team_manager", OTHER_TEAM_MANAGER),
        ("team_manager", LOCALITY_MANAGER),
        ("team_manager", WORKER),
        ("independent_head_of_service", RESPONSIBLE),
        ("independent_head_of_service", SECOND_INDEPENDENT),
        ("independent_head_of_service", "nobody-here"),
    ):
        members = {number: each for number, each in MEMBERS_TO_J.items() if each != role}
        body = meeting(members)
        body["members"].append({"employee_number": unfit, "role": role})
        assert refused(case, body) == ["/members/2/employee_number"], unfit


def test_a_seat_is_empty_once_its_member_steps_back_or_leaves_before_the_meeting(
    rotherham: Council, case: CaseOf
) -> None:
    arranged(case)
    assert case.seen_by(TEAM_MANAGER)["vacancies"] == []
    give_role(rotherham, OTHER_TEAM_MANAGER, "team_manager", "team", TEAM)
    case.take(TEAM_MANAGER, "recuse", WHY)
    (empty,) = case.seen_by(LOCALITY_MANAGER)["vacancies"]
    assert (empty["step"], empty["role"], empty["employee_number"]) == (
        "interview", "team_manager", TEAM_MANAGER,
    )  # fmt: skip
    assert empty["mended_by"] == ["independent_head_of_service", "administrator"]
    assert INDEPENDENT in empty["people"]
    assert ("interview", "arrange") in tasks(case, INDEPENDENT)
    assert ("interview", "attend") not in tasks(case, TEAM_MANAGER)
    assert "seat" in case.actions(INDEPENDENT)["record-interview"]["reason"]
    members = {**MEMBERS_TO_J, OTHER_TEAM_MANAGER: "team_manager"}
    del members[TEAM_MANAGER]
    case.take(INDEPENDENT, "arrange-meeting", meeting(members))
    assert case.seen_by(LOCALITY_MANAGER)["vacancies"] == []


def test_a_re_organisation_before_the_meeting_empties_the_seat_of_who_is_responsible_now(
    rotherham: Council, case: CaseOf
) -> None:
    arranged(case)
    move_team(rotherham, TEAM, "locality-work")
    (empty,) = case.seen_by(LOCALITY_MANAGER)["vacancies"]
    assert empty["employee_number"] == INDEPENDENT
    rotherham.house.set_clock("2026-04-21")
    tried = case.ask(INDEPENDENT, "record-interview", {"answers": INTERVIEW})
    assert tried.status_code == 409
    replaced = {number: role for number, role in MEMBERS_TO_J.items() if number != INDEPENDENT}
    now_free = meeting(
        replaced | {RESPONSIBLE: "independent_head_of_service"}, "2026-04-22T10:00:00Z"
    )
    case.take(ADMINISTRATOR, "arrange-meeting", now_free)
    rotherham.house.set_clock("2026-04-23")
    case.fill_in(RESPONSIBLE, "record-interview", INTERVIEW)


def test_who_moved_on_after_the_meeting_sat_in_it_all_the_same(
    rotherham: Council, case: CaseOf
) -> None:
    arranged(case)
    rotherham.house.set_clock("2026-04-21")
    over = {"kind": "team", "id": TEAM}
    ended = {"employee_number": TEAM_MANAGER, "role": "team_manager", "over": over,
             "starts_on": "2020-01-01", "ends_before": "2026-04-21"}  # fmt: skip
    path = f"/v1/role-assignments/team-manager-{TEAM_MANAGER.lower()}"
    found = rotherham.hris.get(path)
    put_again = rotherham.hris.put(path, json=ended, headers={"If-Match": found.headers["etag"]})
    assert put_again.is_success
    case.fill_in(INDEPENDENT, "record-interview", INTERVIEW)
    assert case.step("interview", LOCALITY_MANAGER)["state"] == "done"


def test_who_begins_the_audits_goes_on_with_them_and_each_is_counted(case: CaseOf) -> None:
    interviewed(case)
    audited(case, files=[1, 2])
    step = case.step("case-file-audits")
    assert step["counts"] == [{"action": "audit-case-file", "given": 2, "of": 4}]
    assert (step["state"], len(step["parts"])) == ("open", 2)
    shown = case.actions(INDEPENDENT)["audit-case-file"]
    assert (shown["given"], shown["times"], shown["people"]) == (2, 4, [INDEPENDENT])
    another = case.ask(SECOND_INDEPENDENT, "audit-case-file", {"answers": audit(3)})
    assert "given to somebody else" in another.json()["detail"]
    assert ("case-file-audits", "act") not in tasks(case, SECOND_INDEPENDENT)
    handed_over = {"step": "case-file-audits", "employee_number": SECOND_INDEPENDENT, **WHY}
    case.take(LOCALITY_MANAGER, "reassign", handed_over)
    case.fill_in(SECOND_INDEPENDENT, "audit-case-file", audit(3))
    assert case.step("case-file-audits")["state"] == "open"
    case.fill_in(SECOND_INDEPENDENT, "audit-case-file", audit(4))
    done = case.step("case-file-audits")
    assert (done["state"], [part["actor"] for part in done["parts"]]) == (
        "done", [INDEPENDENT, INDEPENDENT, SECOND_INDEPENDENT, SECOND_INDEPENDENT],
    )  # fmt: skip
    told = [event["body"].get("form") for event in case.history()]
    assert told.count("case-file-audit") == 4


def test_a_correction_leaves_the_audits_that_were_given(case: CaseOf) -> None:
    interviewed(case)
    audited(case, files=[1, 2])
    correction = {"fact": "pdr_supports", "value": True, "reason": "As it was."}
    case.take(TEAM_MANAGER, "correct", correction)
    assert case.step("case-file-audits")["counts"][0]["given"] == 2


def test_two_who_arrange_at_once_do_not_overwrite_each_other(case: CaseOf) -> None:
    etag = case.etag()
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    late = case.ask(
        ADMINISTRATOR, "arrange-meeting", meeting(MEMBERS_TO_J), key() | {"If-Match": etag}
    )
    assert late.status_code == 412
    assert case.step("interview")["meeting"]["sequence"] == 0
