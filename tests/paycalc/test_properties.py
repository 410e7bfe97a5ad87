"""What is true of every question there is, tried on those that are drawn."""

from datetime import date
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.contract import validator
from tests.support.drawn_facts import (
    changes,
    questions,
    questions_of_any_facts,
    schema_of,
    values_of,
)
from tests.support.in_process import Refusal, answer, answer_bytes, fresh
from tests.support.invariants import broken
from tests.support.questions import PATHWAYS, question

from paycalc.main import create_app
from paycalc.settings import Settings

Json = dict[str, Any]

SCHEMES = ("derbyshire", "durham", "rotherham")
FACTS = {scheme: schema_of(scheme) for scheme in SCHEMES}
FORMS = {scheme: list(FACTS[scheme]["properties"]) for scheme in SCHEMES}
TAKEN = {
    scheme: jsonschema_rs.validator_for(FACTS[scheme], validate_formats=True) for scheme in SCHEMES
}
DOCUMENT = create_app(Settings()).openapi()
ANSWER = validator({"$ref": "#/components/schemas/DeterminationAnswer"}, DOCUMENT)

# What an appointment is assessed by: the day of submission, else the first day in post. To give
# the one moves the day of the other, so it is no mere addition.
ASSESSED_BY = "submitted_on"
DEFAULTED = {"service_area", "fast_track"}


@settings(max_examples=600)
@given(questions())
def test_every_question_has_an_answer_by_the_contract_or_a_refusal_that_is_in_it(
    asked: Json,
) -> None:
    found = answer(asked)
    if isinstance(found, Refusal):
        assert found.slug in {"contradictory-facts", "invalid-request"}, found
        assert found.pointers
        if found.slug == "invalid-request":
            assert found.pointers == {"/facts/target_grade"}
        return
    assert [error.message for error in ANSWER.iter_errors(found)] == []
    assert broken(asked, found, FORMS[asked["scheme"]]) == []


@settings(max_examples=600)
@given(questions_of_any_facts())
def test_facts_are_taken_if_and_only_if_they_are_valid_by_the_schema(asked: Json) -> None:
    scheme = asked["scheme"]
    found = answer(asked)
    slug = found.slug if isinstance(found, Refusal) else ""
    refused = slug in {"invalid-request", "unknown-fact"}
    if TAKEN[scheme].is_valid(asked["facts"]):
        of_no_scheme = isinstance(found, Refusal) and found.pointers == {"/facts/target_grade"}
        assert not refused or of_no_scheme
    else:
        assert refused
    unknown = set(asked["facts"]) - set(FORMS[scheme])
    assert (slug == "unknown-fact") == bool(unknown)


DATED = (
    "submitted_on",
    "evidence_complete_on",
    "registered_on",
    "registered_practice_from",
    "asye_completed_on",
    "agreed_development_completed_on",
    "my_plan_completed_on",
    "coursework_submitted_on",
    "systemic_practice_completed_on",
)


@settings(max_examples=400)
@given(questions(most=3, absent=1), st.sampled_from(DATED), st.integers(1, 400))
def test_later_evidence_never_gives_an_earlier_effective_date(
    asked: Json, fact: str, days: int
) -> None:
    first = answer(asked)
    if fact not in asked["facts"] or isinstance(first, Refusal) or not first["effective_from"]:
        return
    later = date.fromisoformat(asked["facts"][fact]).toordinal() + days
    second = answer(with_facts(asked, **{fact: str(date.fromordinal(later))}))
    if not isinstance(second, Refusal) and second["effective_from"]:
        assert second["effective_from"] >= first["effective_from"]


@settings(max_examples=600)
@given(questions(absent=8), st.data())
def test_one_more_fact_never_makes_too_few_of_enough(asked: Json, data: st.DataObject) -> None:
    first = answer(asked)
    if isinstance(first, Refusal) or first["outcome"] not in {"determined", "needs_decision"}:
        return
    fact, second = _with_one_more(asked, data)
    if (asked["pathway"], fact) != ("appointment", ASSESSED_BY):
        assert isinstance(second, Refusal) or second["outcome"] != "insufficient_facts"


