"""What is true of every question there is, tried on those that are drawn."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paycalc.main import create_app
from paycalc.settings import Settings
from tests.support.contract import validator
from tests.support.drawn_facts import (
    changes,
    questions,
    questions_of_any_facts,
    schema_of,
    valid,
)
from tests.support.in_process import Refusal, answer, answer_bytes, fresh
from tests.support.invariants import broken
from tests.support.questions import PATHWAYS, question

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


@settings(max_examples=300)
@given(questions(), st.sampled_from(DATED), st.integers(1, 400))
def test_later_evidence_never_gives_an_earlier_effective_date(
    asked: Json, fact: str, days: int
) -> None:
    assume(asked["facts"].get(fact))
    first = answer(asked)
    assume(not isinstance(first, Refusal) and first["effective_from"])
    later = date.fromisoformat(asked["facts"][fact]).toordinal() + days
    moved = {**asked, "facts": {**asked["facts"], fact: str(date.fromordinal(later))}}
    second = answer(moved)
    assert isinstance(first, dict)
    if not isinstance(second, Refusal) and second["effective_from"]:
        assert second["effective_from"] >= first["effective_from"]


@settings(max_examples=400)
@given(questions(), st.data())
def test_one_more_fact_never_makes_too_few_of_enough(asked: Json, data: st.DataObject) -> None:
    first = answer(asked)
    assume(not isinstance(first, Refusal) and first["outcome"] in {"determined", "needs_decision"})
    fact, second = _with_one_more(asked, data)
    assume((asked["pathway"], fact) != ("appointment", ASSESSED_BY))
    assert isinstance(second, Refusal) or second["outcome"] != "insufficient_facts"


def _with_one_more(asked: Json, data: st.DataObject) -> tuple[str, Json | Refusal]:
    facts = FACTS[asked["scheme"]]["properties"]
    absent = [name for name in facts if asked["facts"].get(name) is None]
    assume(absent)
    fact = data.draw(st.sampled_from(absent))
    value = data.draw(valid(facts[fact]))
    return fact, answer({**asked, "facts": {**asked["facts"], fact: value}})


@settings(max_examples=400)
@given(questions(), st.data())
def test_no_fact_but_those_called_missing_leads_to_an_answer(
    asked: Json, data: st.DataObject
) -> None:
    first = answer(asked)
    assume(not isinstance(first, Refusal) and first["outcome"] == "insufficient_facts")
    assert isinstance(first, dict)
    fact, second = _with_one_more(asked, data)
    if fact in first["missing_facts"]:
        assert isinstance(second, Refusal) or fact not in second["missing_facts"]
        return
    assume(fact not in DEFAULTED)
    assume((asked["pathway"], fact) != ("appointment", ASSESSED_BY))
    assert isinstance(second, Refusal) or second["outcome"] in {"insufficient_facts", "not_met"}


@settings(max_examples=400)
@given(questions())
def test_every_change_that_is_named_does_what_it_says(asked: Json) -> None:
    first = answer(asked)
    assume(not isinstance(first, Refusal) and first["would_change"])
    assert isinstance(first, dict)
    for change in first["would_change"]:
        changed = {**asked, "facts": {**asked["facts"], change["fact"]: change["value"]}}
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


@settings(max_examples=300)
@given(st.sampled_from(PATHWAYS), st.data())
def test_where_one_fact_has_turned_a_yes_a_change_is_named_that_turns_it_back(
    pathway: tuple[str, str], data: st.DataObject
) -> None:
    changed = data.draw(changes(pathway[0], most=1, with_none=False))
    asked = {**question(*pathway, **changed), "rules_on": "2026-01-15"}
    found = answer(asked)
    assume(not isinstance(found, Refusal) and found["outcome"] == "not_met")
    assert isinstance(found, dict)
    assert found["would_change"] != []
    assert "not_met" not in {change["outcome"] for change in found["would_change"]}


@settings(max_examples=60)
@given(st.sampled_from(SCHEMES), st.lists(questions(), min_size=2, max_size=12))
def test_what_was_asked_before_makes_no_difference(scheme: str, several: list[Json]) -> None:
    asked = [item for item in several if item["scheme"] == scheme]
    assume(len(asked) > 1)
    warm = fresh(scheme)
    for item in [*asked, *reversed(asked)]:
        assert answer_bytes(item, warm) == answer_bytes(item, fresh(scheme))


@pytest.mark.parametrize("outcome", ["determined", "needs_decision", "insufficient_facts", "not_met"])
def test_the_questions_that_are_drawn_come_to_every_outcome(outcome: str) -> None:
    seen: set[str] = set()

    @settings(max_examples=400, database=None)
    @given(questions())
    def look(asked: Json) -> None:
        found = answer(asked)
        seen.add("refused" if isinstance(found, Refusal) else found["outcome"])

    look()
    assert outcome in seen
