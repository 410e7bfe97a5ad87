"""Conditions in words."""

import pytest
from tests.support.live import ROOT

from applications.schemes.domain.words import condition_in_words, facts_in_words, role_title
from scheme_files.model.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Condition,
    FactIs,
    FactOneOf,
    MonthsSince,
    Not,
    OnOrAfter,
    PartInForce,
    Since,
)
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read

SAMPLE = read(
    (ROOT / "tests/scheme_files/sample/2025-04-01.2025-02-10.yaml").read_text("utf-8"), Scheme
)
SURE = FactIs(fact="pq_award", is_=True)
DUTY = FactIs(fact="team_type", is_="duty")
PASSED = FactIs(fact="asye_outcome", is_="in-progress")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (SURE, "post-qualifying award: yes"),
        (PASSED, "ASYE outcome: in progress"),
        (DUTY, f"team: {SAMPLE.team_types['duty']}"),
        (FactIs(fact="grade", is_="7"), "grade: 7"),
        (Not(not_=SURE), "not: post-qualifying award: yes"),
        (AllOf(all_=(SURE, PASSED)), "post-qualifying award: yes; and ASYE outcome: in progress"),
        (
            AnyOf(any_=(SURE, AllOf(all_=(SURE, PASSED)))),
            (
                "post-qualifying award: yes; "
                "or (post-qualifying award: yes; and ASYE outcome: in progress)"
            ),
        ),
        (
            FactOneOf(fact="asye_outcome", one_of=("passed", "failed")),
            "ASYE outcome: passed or failed",
        ),
        (
            MonthsSince(months_since="registered_on", at_least=24),
            "registered on: at least 24 months ago",
        ),
        (Since(since="commenced_on"), "in post from: that day has come"),
        (AtLeast(fact="scp", at_least=28), "spinal column point: 28 or more"),
        (AtMost(fact="scp", at_most=28), "spinal column point: 28 or less"),
        (
            Before(fact="commenced_on", before="2026-01-05"),
            "in post from: before 5 January 2026",
        ),
        (
            OnOrAfter(fact="commenced_on", on_or_after="submitted_on"),
            "in post from: the day of 'submitted on' or later",
        ),
        (
            PartInForce(part_in_force="supplement"),
            f"in force: {SAMPLE.parts['supplement'].required}",
        ),
    ],
)
def test_a_condition_is_read_out(condition: Condition, words: str) -> None:
    assert condition_in_words(condition, SAMPLE) == words


def test_facts_are_read_out_and_nothing_where_there_are_none() -> None:
    assert facts_in_words({"pq_award": False, "rating": "good"}, SAMPLE) == (
        "post-qualifying award: no; and rating: good"
    )
    assert facts_in_words({}, SAMPLE) is None


def test_a_role_is_called_what_the_council_calls_it() -> None:
    assert role_title("team_manager", SAMPLE) == SAMPLE.roles["team_manager"].title
    assert role_title("payroll", SAMPLE) == "Payroll"
