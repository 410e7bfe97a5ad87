"""The forms of a scheme: as JSON Schema for whoever shows them, and as a check of what comes back.

The schema decides. What is said about a mistake is ours, and never repeats what was given.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs

from scheme_files.model.work import Form, FormField

JsonSchema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_MOST_SCHEMAS: Final = 256
_LONGEST_TEXT: Final = 500
_LONGEST_LONG_TEXT: Final = 10_000
_HIGHEST_NUMBER: Final = 999_999_999
_NUMBERS_OF_FACTS: Final = (1, 999)  # as paycalc takes them
_LONGEST_NAME: Final = 100

# Something that can be seen, and no control characters; long text has lines and tabs besides. The
# first class and the one after it share nothing, so that no engine ever has to go back.
_LINE: Final = r"^ *[^\x00-\x20\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
_LINES: Final = r"^[\x09\x0a\x0d\x20]*[^\x00-\x20\x7f-\x9f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_DAY: Final = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with what was filled in; `pointer` is a JSON Pointer to it."""

    pointer: str
    detail: str


def form_schema(form: Form, *, facts: Mapping[str, object] | None = None) -> JsonSchema:
    """The JSON Schema (2020-12) of a form's answers; its properties stand in the order to show.

    It does not name its draft, so that it can stand within another.

    Args:
        form: The form.
        facts: What is on record already: where a field records one of these facts and the value
            fits, it becomes the field's `default`.
    """
    fields = form.fields
    conditions = [_only_if(name, field) for name, field in fields.items() if field.only_if]
    return {
        "title": form.title,
        **({"description": form.introduction} if form.introduction else {}),
        "type": "object",
        "properties": {
            name: {**_property(field, order), **_default(field, facts or {})}
            for order, (name, field) in enumerate(fields.items(), start=1)
        },
        "required": [
            name for name, field in fields.items() if not field.optional and not field.only_if
        ],
        "additionalProperties": False,
        **({"allOf": conditions} if conditions else {}),
    }


def _property(field: FormField, order: int) -> JsonSchema:
    return {
        "title": field.label,
        **({"description": field.help} if field.help else {}),
        **_value(field),
        "x-order": order,
    }


def _value(field: FormField) -> JsonSchema:
    match field.type:
        case "text":
            return _text(_LINE, field.at_most or _LONGEST_TEXT)
        case "long_text":
            return _text(_LINES, field.at_most or _LONGEST_LONG_TEXT) | {"x-lines": True}
        case "date":
            return {"type": "string", "format": "date", "pattern": _DAY}
        case "flag":
            return {"type": "boolean"}
        case "choice":
            choices = field.choices.items()
            return {
                "type": "string",
                "oneOf": [{"const": value, "title": title} for value, title in choices],
            }
        case "number":
            lowest, highest = _bounds(field)
            return {"type": "integer", "minimum": lowest, "maximum": highest}


def _text(pattern: str, longest: int) -> JsonSchema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


def _bounds(field: FormField) -> tuple[int, int]:
    lowest, highest = (0, _HIGHEST_NUMBER) if field.records is None else _NUMBERS_OF_FACTS
    return lowest, highest if field.at_most is None else min(field.at_most, highest)


def _default(field: FormField, facts: Mapping[str, object]) -> JsonSchema:
    value = facts.get(field.records) if field.records else None
    fits = value is not None and _validator(json.dumps(_value(field))).is_valid(value)
    return {"default": value} if fits else {}


def _only_if(name: str, field: FormField) -> JsonSchema:
    """Ask the field exactly where the others have these values."""
    asked: JsonSchema = {} if field.optional else {"then": {"required": [name]}}
    return {
        "if": {
            "properties": {other: {"const": value} for other, value in field.only_if.items()},
            "required": list(field.only_if),
        },
        **asked,
        "else": {"properties": {name: False}},
    }


def validate_answers(form: Form, answers: object) -> list[Mistake]:
    """Return what is wrong with what was filled in, one mistake a place; nothing if it is good.

    It agrees with `form_schema`, formats included: nothing is wrong where the schema is met.
    """
    validator = _validator_of(form)
    if validator.is_valid(answers):
        return []
    found = {
        mistake.pointer: mistake
        for error in validator.iter_errors(answers)
        for mistake in _mistakes(form, error)
    }
    return sorted(found.values(), key=lambda mistake: _place(form, mistake))


_KEPT: Final[dict[int, tuple[Form, jsonschema_rs.Validator]]] = {}
"""The validators of forms, by identity: a form is read once and lives as long as its scheme."""


def _validator_of(form: Form) -> jsonschema_rs.Validator:
    kept = _KEPT.get(id(form))
    if kept is not None and kept[0] is form:
        return kept[1]
    if len(_KEPT) >= _MOST_SCHEMAS:
        _KEPT.clear()
    validator = _validator(json.dumps(form_schema(form)))
    _KEPT[id(form)] = form, validator
    return validator


@lru_cache(maxsize=_MOST_SCHEMAS)
def _validator(schema: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


def _mistakes(form: Form, error: jsonschema_rs.ValidationError) -> Iterator[Mistake]:
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            yield Mistake(f"/{name}", f"Missing: {_lower(_what_to_give(form.fields[str(name)]))}")
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=names):
            for each in names:
                yield Mistake(_pointer(each), "The form does not ask this: leave it out.")
        case jsonschema_rs.ValidationErrorKind.FalseSchema():
            where = _asked_where(form, str(error.instance_path[0]))
            yield Mistake(f"/{error.instance_path[0]}", f"Leave it out: it is asked only {where}.")
        case _ if error.instance_path:
            name = str(error.instance_path[0])
            yield Mistake(f"/{name}", _what_to_give(form.fields[name]))
        case _:
            yield Mistake("", "Give a JSON object with the fields of the form.")


def _pointer(name: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in name[:_LONGEST_NAME])
    return "/" + shown.replace("~", "~0").replace("/", "~1")


def _place(form: Form, mistake: Mistake) -> tuple[int, str]:
    names = list(form.fields)
    name = mistake.pointer[1:]
    return (names.index(name) if name in form.fields else len(names), name)


def _what_to_give(field: FormField) -> str:
    match field.type:
        case "text":
            longest = field.at_most or _LONGEST_TEXT
            return f"Give a line of text, at most {longest} characters."
        case "long_text":
            longest = field.at_most or _LONGEST_LONG_TEXT
            return f"Give text, at most {longest} characters, without control characters."
        case "date":
            return "Give a day of the calendar as YYYY-MM-DD, from 1900-01-01 to 2199-12-31."
        case "flag":
            return "Give true or false."
        case "choice":
            return f"Give one of {', '.join(field.choices)}."
        case "number":
            lowest, highest = _bounds(field)
            return f"Give a whole number from {lowest} to {highest}."


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _asked_where(form: Form, name: str) -> str:
    wanted = form.fields[name].only_if.items()
    return "where " + " and ".join(f"{other} is {_word(value)}" for other, value in wanted)


def _word(value: str | bool) -> str:  # noqa: FBT001 - a value of a form
    return json.dumps(value) if isinstance(value, bool) else value


def recorded_facts(form: Form, answers: Mapping[str, object]) -> dict[str, object]:
    """The facts that good answers record, by the fact's name."""
    return {
        field.records: _as_fact(answers[name])
        for name, field in form.fields.items()
        if field.records is not None and name in answers
    }


def _as_fact(value: object) -> object:
    # 3.0 is a whole number to JSON Schema; a fact has it as 3.
    return int(value) if isinstance(value, float) else value
