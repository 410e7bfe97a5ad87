"""Where a scheme turns on days, no more is promised to change an answer than comes true."""

import json
from pathlib import Path

from tests.support.in_process import answer_bytes
from tests.support.northbank import PLACED, TEXT, holding, question

from paycalc.rulebook.loading import Rulebook


def test_no_change_is_named_after_which_the_same_rule_stops(held: Rulebook) -> None:
    facts = {**PLACED, "joined_on": "2023-07-01", "fit_to_practise": False}
    found = answer_bytes(question(facts), held)
    assert isinstance(found, bytes)
    named = {(each["fact"], each["value"]) for each in json.loads(found)["would_change"]}
    assert named == {
        ("fit_to_practise", True), ("joined_on", "2023-05-31"), ("registered_on", "2023-07-02"),
    }  # fmt: skip


def test_no_change_is_promised_that_would_contradict_another_fact(tmp_path: Path) -> None:
    text = TEXT.replace(
        "{fact: joined_on, before: registered_on}",
        '{fact: nqsw_portfolio_completed_on, before: "2019-07-01"}',
    )
    warm = holding(tmp_path, text)

    def promised(qualified_on: str) -> list[str]:
        facts = {
            **PLACED,
            "nqsw_portfolio_completed_on": "2020-01-31",
            "qualified_on": qualified_on,
        }
        found = answer_bytes(question(facts), warm)
        assert isinstance(found, bytes)
        changes = json.loads(found)["would_change"]
        return [each["value"] for each in changes if each["fact"] == "nqsw_portfolio_completed_on"]

    assert promised("2018-07-01") == ["2019-06-30"]
    assert promised("2019-07-01") == []
    assert promised("2018-07-01") == ["2019-06-30"]
