"""Forms: what a front end is given to show, and what is taken back."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema
from tests.support.live import ROOT

from applications.schemes.domain.forms import form_schema, recorded_facts, validate_answers
from applications.schemes.domain.standards import statements_on
from applications.schemes.storage.files import load_schemes
from scheme_files.model.work import Form, FormField

TODAY = date(2026, 4, 2)
LOADED = load_schemes([ROOT / "shared" / "schemes"])
SCHEMES = [LOADED.in_force(each, rules_on=TODAY, known_on=TODAY).scheme for each in LOADED.ids]
FORMS = {
    f"{scheme.scheme}/{name}": form for scheme in SCHEMES for name, form in scheme.forms.items()
}
STATEMENTS = {
    name: each for scheme in SCHEMES for name, each in statements_on(scheme, TODAY).items()
}
READINESS = FORMS["durham/assessment-of-readiness"]
EVERY_KIND = Form(
    title="Everything",
    required="Everything",
    assumption="For this test",
    fields={
        "line": FormField(label="A line", type="text", at_most=5),
        "lines": FormField(label="Lines", type="long_text", at_most=8, optional=True),
        "day": FormField(label="A day", type="date", optional=True, records="commenced_on"),
        "sure": FormField(label="Sure?", type="flag", records="standards_met"),
        "which": FormField(label="Which?", type="choice", choices={"x": "X", "y": "Y"}),
        "count": FormField(
            label="How many?", type="number", at_most=9, optional=True, records="scp"
        ),
        "why": FormField(label="Why?", type="text", only_if={"sure": False, "which": "x"}),
        "also": FormField(label="Also", type="text", only_if={"which": "y"}, optional=True),
    },
)
GOOD: dict[str, Any] = {"line": "words", "sure": True, "which": "x"}

DIRTY = st.text(st.sampled_from("ab \n\t\r\x00\x07\x7f\x85\xa0é"), max_size=7)
VALUES = (
    st.none() | st.booleans() | st.integers(-2, 12) | st.sampled_from([3.0, 3.5, 10**30, -1.0])
    | st.sampled_from(["x", "y", "z", "2026-02-28", "2026-02-30", "1899-12-31", "2026-2-1", ""])
    | DIRTY | st.lists(st.integers(), max_size=1) | st.dictionaries(DIRTY, DIRTY, max_size=1)
)  # fmt: skip
ANSWERS = (
    st.dictionaries(st.sampled_from([*EVERY_KIND.fields, "other", "a/b~c"]), VALUES)
    | st.dictionaries(st.sampled_from(list(EVERY_KIND.fields)), VALUES).map(
        lambda some: GOOD | some
    )
    | VALUES
)


def pointers(answers: object, form: Form = EVERY_KIND) -> list[str]:
    """Where the mistakes are."""
    return [mistake.pointer for mistake in validate_answers(form, answers)]


def is_valid(form: Form, answers: object) -> bool:
    """What anybody with the published schema finds."""
    schema = form_schema(form, statements=STATEMENTS)
    return bool(jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(answers))


@given(ANSWERS)
def test_an_answer_is_taken_exactly_where_the_schema_is_met(answers: object) -> None:
    assert (not validate_answers(EVERY_KIND, answers)) == is_valid(EVERY_KIND, answers)


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_what_is_made_from_the_schema_of_a_supplied_form_is_taken(
    name: str, data: st.DataObject
) -> None:
    form = FORMS[name]
    fields = form_schema(form, statements=STATEMENTS)["properties"]
    draw = {
        field: data.draw(_drawn_by(fields[field]))
        for field in form.fields
        if data.draw(st.booleans())
    }
    mistakes = validate_answers(form, draw, statements=STATEMENTS)
    assert (not mistakes) == is_valid(form, draw)


def _drawn_by(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "properties" in schema:
        texts = st.sampled_from(["words", " ", ""])
        return st.fixed_dictionaries(dict.fromkeys(schema["properties"], texts)) | st.none()
    if "oneOf" in schema:
        return st.sampled_from([each["const"] for each in schema["oneOf"]])
    return from_schema({name: schema[name] for name in ("type", "format") if name in schema})


@given(ANSWERS)
def test_a_mistake_never_repeats_what_was_given(answers: object) -> None:
    marked = _marked(answers)
    assert all("qzq" not in mistake.detail for mistake in validate_answers(EVERY_KIND, marked))


def _marked(answers: object) -> object:
    if isinstance(answers, dict):
        return {name: "qzq\x00" if isinstance(value, str) else value
                for name, value in answers.items()}  # fmt: skip
    return "qzq" if isinstance(answers, str) else answers


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_supplied_form_is_a_good_schema_in_its_own_order(name: str) -> None:
    schema = form_schema(FORMS[name], statements=STATEMENTS)
    jsonschema_rs.meta.validate(schema)
    assert list(schema["properties"]) == list(FORMS[name].fields)
    assert [each["x-order"] for each in schema["properties"].values()] == list(
        range(1, len(FORMS[name].fields) + 1)
    )


def test_a_field_is_asked_exactly_where_the_others_have_their_values() -> None:
    assert pointers(GOOD) == []
    assert pointers(GOOD | {"why": "because"}) == ["/why"]
    assert pointers(GOOD | {"sure": False}) == ["/why"]
    assert pointers(GOOD | {"sure": False, "why": "because"}) == []
    assert pointers(GOOD | {"sure": False, "which": "y", "why": "because"}) == ["/why"]
    assert pointers(GOOD | {"which": "y"}) == []
    assert pointers(GOOD | {"which": "y", "also": "this"}) == []
    assert pointers(GOOD | {"also": "this"}) == ["/also"]


def test_durham_asks_for_gaps_only_where_progression_is_not_recommended() -> None:
    answers = {
        "practice_evidence": "Complex work,\n\tdone well.",
        "strengths": "Court work.",
        "mandatory_training_complete": True,
        "ready_to_progress": False,
    }
    assert pointers(answers, READINESS) == ["/gaps"]
    missing = validate_answers(READINESS, answers)[0]
    assert missing.detail.startswith("Missing: give text")
    unasked = validate_answers(READINESS, answers | {"ready_to_progress": True, "gaps": "Some."})[0]
    assert unasked.detail == "Leave it out: it is asked only where ready_to_progress is false."


@pytest.mark.parametrize("text", ["", " ", "a\nb", "a\x00", "\x07", "a\x85", "abcdef", 7, None])
def test_a_line_is_one_line_of_something(text: object) -> None:
    assert pointers(GOOD | {"line": text}) == ["/line"]


@pytest.mark.parametrize("text", ["a", "a b", " a", "é", "\U0001f600", "a b c"])
def test_a_line_may_hold_any_letters(text: str) -> None:
    assert pointers(GOOD | {"line": text}) == []


def test_long_text_has_lines_and_tabs_and_nothing_unseen() -> None:
    assert pointers(GOOD | {"lines": "a\r\n\tb"}) == []
    assert pointers(GOOD | {"lines": "a\x00"}) == ["/lines"]
    assert pointers(GOOD | {"lines": "\n\t \n"}) == ["/lines"]
    assert pointers(GOOD | {"lines": "123456789"}) == ["/lines"]


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "2026-1-1", "1899-12-31", "now", 1])
def test_a_day_is_of_the_calendar(day: object) -> None:
    assert pointers(GOOD | {"day": day}) == ["/day"]


def test_a_number_is_one_that_its_fact_may_have() -> None:
    numbers = Form(
        title="Numbers",
        required="Numbers",
        assumption="For this test",
        fields={
            "point": FormField(label="Point", type="number", records="point_position"),
            "visits": FormField(label="Visits", type="number", optional=True),
        },
    )
    assert pointers({"point": 1, "visits": 0}, numbers) == []
    assert pointers({"point": 0, "visits": -1}, numbers) == ["/point", "/visits"]
    assert validate_answers(numbers, {"point": 1000})[0].detail == (
        "Give a whole number from 1 to 999."
    )


def test_mistakes_stand_in_the_order_of_the_form_and_strangers_last() -> None:
    assert pointers({"count": 10, "zz/~": 1, "line": "\0", "which": "q"}) == [
        "/line",
        "/sure",
        "/which",
        "/count",
        "/zz~1~0",
    ]
    assert pointers([]) == [""]
    assert pointers({**GOOD, "x" * 1000: 1}) == ["/" + "x" * 100]


def test_answers_are_recorded_as_facts() -> None:
    answers = GOOD | {"day": "2026-01-05", "count": 3.0}
    facts = recorded_facts(EVERY_KIND, answers)
    assert facts == {"commenced_on": "2026-01-05", "standards_met": True, "scp": 3}
    assert type(facts["scp"]) is int


def test_what_is_on_record_is_offered_as_the_default() -> None:
    facts = {"commenced_on": "2026-01-05", "standards_met": "not a flag", "scp": None}
    fields = form_schema(EVERY_KIND, facts=facts)["properties"]
    assert fields["day"]["default"] == "2026-01-05"
    assert not {"default"} & {*fields["sure"], *fields["count"], *fields["line"]}
