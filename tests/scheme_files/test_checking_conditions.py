"""Checking conditions: they ask facts that there are, for values that they can have."""

import pytest
from tests.scheme_files.editing import edited, line_with, mistakes_in

SINCE = "{since: probation_passed_on}"
NEITHER = "compare a date with 'before' or 'on_or_after', a number with 'at_least'"
OUTCOMES = "passed, failed, in-progress, not-undertaken"


def _type(fact: str, kind: str, needed: str) -> str:
    return f"fact '{fact}' is of type '{kind}': this needs one of type {needed}"


# A condition, and what is said of it.
CONDITIONS = [
    ("{since: registred_on}", "'registred_on' is no fact: did you mean 'registered_on'?"),
    ("{since: zzz}", "'zzz' is no fact: declare it under 'facts'"),
    ("{since: pq_award}", _type("pq_award", "true_false", "'date'")),
    ("{months_since: scp, at_least: 1}", _type("scp", "whole_number", "'date'")),
    (
        "{months_since: qualified_on, at_least: 0}",
        "count from 1 to 1200 months; for none use 'since'",
    ),
    (
        "{months_since: qualified_on, at_least: 1201}",
        "count from 1 to 1200 months; for none use 'since'",
    ),
    (
        "{fact: rating, at_least: 1}",
        _type("rating", "choice", "'whole_number' or 'decimal_number'"),
    ),
    (
        "{fact: team_type, at_most: 1}",
        _type("team_type", "team_type", "'whole_number' or 'decimal_number'"),
    ),
    ('{fact: grade, before: "2026-01-01"}', _type("grade", "grade", "'date'")),
    ("{fact: qualified_on, before: rating}", _type("rating", "choice", "'date'")),
    (
        "{fact: qualified_on, on_or_after: submited_on}",
        "'submited_on' is no fact: did you mean 'submitted_on'?",
    ),
    (
        "{fact: qualified_on, before: 1.1.2013}",
        "'1.1.2013' is no date: write it as YYYY-MM-DD",
    ),
    ("{fact: qualified_on, before: 2013-1-1}", "'2013-1-1' is no date: write it as YYYY-MM-DD"),
    ("{fact: qualified_on, before: 2013-02-29}", "'2013-02-29' is no day of the calendar"),
    ("{fact: ratng, is: good}", "'ratng' is no fact: did you mean 'rating'?"),
    ("{fact: ratng, one_of: [good]}", "'ratng' is no fact: did you mean 'rating'?"),
    ("{fact: rating, is: fair}", "'fair' is no value of 'rating': use good, poor"),
    ("{fact: rating, one_of: [good, fair]}", "'fair' is no value of 'rating': use good, poor"),
    ("{fact: rating, is: true}", "fact 'rating' is not true or false: use good, poor"),
    ("{fact: asye_outcome, is: done}", f"'done' is no value of 'asye_outcome': use {OUTCOMES}"),
    ('{fact: grade, is: "9"}', "'9' is no value of 'grade': use 7, 8"),
    ("{fact: team_type, is: night}", "'night' is no value of 'team_type': use duty, other"),
    ("{fact: pq_award, is: held}", "fact 'pq_award' is true or false: write 'is: true' or 'is: f"),
    ("{fact: pq_award, one_of: [held]}", "fact 'pq_award' is true or false: write 'is: true' or"),
    ("{fact: qualified_on, is: 2013-01-01}", NEITHER),
    ('{fact: scp, is: "30"}', NEITHER),
    ('{fact: share_of_year, one_of: ["1"]}', NEITHER),
    (
        "{fact: rating, is: good, met_on: qualified_on, met_on_if_given: qualified_on}",
        "give 'met_on' or 'met_on_if_given', not both",
    ),
    ("{fact: rating, is: good, met_on: scp}", _type("scp", "whole_number", "'date'")),
    ("{fact: rating, is: good, met_on_if_given: grade}", _type("grade", "grade", "'date'")),
    ("{not: {since: zzz}}", "'zzz' is no fact: declare it under 'facts'"),
    ("{all: [{since: qualified_on}, {since: zzz}]}", "'zzz' is no fact: declare it under 'facts'"),
    ("{any: [{not: {all: [{since: zzz}]}}]}", "'zzz' is no fact: declare it under 'facts'"),
]


@pytest.mark.parametrize(("condition", "message"), CONDITIONS)
def test_a_condition_that_cannot_be_asked_is_named(condition: str, message: str) -> None:
    text = edited((SINCE, condition))
    ((line, found),) = mistakes_in(text)

    assert line == line_with(text, condition)
    assert found.startswith(message)


# Wherever a condition may stand, it is looked at.
PLACES = [
    ("when: {since: probation_passed_on}", "when: {since: zzz}"),
    ("          not: {fact: team_type, is: duty}", "          not: {since: zzz}"),
    ("- when: {fact: team_type, is: duty}", "- when: {since: zzz}"),
    ("eligible_when: {fact: team_type, is: duty}", "eligible_when: {since: zzz}"),
    ("- when: {part_in_force: supplement}", "- when: {since: zzz}"),
    ('binds: {fact: qualified_on, on_or_after: "2020-01-01"}', "binds: {since: zzz}"),
]


@pytest.mark.parametrize(("old", "new"), PLACES)
def test_a_condition_is_checked_wherever_it_stands(old: str, new: str) -> None:
    text = edited((old, new))

    assert mistakes_in(text) == [
        (line_with(text, "{since: zzz}"), "'zzz' is no fact: declare it under 'facts'")
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "{fact: qualified_on, before: 2013-01-01}",
        '{fact: qualified_on, before: "2013-01-01"}',
        "{fact: qualified_on, on_or_after: registered_on}",
        '{fact: grade, is: "7"}',
        '{fact: target_grade, one_of: ["7", "8"]}',
        "{fact: share_of_year, at_least: 1}",
        "{fact: fast_track, is: false}",
        "{fact: service_area, is: adults, met_on_if_given: commenced_on}",
    ],
)
def test_a_condition_that_can_be_asked_is_left_in_peace(condition: str) -> None:
    assert mistakes_in(edited((SINCE, condition))) == []


def test_any_team_will_do_where_a_scheme_tells_none_apart() -> None:
    teams = "team_types:\n  duty: the duty team\n  other: another team\n"
    text = edited((teams, ""), (SINCE, "{fact: team_type, is: night}"))

    assert mistakes_in(text) == []
    text = edited((teams, ""), (SINCE, "{fact: team_type, is: true}"))
    ((_, message),) = mistakes_in(text)
    assert message == "fact 'team_type' is not true or false: use a value such as 'team-b'"
