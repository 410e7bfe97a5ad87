"""What is missing, by which clause and from whom: seen while a portfolio is written."""

import pytest
from tests.support.council import Council
from tests.support.eastshire import (
    EXAMPLE,
    HEAD,
    MANAGER,
    REFERENCE,
    REFLECTION,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import problem


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


def test_every_item_says_how_far_it_is_and_why(council: Council) -> None:
    case = Portfolio.opened(council)
    assert case.states() == {
        "reflection": "missing",
        "case-example": "missing",
        "reference": "missing",
        "award": "not_applicable",
        "other": "optional",
    }
    case.give("reflection", REFLECTION)
    case.give("case-example", EXAMPLE)
    assert case.states()["reflection"] == "complete"
    assert case.why("case-example") == "1 of 2 in."
    case.give("case-example", EXAMPLE)
    assert case.states()["case-example"] == "complete"
    assert not case.portfolio()["is_complete"]
    case.give("reference", REFERENCE, by=MANAGER)
    assert case.portfolio()["is_complete"]


def test_every_item_says_by_which_clause_and_who_provides_it(council: Council) -> None:
    found = {each["item"]: each for each in Portfolio.opened(council).portfolio()["requirements"]}
    reference, other = found["reference"], found["other"]
    assert reference["clause"] == {"document": "Portfolio Procedure", "heading": "5.3"}
    assert reference["by"] == ["line_manager"]
    assert reference["required"] == "The line manager's report, which may follow"
    assert reference["assumption"] is None
    assert other["clause"] is None
    assert other["assumption"] == "The procedure does not forbid them"
    assert other["types"] == ["application/pdf", "image/png"]


def test_what_nobody_knows_yet_may_be_given_and_need_not(make_council: MakeCouncil) -> None:
    case = Portfolio.opened(settle(make_council(["eastshire"])))
    assert case.states()["award"] == "unknown"
    assert "may be given all the same" in case.why("award")
    case.filled().take(WORKER, "submit")


def test_what_applies_to_this_worker_is_missing_until_it_is_in(make_council: MakeCouncil) -> None:
    case = Portfolio.opened(settle(make_council(["eastshire"]), pq_award=True)).filled()
    assert case.states()["award"] == "missing"
    case.give("award", name="award.pdf", media_type="application/pdf")
    assert case.states()["award"] == "missing"
    assert case.why("award") == ("It has not come in yet. The content of one has not come in yet.")
    refused = problem(case.ask(WORKER, "submit"), 409, "action-not-allowed")
    assert "Certificate of a further award" in refused["detail"]


def test_nobody_submits_before_all_that_is_needed_is_in(council: Council) -> None:
    case = Portfolio.opened(council)
    case.give("case-example", EXAMPLE)
    refused = problem(case.ask(WORKER, "submit"), 409, "action-not-allowed")
    assert refused["detail"] == (
        "Evidence is missing: Reflective statement (from Social worker; Portfolio Procedure, 5.1); "
        "Case example (from Social worker; Portfolio Procedure, 5.2)."
    )
    shown = case.actions(WORKER)["submit"]
    assert (shown["allowed"], shown["reason"]) == (False, refused["detail"])
    case.give("case-example", EXAMPLE)
    case.give("reflection", REFLECTION)
    assert case.actions(WORKER)["submit"]["allowed"]
    assert case.take(WORKER, "submit")["status"] == "submitted"


def test_the_standards_are_those_of_the_day_on_which_the_case_was_opened(
    council: Council,
) -> None:
    case = Portfolio.opened(council)
    council.house.set_clock("2026-05-04")
    later = REFLECTION | {"by_standard": {"honesty": "I said so.", "candour": "I spoke up."}}
    problem(case.offer("reflection", later), 422, "invalid-request")
    case.give("reflection", REFLECTION)


def test_a_case_without_evidence_lists_none(council: Council) -> None:
    case = Portfolio.opened(council)
    listed = case.portfolio(HEAD)
    assert (listed["items"], listed["next_cursor"], listed["attempt"]) == ([], None, 1)


def test_the_list_comes_in_pages(council: Council) -> None:
    case = Portfolio.opened(council).filled()
    first = case.portfolio(limit=2)
    second = case.portfolio(limit=2, cursor=first["next_cursor"])
    assert [*first["items"], *second["items"]] == case.portfolio()["items"]
    assert second["next_cursor"] is None
    assert first["requirements"] == second["requirements"]


def test_each_thing_says_where_it_is_and_each_item_where_its_form_is(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    file = case.give("other", name="award.pdf", media_type="application/pdf")
    person = council.person(WORKER)
    assert person.get(given["href"]).json()["answers"] == REFLECTION
    assert (given["content_href"], file["content_href"]) == (None, f"{file['href']}/content")
    council.house.set_clock("2026-05-04")  # by now other standards are in force
    (asked,) = [
        each for each in case.portfolio()["requirements"] if each["item"] == "reflection"
    ]  # fmt: skip
    form = person.get(asked["form_href"]).json()
    assert form["form"] == asked["form"]
    properties = form["schema"]["properties"]["by_standard"]["properties"]
    assert {*properties} == {*REFLECTION["by_standard"]}


def test_what_has_come_in_and_waits_is_not_called_missing(council: Council) -> None:
    case = Portfolio.opened(council)
    case.give("reflection", REFLECTION)
    case.give("case-example", EXAMPLE)
    reported = case.give("case-example", EXAMPLE)
    case.say(reported, "report-identifiers", by=MANAGER)
    assert case.actions(WORKER)["submit"]["reason"] == (
        "Reported, because it seems to name somebody: Case example. Send it again without, or let "
        "whoever provided it acknowledge it with a reason."
    )