@settings(max_examples=600)
@given(questions(absent=8), st.data())
def test_no_fact_but_those_called_missing_leads_to_an_answer(
    asked: Json, data: st.DataObject
) -> None:
    first = answer(asked)
    if isinstance(first, Refusal) or first["outcome"] != "insufficient_facts":
        return
    fact, second = _with_one_more(asked, data)
    if isinstance(second, Refusal):
        return
    if fact in first["missing_facts"]:
        assert fact not in second["missing_facts"]
    elif fact not in DEFAULTED and (asked["pathway"], fact) != ("appointment", ASSESSED_BY):
        assert second["outcome"] in {"insufficient_facts", "not_met"}


def _with_one_more(asked: Json, data: st.DataObject) -> tuple[str, Json | Refusal]:
    values = values_of(asked["scheme"])
    fact = data.draw(st.sampled_from([name for name in values if name not in asked["facts"]]))
    return fact, answer(with_facts(asked, **{fact: data.draw(values[fact])}))


def with_facts(asked: Json, **facts: object) -> Json:
    """Return a question with some facts more, or others."""
    return {**asked, "facts": {**asked["facts"], **facts}}


@settings(max_examples=800)
@given(questions(most=3))
def test_every_change_that_is_named_does_what_it_says(asked: Json) -> None:
    first = answer(asked)
    if isinstance(first, Refusal):
        return
    for change in first["would_change"]:
        changed = with_facts(asked, **{change["fact"]: change["value"]})
        if change["fact"] == "signed_off_on":
            changed["known_on"] = max(asked["known_on"], change["value"])
        if first["outcome"] != "not_met":
            # What was authorised was authorised for somebody without accelerated pay.
            changed["facts"].pop("authorised_point_position", None)
        second = answer(changed)
        assert not isinstance(second, Refusal), (change, second)
        assert second["outcome"] == change["outcome"], change
        if first["outcome"] != "not_met" and second["accelerated_pay"]:
            assert second["accelerated_pay"]["eligible"]


@settings(max_examples=600)
@given(questions(most=1, absent=0))
def test_where_one_fact_has_turned_a_yes_a_change_is_named_that_turns_it_back(
    asked: Json,
) -> None:
    before = question(asked["scheme"], asked["pathway"])
    turned = [name for name in before["facts"] if before["facts"][name] != asked["facts"].get(name)]
    added = [name for name in asked["facts"] if name not in before["facts"]]
    found = answer(asked)
    if isinstance(found, Refusal) or found["outcome"] != "not_met" or len(turned + added) > 1:
        return
    assert found["would_change"] != []
    assert "not_met" not in {change["outcome"] for change in found["would_change"]}


@settings(max_examples=80)
@given(st.sampled_from(PATHWAYS), st.data())
def test_what_was_asked_before_makes_no_difference(
    pathway: tuple[str, str], data: st.DataObject
) -> None:
    drawn = st.lists(changes(*pathway, most=3, absent=2), min_size=2, max_size=8)
    asked = [
        {**question(*pathway, **facts), "rules_on": "2026-01-15"} for facts in data.draw(drawn)
    ]
    warm = fresh(pathway[0])
    for item in [*asked, *reversed(asked)]:
        assert answer_bytes(item, warm) == answer_bytes(item, fresh(pathway[0]))


def test_the_questions_that_are_drawn_come_to_every_outcome() -> None:
    seen: dict[str, int] = {}

    @settings(max_examples=500, database=None)
    @given(questions())
    def look(asked: Json) -> None:
        found = answer(asked)
        outcome = "refused" if isinstance(found, Refusal) else found["outcome"]
        seen[outcome] = seen.get(outcome, 0) + 1

    look()
    outcomes = ("determined", "needs_decision", "insufficient_facts", "not_met", "refused")
    assert all(seen.get(outcome, 0) >= 5 for outcome in outcomes), seen
