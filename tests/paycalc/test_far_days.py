"""The first and the last days that can be asked about, and what lies just behind them."""

from typing import Any

import httpx
from tests.support.questions import ask, der910, rothi

Json = dict[str, Any]

LAST = "2199-12-31"
LONG_AGO = {
    "qualified_on": "1900-01-01",
    "registered_on": "1900-01-01",
    "registered_practice_from": "1900-01-01",
    "asye_completed_on": "1900-01-01",
}


def test_a_submission_date_after_the_last_day_is_still_an_answer(client: httpx.Client) -> None:
    days = {"submitted_on": "2199-09-16", "evidence_complete_on": "2199-09-16",
            "signed_off_on": "2199-12-01"}  # fmt: skip
    answer = ask(client, {**der910(**days), "known_on": LAST})
    assert (answer["outcome"], answer["effective_from"]) == ("determined", "2200-01-15")


def test_the_next_submission_dates_are_given_up_to_the_last_day_and_no_accident(
    client: httpx.Client,
) -> None:
    address = "/v1/schemes/derbyshire/submission-dates"
    found = client.get(address, params={"from": "2199-09-01", "count": 3}).json()
    assert found["items"][0]["submission_date"] == "2199-09-15"
    assert client.get(address, params={"from": LAST}).status_code == 200


def test_waiting_beyond_the_last_day_is_an_answer_by_the_contract(client: httpx.Client) -> None:
    days = {"qualified_on": "2199-12-01", "asye_completed_on": "2199-12-01",
            "submitted_on": "2199-12-01", "evidence_complete_on": "2199-12-01",
            "signed_off_on": "2199-12-20"}  # fmt: skip
    answer = ask(client, {**rothi(**days), "known_on": LAST})
    assert answer["outcome"] == "not_met"


def test_the_first_day_of_all_is_a_day_like_any_other(client: httpx.Client) -> None:
    answer = ask(client, {**der910(**LONG_AGO), "rules_on": "2026-01-09"})
    assert answer["outcome"] == "determined"


def test_no_change_is_named_that_could_not_be_asked_about(client: httpx.Client) -> None:
    days = {**LONG_AGO, "submitted_on": "1900-01-02", "evidence_complete_on": "1900-01-02",
            "signed_off_on": "1900-01-02"}  # fmt: skip
    answer = ask(client, {**der910(**days), "rules_on": "2026-01-09"})
    assert answer["outcome"] == "not_met"
    assert all(item["value"] >= "1900-01-01" for item in answer["would_change"])
