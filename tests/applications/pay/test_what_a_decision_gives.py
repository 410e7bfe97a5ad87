"""What a decision gives, and why: paycalc's answer as the people of a case read it."""

import pytest
from tests.support.casework import CaseOf, answered
from tests.support.casework import open_case as open_durham_case
from tests.support.council import Council, problem
from tests.support.derbyshire import (
    DIRECTOR,
    HIGHER,
    HR,
    LEARNING,
    LONG_QUALIFIED,
    MANAGER,
    WORKER,
    approved,
    asye_confirmed,
    asye_submitted,
    authorise,
    needs_director,
    settle,
    supported,
    to_11_submitted,
)
from tests.support.durham import settle as settle_durham
from tests.support.house_fixtures import MakeCouncil

Json = dict[str, object]


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


def determination(case: CaseOf, by: str) -> dict[str, object]:
    """What a decision gives, as somebody reads it."""
    found = answered(case.council.person(by).get(f"{case.path}/determination"))
    assert found["application_id"] == case.application_id
    return found


def asked_of(case: CaseOf, by: str) -> dict[str, dict[str, object]]:
    """The facts that `resolve-pay` asks for, by the JSON Schema of its body."""
    schema = case.actions(by)["resolve-pay"]["body_schema"]
    properties: dict[str, dict[str, object]] = schema["properties"]["facts"].get("properties", {})
    return properties


def test_the_worker_reads_what_they_get_from_when_and_by_which_clauses(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    told = determination(case, WORKER)
    assert (told["outcome"], told["problem"]) == ("determined", None)
    answer = told["answer"]
    assert isinstance(answer, dict)
    assert answer["effective_from"] == "2026-01-15"
    assert answer["target"]["point"]["position"] == 3
    (rule,) = [each for each in answer["rules"] if each["id"] == "registered-practice"]
    assert (rule["status"], rule["met_on"]) == ("met", "2025-09-02")
    assert answer["receipt"]["scheme_sha256"] == case.seen_by(WORKER)["scheme_sha256"]


def test_what_is_left_to_the_assistant_director_says_what_and_among_which_points(
    derbyshire: Council,
) -> None:
    settle(derbyshire, team_type="fostering")
    case = asye_confirmed(asye_submitted(derbyshire))
    needs_director(case)
    answer = determination(case, DIRECTOR)["answer"]
    assert isinstance(answer, dict)
    (decision,) = answer["decisions_needed"]
    assert (decision["decision"], decision["by"]) == ("pay_point", "assistant_director")
    point = asked_of(case, DIRECTOR)["authorised_point_position"]
    assert (point["title"], point["enum"]) == ("Point authorised", [1, 2, 3, 4])
    shown = case.actions(WORKER)["resolve-pay"]
    assert (shown["roles"], shown["people"]) == (["assistant_director"], [DIRECTOR])
    authorise(case, 2)
    case.wait_for_pay()
    assert determination(case, DIRECTOR)["outcome"] == "determined"
    assert asked_of(case, DIRECTOR) == {}
    shown = case.actions(DIRECTOR)["resolve-pay"]
    assert (shown["allowed"], shown["people"]) == (False, [])


def test_a_rule_that_is_not_met_is_named_with_what_would_change_it(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire, coursework_submitted=False)
    derbyshire.house.set_clock("2026-01-20")
    approved(supported(case))
    needs_director(case)
    told = determination(case, MANAGER)
    assert told["outcome"] == "not_met"
    answer = told["answer"]
    assert isinstance(answer, dict)
    (rule,) = [each for each in answer["rules"] if each["status"] == "not_met"]
    assert rule["id"] == "coursework-submitted"
    assert [each["fact"] for each in answer["would_change"]] == ["coursework_submitted"]


def test_facts_that_cannot_all_be_right_say_so(derbyshire: Council) -> None:
    settle(derbyshire, team_type="fostering")
    case = asye_confirmed(asye_submitted(derbyshire))
    needs_director(case)
    authorise(case, 9)
    needs_director(case)
    told = determination(case, DIRECTOR)
    assert (told["outcome"], told["answer"]) == ("refused", None)
    refused = told["problem"]
    assert isinstance(refused, dict)
    assert refused["slug"] == "contradictory-facts"


def test_there_is_none_before_the_decision_and_none_for_strangers(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire)
    early = derbyshire.person(WORKER).get(f"{case.path}/determination")
    assert (early.status_code, problem(early)) == (404, "not-found")
    asye_confirmed(case).wait_for_pay()
    for number in (HR, HIGHER, LEARNING):
        assert determination(case, number)["outcome"] == "determined"


def test_under_embargo_the_worker_is_told_of_no_determination(council: Council) -> None:
    settle_durham(council)
    case = open_durham_case(council).submitted()
    hidden = council.person(case.seen_by("TM-1")["employee_number"])
    assert hidden.get(f"{case.path}/determination").status_code == 404
