"""One field of a form: the JSON Schema of its answer, and what to give, in words."""

from typing import Any, Final

from applications.schemes.domain.standards import NO_STATEMENTS, Statements
from scheme_files.model.work import FormField

JsonSchema = dict[str, Any]

_LONGEST_TEXT: Final = 500
_LONGEST_LONG_TEXT: Final = 10_000
_HIGHEST_NUMBER: Final = 999_999_999
_NUMBERS_OF_FACTS: Final = (1, 999)  # as paycalc takes them

# Something that can be seen, and no control characters; long text has lines and tabs besides. The
# first class and the one after it share nothing, so that no engine ever has to go back.
_LINE: Final = r"^ *[^\x00-\x20\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
_LINES: Final = r"^[\x09\x0a\x0d\x20]*[^\x00-\x20\x7f-\x9f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_DAY: Final = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def value_schema(field: FormField, statements: Statements = NO_STATEMENTS) -> JsonSchema:
    """The JSON Schema of what a field is answered with."""
    match field.type:
        case "text":
            return _text(_LINE, field.at_most or _LONGEST_TEXT)
        case "long_text":
            return _paragraphs(field)
        case "statements":
            return _statements(field, statements)
        case _:
            return _other(field)


def _other(field: FormField) -> JsonSchema:
    match field.type:
        case "date":
            return {"type": "string", "format": "date", "pattern": _DAY}
        case "choice":
            choices = field.choices.items()
            return {
                "type": "string",
                "oneOf": [{"const": value, "title": title} for value, title in choices],
            }
        case "number":
            lowest, highest = _bounds(field)
            return {"type": "integer", "minimum": lowest, "maximum": highest}
        case _:
            return {"type": "boolean"}


def _paragraphs(field: FormField) -> JsonSchema:
    return _text(_LINES, field.at_most or _LONGEST_LONG_TEXT) | {"x-lines": True}


def _statements(field: FormField, statements: Statements) -> JsonSchema:
    """One text for each statement; `x-standards` is the title of the set that it stands in."""
    asked = {
        name: {"title": words, **_paragraphs(field), "x-standards": statements[each].title}
        for each in field.standards
        for name, words in statements[each].items.items()
    }
    return {
        "type": "object",
        "properties": asked,
        "required": list(asked),
        "additionalProperties": False,
    }


def _text(pattern: str, longest: int) -> JsonSchema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


def _bounds(field: FormField) -> tuple[int, int]:
    lowest, highest = (0, _HIGHEST_NUMBER) if field.records is None else _NUMBERS_OF_FACTS
    return lowest, highest if field.at_most is None else min(field.at_most, highest)


def what_to_give(field: FormField) -> str:
    """What a field takes, as it is said to somebody who gave something else."""
    match field.type:
        case "text":
            return f"Give a line of text, at most {field.at_most or _LONGEST_TEXT} characters."
        case "long_text":
            longest = field.at_most or _LONGEST_LONG_TEXT
            return f"Give text, at most {longest} characters, without control characters."
        case "number":
            lowest, highest = _bounds(field)
            return f"Give a whole number from {lowest} to {highest}."
        case "choice":
            return f"Give one of {', '.join(field.choices)}."
        case "date" | "flag" | "statements":
            return _WHAT_TO_GIVE[field.type]


def about_a_statement(field: FormField) -> str:
    """What a field takes for one statement."""
    longest = field.at_most or _LONGEST_LONG_TEXT
    return f"Give text on this statement, at most {longest} characters."


_WHAT_TO_GIVE: Final = {
    "date": "Give a day of the calendar as YYYY-MM-DD, from 1900-01-01 to 2199-12-31.",
    "flag": "Give true or false.",
    "statements": "Give a JSON object with a text for each statement, by the statement's id.",
}
