"""What should name nobody: screened, acknowledged, reported."""

import pytest
from tests.support.council import Council
from tests.support.eastshire import (
    AUDITOR,
    EXAMPLE,
    HEAD,
    MANAGER,
    NAMING,
    REFERENCE,
    REFLECTION,
    SURNAME,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import problem


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


@pytest.fixture
def case(council: Council) -> Portfolio:
    case = Portfolio.opened(council)
    case.give("reflection", REFLECTION)
    case.give("case-example", EXAMPLE)
    return case


def test_a_text_that_names_somebody_is_found_and_not_repeated(case: Portfolio) -> None:
    given = case.give("case-example", NAMING)
    assert given["screening"] == "found"
    (finding,) = given["findings"]
    place = slice(finding["start"], finding["end"])
    assert (finding["kind"], finding["pointer"]) == ("name", "/answers/work")
    assert SURNAME in NAMING["work"][place]
    assert SURNAME not in str(case.portfolio())
    assert SURNAME not in str(case.history(WORKER))


def test_submission_waits_until_it_is_put_right(case: Portfolio) -> None:
    given = case.give("case-example", NAMING)
    assert case.states()["case-example"] == "missing"
    assert "may name somebody" in case.why("case-example")
    problem(case.ask(WORKER, "submit"), 409, "action-not-allowed")
    clear = case.give("case-example", EXAMPLE, replaces=given["evidence_id"])
    assert clear["screening"] == "clear"
    case.take(WORKER, "submit")


def test_submission_waits_until_it_is_acknowledged_and_who_did_is_kept(case: Portfolio) -> None:
    given = case.give("case-example", NAMING)
    refused = case.say(given, "acknowledge-identifiers", by=HEAD)
    assert refused.status_code == 403
    case.say(given, "acknowledge-identifiers", reason="An invented name.")
    seen = case.read(given, HEAD)
    assert (seen["acknowledged_by"], seen["acknowledged_because"]) == (WORKER, "An invented name.")
    problem(case.say(given, "acknowledge-identifiers"), 409, "evidence-state")
    case.take(WORKER, "submit")
    (told,) = [each for each in case.history(WORKER) if each["kind"] == "identifiers-acknowledged"]
    assert (told["body"]["kinds"], told["text"]) == (["name"], {"reason": "An invented name."})


def test_a_second_of_the_items_that_is_optional_waits_too(case: Portfolio) -> None:
    given = case.give("case-example", EXAMPLE)
    case.say(given, "report-identifiers", by=MANAGER)
    case.say(given, "withdraw")
    problem(case.ask(WORKER, "submit"), 409, "action-not-allowed")


def test_a_report_puts_it_in_quarantine_at_once(case: Portfolio) -> None:
    given = case.give("case-example", EXAMPLE)
    answer = case.say(given, "report-identifiers", by=MANAGER, reason="The school is in it.")
    assert answer.json()["quarantined_because"] == "reported"
    for number in (MANAGER, HEAD, AUDITOR):
        hidden = case.read(given, number)
        assert (hidden["withheld"], hidden["answers"]) == ("quarantined", None)
    assert case.read(given)["answers"] == EXAMPLE
    problem(case.say(given, "report-identifiers", by=HEAD), 409, "evidence-state")
    problem(case.ask(WORKER, "submit"), 409, "action-not-allowed")


def test_what_was_reported_is_acknowledged_by_its_provider_alone(case: Portfolio) -> None:
    given = case.give("case-example", EXAMPLE)
    case.say(given, "report-identifiers", by=MANAGER)
    assert case.say(given, "acknowledge-identifiers", by=MANAGER).status_code == 403
    case.say(given, "acknowledge-identifiers", reason="The school is invented.")
    assert case.read(given, HEAD)["answers"] == EXAMPLE
    case.take(WORKER, "submit")


def test_reported_after_the_submission_it_is_mended_and_the_day_moves(
    case: Portfolio, council: Council
) -> None:
    given = case.give("case-example", EXAMPLE)
    case.give("reference", REFERENCE, by=MANAGER)
    case.take(WORKER, "submit")
    council.house.set_clock("2026-04-20")
    case.say(given, "report-identifiers", by=HEAD)
    assert case.seen_by(WORKER)["evidence_complete_on"] is None
    assert "Case example" in case.actions(HEAD)["agree"]["reason"]
    council.house.set_clock("2026-04-24")
    mended = case.give("case-example", EXAMPLE, replaces=given["evidence_id"])
    assert mended["attempts"] == [1]
    assert case.seen_by(WORKER)["evidence_complete_on"] == "2026-04-24"
    assert case.take(HEAD, "agree")["status"] == "decided"


def test_reported_for_nothing_it_keeps_its_day(case: Portfolio, council: Council) -> None:
    given = case.give("case-example", EXAMPLE)
    case.give("reference", REFERENCE, by=MANAGER)
    case.take(WORKER, "submit")
    council.house.set_clock("2026-04-20")
    case.say(given, "report-identifiers", by=HEAD)
    case.say(given, "acknowledge-identifiers", reason="Nobody is named.")
    assert case.seen_by(WORKER)["evidence_complete_on"] == "2026-04-02"


def test_a_report_and_an_acknowledgement_need_the_version_that_is_there(case: Portfolio) -> None:
    given = case.give("case-example", NAMING)
    for what in ("report-identifiers", "acknowledge-identifiers", "withdraw"):
        problem(case.say(given, what, if_match='"7"'), 412, "stale-version")
