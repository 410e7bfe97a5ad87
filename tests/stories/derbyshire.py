"""Derbyshire's Progression Process for Social Workers: grade 9 to grade 10.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import json

import pytest
from tests.support.casework import CaseOf, answered, refused
from tests.support.council import Council
from tests.support.derbyshire import (
    DIRECTOR,
    DISCUSSED,
    HEAD,
    HIGHER,
    LEARNING,
    MANAGER,
    MEETING_RECORD,
    OTHER_HEAD,
    WORKER,
    asye_confirmed,
    asye_submitted,
    authorise,
    needs_director,
    open_case,
    paid,
    panel,
    put_team,
    send_worker,
    settle,
    without_asye,
)
from tests.support.durham import worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import give_file


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


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
    refused(case.ask(HIGHER, "resolve-pay", decided), "This is for the Assistant Director")
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


def submitted_and_moved(council: Council, here: str, there: str, day: str, **told: str) -> CaseOf:
    """A case submitted in a team of one kind, whose worker the HRIS moved on a day to another.

    The post stays the same; `told` says more of it.
    """
    settle(council, team_type=here)
    put_team(council, "other-team", there)
    case = asye_submitted(council)
    council.house.set_clock(day)
    (post,) = worker(WORKER, "other-team")["posts"]
    send_worker(council, posts=[post | told])
    return case


def test_der_8_who_moves_on_the_same_post_before_sign_off_keeps_the_accelerated_point(
    derbyshire: Council,
) -> None:
    case = submitted_and_moved(derbyshire, "assessment", "fostering", "2026-02-02")
    assert paid(asye_confirmed(case))["point"]["position"] == 3


def test_der_8_who_moves_out_of_fostering_later_is_not_accelerated(derbyshire: Council) -> None:
    case = submitted_and_moved(derbyshire, "fostering", "assessment", "2026-02-02")
    needs_director(asye_confirmed(case))


@pytest.mark.parametrize(("since", "is_accelerated"), [("2026-01-15", True), ("2026-01-16", False)])
def test_der_8_a_move_that_is_told_late_counts_from_its_day(
    derbyshire: Council, since: str, *, is_accelerated: bool
) -> None:
    case = asye_confirmed(
        submitted_and_moved(derbyshire, "fostering", "assessment", "2026-03-02", team_since=since)
    )
    if is_accelerated:
        assert paid(case)["point"]["position"] == 3
    else:
        needs_director(case)


def test_der_8_a_move_into_fostering_that_is_told_late_takes_the_accelerated_point(
    derbyshire: Council,
) -> None:
    since = {"team_since": "2026-01-10"}
    case = submitted_and_moved(derbyshire, "assessment", "fostering", "2026-03-02", **since)
    needs_director(asye_confirmed(case))


def test_der_8_a_team_that_is_not_known_of_the_effective_date_is_nobodys_guess(
    derbyshire: Council,
) -> None:
    settle(derbyshire, team_type="assessment")
    case = asye_submitted(derbyshire)
    derbyshire.house.set_clock("2026-03-02")
    (post,) = worker(WORKER, "the-team")["posts"]
    send_worker(derbyshire, posts=[post | {"team_since": "2026-02-02"}])
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
    refused(sits, "This is for the Head of Service")
    declined = case.fill_in(HEAD, "decline-progression", MEETING_RECORD)
    assert (declined["status"], declined["pay_status"]) == ("not_yet", "none")
