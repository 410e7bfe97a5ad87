"""The forms of a scheme: as JSON Schema for whoever shows them, and as a check of what comes back.

The schema decides. What is said about a mistake is ours, and never repeats what was given.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs

from applications.schemes.domain.fields import about_a_statement, value_schema, what_to_give
from applications.schemes.domain.standards import NO_STATEMENTS, Statements, sets_of
from scheme_files.model.work import Form, FormField

JsonSchema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_MOST_SCHEMAS: Final = 256
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with what was filled in; `pointer` is a JSON Pointer to it."""

    pointer: str
    detail: str


def form_schema(
    form: Form,
    *,
    facts: Mapping[str, object] | None = None,
    statements: Statements = NO_STATEMENTS,
) -> JsonSchema:
    """The JSON Schema (2020-12) of a form's answers; its properties stand in the order to show.

    It does not name its draft, so that it can stand within another.

    Args:
        form: The form.
        facts: What is on record already: where a field records one of these facts and the value
            fits, it becomes the field's `default`.
        statements: The sets of statements of the scheme, for forms that ask about them.
    """
    fields = form.fields
    conditions = [_only_if(name, field) for name, field in fields.items() if field.only_if]
    return {
        "title": form.title,
        **({"description": form.introduction} if form.introduction else {}),
        "type": "object",
        "properties": {
            name: {**_property(field, order, statements), **_default(field, facts or {})}
            for order, (name, field) in enumerate(fields.items(), start=1)
        },
        "required": [
            name for name, field in fields.items() if not field.optional and not field.only_if
        ],
        "additionalProperties": False,
        **({"allOf": conditions} if conditions else {}),
    }


def _property(field: FormField, order: int, statements: Statements) -> JsonSchema:
    return {
        "title": field.label,
        **({"description": field.help} if field.help else {}),
        **value_schema(field, statements),
        "x-order": order,
    }


def _default(field: FormField, facts: Mapping[str, object]) -> JsonSchema:
    value = facts.get(field.records) if field.records else None
    fits = value is not None and _validator(json.dumps(value_schema(field))).is_valid(value)
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


def validate_answers(
    form: Form, answers: object, *, statements: Statements = NO_STATEMENTS
) -> list[Mistake]:
    """Return what is wrong with what was filled in, one mistake a place; nothing if it is good.

    It agrees with `form_schema`, formats included: nothing is wrong where the schema is met.
    """
    validator = _validator_of(form, statements)
    if validator.is_valid(answers):
        return []
    found = {
        mistake.pointer: mistake
        for error in validator.iter_errors(answers)
        for mistake in _mistakes(form, error)
    }
    return sorted(found.values(), key=lambda mistake: _place(form, mistake))


_Key = tuple[int, tuple[date, ...]]
_KEPT: Final[dict[_Key, tuple[Form, jsonschema_rs.Validator]]] = {}
"""The validators of forms, by identity: a form is read once and lives as long as its scheme."""


def _validator_of(form: Form, statements: Statements) -> jsonschema_rs.Validator:
    key = id(form), tuple(each.since for each in sets_of(form, statements))
    kept = _KEPT.get(key)
    if kept is not None and kept[0] is form:
        return kept[1]
    if len(_KEPT) >= _MOST_SCHEMAS:
        _KEPT.clear()
    validator = _validator(json.dumps(form_schema(form, statements=statements)))
    _KEPT[key] = form, validator
    return validator


@lru_cache(maxsize=_MOST_SCHEMAS)
def _validator(schema: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


def _mistakes(form: Form, error: jsonschema_rs.ValidationError) -> Iterator[Mistake]:
    name = str(error.instance_path[0]) if error.instance_path else ""
    if name in form.fields and form.fields[name].type == "statements":
        yield from _of_statements(name, form.fields[name], error)
        return
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            yield Mistake(f"/{name}", f"Missing: {_lower(what_to_give(form.fields[str(name)]))}")
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=names):
            for each in names:
                yield Mistake(_pointer(each), "The form does not ask this: leave it out.")
        case jsonschema_rs.ValidationErrorKind.FalseSchema():
            where = _asked_where(form, str(error.instance_path[0]))
            yield Mistake(f"/{error.instance_path[0]}", f"Leave it out: it is asked only {where}.")
        case _ if error.instance_path:
            yield Mistake(f"/{name}", what_to_give(form.fields[name]))
        case _:
            yield Mistake("", "Give a JSON object with the fields of the form.")


def _of_statements(
    name: str, field: FormField, error: jsonschema_rs.ValidationError
) -> Iterator[Mistake]:
    """What is wrong within the texts for statements."""
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=statement):
            yield Mistake(f"/{name}/{statement}", f"Missing: {_lower(about_a_statement(field))}")
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=statements):
            for each in statements:
                yield Mistake(f"/{name}{_pointer(each)}", "No such statement: leave it out.")
        case jsonschema_rs.ValidationErrorKind.FalseSchema():
            yield Mistake(f"/{name}", "Leave it out: it is not asked beside the other answers.")
        case _ if len(error.instance_path) > 1:
            yield Mistake(f"/{name}/{error.instance_path[1]}", about_a_statement(field))
        case _:
            yield Mistake(f"/{name}", what_to_give(field))


def _pointer(name: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in name[:_LONGEST_NAME])
    return "/" + shown.replace("~", "~0").replace("/", "~1")


def _place(form: Form, mistake: Mistake) -> tuple[int, str]:
    names = list(form.fields)
    name = mistake.pointer[1:].partition("/")[0]
    return (names.index(name) if name in form.fields else len(names), mistake.pointer)


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
