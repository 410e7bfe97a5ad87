"""What was submitted stays as it was, attempt by attempt, and can be read for ever."""

import pytest
from tests.support.council import Council
from tests.support.eastshire import (
    EXAMPLE,
    HEAD,
    REFLECTION,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import problem

BETTER = {"by_standard": {"honesty": "I said so, at once.", "care": "I took it."}}


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


def of_item(case: Portfolio, item: str, attempt: int | None = None) -> list[dict[str, object]]:
    found = case.portfolio() if attempt is None else case.portfolio(attempt=attempt)
    return [each for each in found["items"] if each["item"] == item]


def test_a_new_version_takes_the_place_of_the_one_before(council: Council) -> None:
    case = Portfolio.opened(council)
    first = case.give("reflection", REFLECTION)
    second = case.give("reflection", BETTER, replaces=first["evidence_id"])
    assert case.ids() == [second["evidence_id"]]
    before = case.read(first)
    assert (before["removed_because"], before["answers"]) == ("replaced", REFLECTION)
    assert case.read(second)["answers"] == BETTER
    again = case.offer("reflection", BETTER, replaces=first["evidence_id"])
    assert "already" in problem(again, 409, "evidence-state")["detail"]


def test_there_are_only_so_many_of_each(council: Council) -> None:
    case = Portfolio.opened(council)
    case.give("reflection", REFLECTION)
    refused = problem(case.offer("reflection", REFLECTION), 409, "evidence-state")
    assert "one of these at most" in refused["detail"]


def test_what_was_withdrawn_is_gone_and_others_cannot_read_it(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    answer = case.say(given, "withdraw")
    assert answer.status_code == 200
    assert case.ids() == []
    assert case.read(given)["answers"] == REFLECTION
    hidden = case.read(given, HEAD)
    assert (hidden["withheld"], hidden["answers"]) == ("withdrawn", None)
    problem(case.say(given, "withdraw"), 409, "evidence-state")


def test_what_was_submitted_can_no_longer_be_changed(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    (reflection,) = of_item(case, "reflection")
    assert reflection["attempts"] == [1]
    listed = case.portfolio()
    assert (listed["attempt"], listed["is_frozen"]) == (1, True)
    changed = case.offer("reflection", BETTER, replaces=reflection["evidence_id"])
    assert "sent back first" in problem(changed, 409, "evidence-state")["detail"]
    problem(case.say(reflection, "withdraw"), 409, "evidence-state")
    problem(case.offer("other", name="a.pdf", media_type="application/pdf"), 409, "evidence-state")


def test_sent_back_it_is_prepared_anew_and_every_attempt_stays(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    (first,) = of_item(case, "reflection")
    case.take(HEAD, "send-back", {"comments": "Say more about honesty."})
    listed = case.portfolio()
    assert (listed["attempt"], listed["is_frozen"]) == (2, False)
    second = case.give("reflection", BETTER, replaces=first["evidence_id"])
    case.take(WORKER, "submit")
    assert [each["evidence_id"] for each in of_item(case, "reflection", attempt=1)] == [
        first["evidence_id"]
    ]
    assert [each["evidence_id"] for each in of_item(case, "reflection", attempt=2)] == [
        second["evidence_id"]
    ]
    assert case.portfolio(attempt=1)["is_complete"] is False  # the report was to follow
    examples = of_item(case, "case-example", attempt=2)
    assert [each["attempts"] for each in examples] == [[1, 2], [1, 2]]
    assert case.read(first, HEAD)["answers"] == REFLECTION
    client = council.person(WORKER)
    problem(client.get(f"{case.path}/evidence", params={"attempt": 3}), 404, "not-found")


def test_the_list_says_what_there_was_at_an_instant(council: Council) -> None:
    case = Portfolio.opened(council)
    first = case.give("reflection", REFLECTION)
    council.house.set_clock("2026-04-10T09:00:00Z")
    case.give("reflection", BETTER, replaces=first["evidence_id"])
    case.give("case-example", EXAMPLE)
    council.house.set_clock("2026-04-12T09:00:00Z")
    then = case.portfolio(as_of="2026-04-09T12:00:00Z")
    assert [each["evidence_id"] for each in then["items"]] == [first["evidence_id"]]
    assert then["attempt"] is None
    assert case.states(as_of="2026-04-09T12:00:00Z")["case-example"] == "missing"
    assert case.why("case-example", as_of="2026-04-11T12:00:00Z") == "1 of 2 in."
    assert case.ids(as_of="2026-04-01T00:00:00Z") == []
    both = {"as_of": "2026-04-09T12:00:00Z", "attempt": "1"}
    client = council.person(WORKER)
    problem(client.get(f"{case.path}/evidence", params=both), 422, "invalid-request")


def test_nothing_is_provided_for_a_case_that_is_closed(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    case.take(WORKER, "withdraw", {"reason": "I am leaving."})
    assert "closed" in problem(case.offer("case-example", EXAMPLE), 409, "evidence-state")["detail"]
    problem(case.say(given, "withdraw"), 409, "evidence-state")
    assert case.read(given)["answers"] == REFLECTION


def test_the_log_knows_what_was_submitted_and_holds_no_answer(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    history = case.history(WORKER)
    (fixed,) = [each for each in history if each["kind"] == "evidence-fixed"]
    assert fixed["body"]["attempt"] == 1
    assert sorted(fixed["body"]["evidence"]) == sorted(case.ids())
    provided = [each for each in history if each["kind"] == "evidence-provided"]
    assert [each["body"]["item"] for each in provided] == ["reflection", *["case-example"] * 2]
    assert all(each["text"] is None for each in provided)
    assert "took it" not in str(history)
