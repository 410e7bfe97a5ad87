"""Conditions of a scheme over facts of which some are not known."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.live import ROOT

from applications.schemes.domain.conditions import Truth, add_months, holds
from applications.schemes.storage.files import load_schemes
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

ON = date(2026, 4, 2)
LOADED = load_schemes([ROOT / "shared" / "schemes"])
DURHAM = LOADED.in_force("durham", rules_on=ON, known_on=ON)
WITH_PARTS = [
    held.scheme
    for held in (LOADED.in_force(each, rules_on=ON, known_on=ON) for each in LOADED.ids)
    if held.scheme.parts
]
STATEMENT = DURHAM.scheme.pathways["grade-9-to-11"].steps["academy-statement"].when
FACTS = ("a", "b", "c")
LEAVES = st.builds(FactIs, fact=st.sampled_from(FACTS), is_=st.booleans())
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(AllOf, all_=st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, any_=st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, not_=inner)
    ),
    max_leaves=8,
)
KNOWN = st.fixed_dictionaries({}, optional={name: st.none() | st.booleans() for name in FACTS})
RANK: dict[Truth, float] = {"false": 0, "unknown": 0.5, "true": 1}


def truth(condition: Condition, **facts: object) -> Truth:
    """What a condition comes to on the day of these tests."""
    return holds(condition, facts, on=ON)


def rank(condition: Condition, facts: dict[str, Any]) -> float:
    """The truth as a number: 0, one half, or 1."""
    return RANK[holds(condition, facts, on=ON)]


def naive(condition: Condition, facts: dict[str, Any]) -> float:
    """Kleene's logic as arithmetic: not is 1 - x, all the least, any the greatest."""
    match condition:
        case AllOf(all_=inner):
            return min(naive(each, facts) for each in inner)
        case AnyOf(any_=inner):
            return max(naive(each, facts) for each in inner)
        case Not(not_=each):
            return 1 - naive(each, facts)
        case FactIs(fact=fact, is_=wanted):
            return 0.5 if facts.get(fact) is None else float(facts[fact] == wanted)
        case _:
            raise AssertionError(condition)


@given(CONDITIONS, KNOWN)
def test_unknown_spreads_as_kleene_has_it(condition: Condition, facts: dict[str, Any]) -> None:
    assert rank(condition, facts) == naive(condition, facts)


@given(CONDITIONS, KNOWN)
def test_not_not_is_the_thing_itself(condition: Condition, facts: dict[str, Any]) -> None:
    assert rank(Not(not_=Not(not_=condition)), facts) == rank(condition, facts)


@given(st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple), KNOWN)
def test_not_all_is_any_not(parts: tuple[Condition, ...], facts: dict[str, Any]) -> None:
    any_not = AnyOf(any_=tuple(Not(not_=part) for part in parts))
    assert rank(Not(not_=AllOf(all_=parts)), facts) == rank(any_not, facts)


@given(CONDITIONS, KNOWN, st.sampled_from(FACTS), st.booleans())
def test_what_is_settled_stays_so_when_more_is_known(
    condition: Condition, facts: dict[str, Any], fact: str, value: object
) -> None:
    before = holds(condition, facts, on=ON)
    if before != "unknown" and facts.get(fact) is None:
        assert holds(condition, {**facts, fact: value}, on=ON) == before


def test_durham_asks_for_the_academys_statement_only_where_it_supported_the_year() -> None:
    assert STATEMENT is not None
    assert truth(STATEMENT) == "unknown"
    assert truth(STATEMENT, academy_supported=False) == "false"
    assert truth(STATEMENT, academy_supported=True) == "unknown"
    assert truth(STATEMENT, academy_supported=True, asye_completed_on="2023-01-01") == "false"
    assert truth(STATEMENT, academy_supported=True, asye_completed_on="2023-01-02") == "true"
    in_dates = {"academy_supported": True, "asye_completed_on": date(2023, 1, 2)}
    assert truth(STATEMENT, **in_dates) == "true"


def test_months_have_passed_on_the_day_that_they_have() -> None:
    two_years = MonthsSince(months_since="registered_on", at_least=24)
    assert truth(two_years, registered_on="2024-04-02") == "true"
    assert truth(two_years, registered_on="2024-04-03") == "false"
    assert truth(two_years, registered_on=None) == "unknown"
    assert truth(Since(since="registered_on"), registered_on="2026-04-02") == "true"
    assert truth(Since(since="registered_on"), registered_on="2026-04-03") == "false"


def test_a_month_that_is_too_short_counts_to_its_last_day() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert add_months(date(9999, 12, 1), 2) == date.max


def test_a_fact_that_must_be_dated_counts_from_its_day() -> None:
    passed = FactIs(fact="asye_outcome", is_="passed", met_on="asye_completed_on")
    assert truth(passed, asye_outcome="passed") == "unknown"
    assert truth(passed, asye_outcome="failed") == "false"
    assert truth(passed, asye_outcome="passed", asye_completed_on="2026-04-02") == "true"
    assert truth(passed, asye_outcome="passed", asye_completed_on="2026-04-03") == "false"
    if_given = FactIs(fact="pq_award", is_=True, met_on_if_given="pq_award_on")
    assert truth(if_given, pq_award=True) == "true"
    assert truth(if_given, pq_award=True, pq_award_on="2026-04-03") == "false"


def test_numbers_choices_and_days_are_compared() -> None:
    assert truth(AtLeast(fact="scp", at_least=28), scp=28) == "true"
    assert truth(AtLeast(fact="scp", at_least=28), scp="27.5") == "false"
    assert truth(AtMost(fact="scp", at_most=28), scp=29.0) == "false"
    assert truth(FactOneOf(fact="team_type", one_of=("a", "b")), team_type="b") == "true"
    assert truth(FactOneOf(fact="team_type", one_of=("a", "b")), team_type="c") == "false"
    days = {"commenced_on": "2026-01-01", "submitted_on": "2026-01-02"}
    assert truth(Before(fact="commenced_on", before="submitted_on"), **days) == "true"
    assert truth(Before(fact="commenced_on", before="2026-01-01"), **days) == "false"
    assert truth(OnOrAfter(fact="commenced_on", on_or_after="2026-01-01"), **days) == "true"
    assert truth(OnOrAfter(fact="commenced_on", on_or_after="submitted_on"), **days) == "false"


@pytest.mark.parametrize("value", [None, 1, "soon", [], {}, "2026-02-30"])
def test_what_cannot_be_read_is_not_known(value: object) -> None:
    assert truth(FactIs(fact="a", is_=True), a=value) == "unknown"
    assert truth(Since(since="a"), a=value) == "unknown"
    assert truth(Before(fact="b", before="a"), a=value, b="2026-01-01") == "unknown"


@pytest.mark.parametrize("value", [True, "NaN", "much", None])
def test_what_is_no_number_is_not_known(value: object) -> None:
    assert truth(AtLeast(fact="a", at_least=1), a=value) == "unknown"


def test_a_part_is_in_force_on_its_days_alone() -> None:
    for scheme in WITH_PARTS:
        for name, part in scheme.parts.items():
            asks = PartInForce(part_in_force=name)
            day = part.in_force_from
            assert holds(asks, {}, on=day, scheme=scheme) == "true"
            assert holds(asks, {}, on=day.replace(year=day.year - 1), scheme=scheme) == "false"
            assert holds(asks, {}, on=day) == "unknown"
    assert WITH_PARTS
