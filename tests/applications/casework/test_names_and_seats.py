"""What a screen shows of a case besides its state: names, titles, and who could sit where."""

import pytest
from tests.support.casework import answered
from tests.support.council import Council
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    INDEPENDENT,
    LOCALITY_MANAGER,
    MEMBERS_TO_J,
    RESPONSIBLE,
    SECOND_INDEPENDENT,
    TEAM_MANAGER,
    WORKER,
    assessed,
    interviewed,
    meeting,
    settle,
)


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    council = make_council(["rotherham"])
    settle(council)
    return council


def names(*numbers: str) -> dict[str, str]:
    return {number: f"Person {number}" for number in sorted(numbers)}


def test_whoever_sees_a_case_is_told_what_the_people_in_it_are_called(rotherham: Council) -> None:
    case = interviewed(assessed(rotherham))
    in_it = names(WORKER, TEAM_MANAGER, LOCALITY_MANAGER, INDEPENDENT)
    assert case.seen_by(WORKER)["names"] == in_it
    listed = answered(rotherham.person(WORKER).get("/v1/applications"))["items"]
    assert [each["names"] for each in listed] == [None]


def test_a_vacancy_names_who_could_mend_it(rotherham: Council) -> None:
    case = assessed(rotherham)
    for number in (INDEPENDENT, SECOND_INDEPENDENT):
        case.take(number, "recuse", {"reason": "We are related."})
    assert case.seen_by(WORKER)["names"]["ADM-1"] == "Person ADM-1"


def test_actions_name_who_may_take_them(rotherham: Council) -> None:
    case = assessed(rotherham)
    found = answered(rotherham.person(WORKER).get(f"{case.path}/actions"))
    people = {number for each in found["items"] for number in each["people"]}
    assert {INDEPENDENT, SECOND_INDEPENDENT} <= people
    assert found["names"].keys() >= people
    assert found["names"][INDEPENDENT] == "Person HOS-2"


def test_who_arranges_a_meeting_is_told_who_could_sit_where(rotherham: Council) -> None:
    case = assessed(rotherham)
    shown = case.actions(INDEPENDENT)["arrange-meeting"]
    assert shown["allowed"]
    assert shown["seats"] == [
        {
            "step": "interview",
            "role": role,
            "at_least": 1,
            "at_most": 1,
            "advises": False,
            "people": people,
        }
        for role, people in (
            ("independent_head_of_service", [INDEPENDENT, SECOND_INDEPENDENT]),
            ("locality_manager", [LOCALITY_MANAGER]),
            ("team_manager", [TEAM_MANAGER]),
        )
    ]
    seated = {number for each in shown["seats"] for number in each["people"]}
    assert RESPONSIBLE not in seated
    case.take(SECOND_INDEPENDENT, "recuse", {"reason": "We are related."})
    (first, *_) = case.actions(INDEPENDENT)["arrange-meeting"]["seats"]
    assert first["people"] == [INDEPENDENT]
    assert case.actions(INDEPENDENT)["recuse"]["seats"] == []


def test_a_task_says_in_words_what_and_whose_it_is(rotherham: Council) -> None:
    case = assessed(rotherham)
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    found = answered(rotherham.person(LOCALITY_MANAGER).get("/v1/tasks"))["items"]
    (attend,) = [each for each in found if each["kind"] == "attend"]
    assert (attend["title"], attend["step_title"]) == (
        "Band I (level 3) to band J (level 4)", "Interview",
    )  # fmt: skip
    assert attend["names"] == names(WORKER, TEAM_MANAGER, LOCALITY_MANAGER, INDEPENDENT)
