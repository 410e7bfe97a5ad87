"""What would turn a no under an operator's own scheme, where conditions are of every kind."""

from typing import Any

import httpx
import pytest
from tests.paycalc.test_own_schemes import PROBATION, change, northshire
from tests.support.questions import ask

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"appraisal_score": "2.5"}, change("appraisal_score", "3", "determined")),
        ({"cases_held": 21}, change("cases_held", 20, "determined")),
        ({"team_type": "north-2"}, change("team_type", "north-1", "determined")),
        (
            {"probation_started_on": "2022-06-01", "probation_passed_on": "2022-06-01"},
            change("probation_started_on", "2022-05-31", "determined"),
        ),
        (
            {"probation_started_on": "2023-01-01", "signed_off_on": "2023-05-10"},
            change("signed_off_on", "2023-07-01", "determined", "2023-07-01"),
        ),
    ],
)
def test_the_single_change_that_turns_a_no_is_named(
    own: httpx.Client, changed: Json, wanted: Json
) -> None:
    answer = ask(own, northshire("by-probation", PROBATION, **changed))
    assert answer["outcome"] == "not_met"
    assert wanted in answer["would_change"]


@pytest.mark.parametrize(
    "changed",
    [
        {"appraisal_score": "2.5"},
        {"cases_held": 21},
        {"team_type": "north-2"},
        {"probation_started_on": "2022-06-01", "probation_passed_on": "2022-06-01"},
        {"probation_passed_on": "2023-06-11"},
        {"probation_started_on": "2022-12-11"},
        {"grade": "upper"},
    ],
)
def test_a_change_does_what_it_says(own: httpx.Client, changed: Json) -> None:
    answer = ask(own, northshire("by-probation", PROBATION, **changed))
    assert answer["outcome"] == "not_met"
    assert answer["would_change"] != []
    for item in answer["would_change"]:
        with_it = {**changed, item["fact"]: item["value"]}
        again = ask(own, northshire("by-probation", PROBATION, **with_it))
        assert again["outcome"] == item["outcome"], item
