"""What may follow moves the day on which a case was complete, and nobody says yes before."""

import httpx
import pytest
from tests.support.council import Council, key
from tests.support.eastshire import (
    EXAMPLE,
    HEAD,
    MANAGER,
    REFERENCE,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import pointers, problem


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


def days(case: Portfolio) -> tuple[str | None, str | None]:
    seen = case.seen_by(WORKER)
    return seen["submitted_on"], seen["evidence_complete_on"]


def test_a_case_is_complete_the_day_the_last_of_it_came_in(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    assert days(case) == ("2026-04-02", None)
    refused = problem(case.ask(HEAD, "agree"), 409, "action-not-allowed")
    assert "Line manager's report (from Line manager" in refused["detail"]
    assert case.actions(HEAD)["agree"]["reason"] == refused["detail"]
    assert {"not-yet", "send-back"} <= case.allowed(HEAD)
    council.house.set_clock("2026-05-14T23:30:00Z")
    late = case.give("reference", REFERENCE, by=MANAGER)
    assert late["attempts"] == [1]
    assert days(case) == ("2026-04-02", "2026-05-15"), "by then it is the next day in London"
    moved = {each["kind"]: each["body"] for each in case.history(WORKER)[-2:]}
    assert moved["evidence-completion-moved"] == {"evidence_complete_on": "2026-05-15"}
    assert moved["submission-date-moved"]["submission_date"] >= "2026-05-15"
    assert case.ids(attempt=1) == case.ids()
    assert case.take(HEAD, "agree")["status"] == "decided"


def test_what_came_before_the_submission_counts_from_it(council: Council) -> None:
    case = Portfolio.opened(council).filled()
    case.give("reference", REFERENCE, by=MANAGER)
    council.house.set_clock("2026-04-20")
    case.take(WORKER, "submit")
    assert days(case) == ("2026-04-20", "2026-04-20")


def test_nobody_decides_on_what_they_have_not_seen(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    seen = case.etag(HEAD)
    case.give("reference", REFERENCE, by=MANAGER)
    headers = {"If-Match": seen, "Idempotency-Key": "seen-before"}
    problem(case.ask(HEAD, "agree", headers=headers), 412, "stale-version")


def test_what_stays_the_same_through_a_second_attempt_keeps_its_day(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    case.give("reference", REFERENCE, by=MANAGER)
    council.house.set_clock("2026-04-20")
    case.take(HEAD, "send-back", {"comments": "One more look, please."})
    case.take(WORKER, "submit")
    assert days(case) == ("2026-04-02", "2026-04-02")
    case.take(HEAD, "send-back", {"comments": "The first example is thin."})
    council.house.set_clock("2026-05-20")
    thin = next(each for each in case.portfolio()["items"] if each["item"] == "case-example")
    case.give("case-example", EXAMPLE, replaces=thin["evidence_id"])
    case.take(WORKER, "submit")
    assert days(case) == ("2026-04-02", "2026-05-20")


def test_what_comes_to_be_missing_after_the_submission_may_be_brought(council: Council) -> None:
    case = Portfolio.opened(council).sent_in()
    case.give("reference", REFERENCE, by=MANAGER)

    def announce() -> httpx.Response:
        return case.offer("award", name="award.pdf", media_type="application/pdf")

    problem(announce(), 409, "evidence-state")
    settle(council, pq_award=True)
    assert case.states()["award"] == "missing"
    assert "further award" in case.actions(HEAD)["agree"]["reason"]
    assert announce().status_code == 201


@pytest.mark.parametrize(
    "fact", ["submitted_on", "evidence_complete_on", "signed_off_on", "submission_date"]
)
def test_no_client_ever_sets_the_day(council: Council, fact: str) -> None:
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "eastshire"}
    sent = body | {"pathway": "a-to-b", "facts": {fact: "2020-01-01"}}
    answer = council.person(WORKER).post("/v1/applications", json=sent, headers=key())
    assert pointers(problem(answer, 422, "invalid-request")) == [f"/facts/{fact}"]
