"""What pydantic found, said gently: where it is, and what to give instead.

Pydantic's own messages may repeat the refused value, and speak of Python; none of them is passed
on. Sentences are filled from the contract (bounds, choices), never from the request.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from plumbing.problems import INVALID_REQUEST, FieldError, ProblemError
from plumbing.wire_markers import REFUSED

_MOST_ERRORS: Final = 50
_LONGEST_NAME: Final = 100
_UNKNOWN_WORDS: Final = "Not as the contract has it: see the schema of this operation."
_NUMBER: Final = "Give a number."
_WHOLE_NUMBER: Final = "Give a whole number."
_STRING: Final = "Give a string."
_UUID: Final = "Give a UUID, hyphenated and in lower case."
_ONE_OF: Final = "Give one of {expected}."

_WORDS: Final[Mapping[str, str]] = {
    REFUSED: "{what_to_do}",
    "missing": "Missing: give it.",
    "extra_forbidden": "Unknown here: remove it, or check its spelling.",
    "string_type": _STRING,
    "string_unicode": "Give a string of whole characters.",
    "string_too_short": "Give at least {min_length} characters.",
    "string_too_long": "Give at most {max_length} characters.",
    "string_pattern_mismatch": "Give text that matches {pattern}",
    "bool_type": "Give true or false.",
    "bool_parsing": "Give true or false.",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "greater_than": "Give a number above {gt}.",
    "greater_than_equal": "Give a number of at least {ge}.",
    "less_than": "Give a number below {lt}.",
    "less_than_equal": "Give a number of at most {le}.",
    "model_type": "Give a JSON object.",
    "model_attributes_type": "Give a JSON object.",
    "dict_type": "Give a JSON object.",
    "list_type": "Give a JSON array.",
    "tuple_type": "Give a JSON array.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "union_tag_invalid": "Give one of {expected_tags} as its kind.",
    "union_tag_not_found": "Missing its kind: give it.",
    "none_required": "Give null.",
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
}


def refused_request(error: ValidationError, document: object) -> ProblemError:
    """The problem of a body that a route has checked against a model itself."""
    found = field_errors(
        [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_input=False)],
        document,
    )
    return ProblemError(INVALID_REQUEST, summary(found), found)


def refused_query(error: ValidationError) -> ProblemError:
    """The problem of a query that a route has checked against a model itself."""
    errors = error.errors(include_input=False)
    found = field_errors([{**each, "loc": ("query", *each["loc"])} for each in errors])
    return ProblemError(INVALID_REQUEST, summary(found), found)


def unknown_query(names: Sequence[str]) -> ProblemError:
    """The problem of query parameters that an operation does not have."""
    found = field_errors([{"type": "extra_forbidden", "loc": ("query", each)} for each in names])
    return ProblemError(INVALID_REQUEST, summary(found), found)


def refused_parameter(source: str, name: str, errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """The problem of a parameter that a route has checked itself."""
    found = field_errors([{**each, "loc": (source, name)} for each in errors])
    return ProblemError(INVALID_REQUEST, summary(found), found)


def summary(errors: Sequence[FieldError]) -> str:
    """The detail of a problem that has a list of errors."""
    if len(errors) == 1:
        return f"{errors[0].pointer or 'The document'}: {errors[0].detail}"
    return f"{len(errors)} members or parameters are not as the contract has them: see errors."


def is_malformed(errors: Sequence[Mapping[str, Any]]) -> bool:
    """Whether FastAPI could not even parse the body."""
    return any(error["type"] == "json_invalid" for error in errors)


def field_errors(errors: Sequence[Mapping[str, Any]], document: object = None) -> list[FieldError]:
    """Say each error once, in the order found, with a pointer into `document` or a parameter."""
    found = [
        FieldError(_pointer(error["type"], error["loc"], document), _detail(error))
        for error in errors
    ]
    return list(dict.fromkeys(found))[:_MOST_ERRORS]


def _detail(error: Mapping[str, Any]) -> str:
    try:
        return _WORDS[error["type"]].format_map(error.get("ctx", {}))
    except KeyError:  # a type, or a form of it, that nobody has found words for yet
        return _UNKNOWN_WORDS


def _pointer(kind: str, location: Sequence[str | int], document: object) -> str:
    source, *path = location
    if source == "body":
        return _body_pointer(kind, path, document)
    return "".join(_token(step) for step in (source, *path) if not _is_too_long(step))


def _body_pointer(kind: str, path: Sequence[str | int], document: object) -> str:
    """Keep the steps that lead through the document: pydantic's names of union members do not."""
    pointer = ""
    here: Any = document
    for step in path:
        if _is_too_long(step):
            break
        if _leads_on(here, step):
            here = here[step]
        elif not (kind == "missing" and step == path[-1]):
            continue
        pointer += _token(step)
    return pointer


def _leads_on(here: object, step: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(step, int) and step < len(here)
    return isinstance(here, dict) and step in here


def _is_too_long(step: str | int) -> bool:
    # A name nobody would choose is the caller's text, not a place: point to what holds it.
    return isinstance(step, str) and len(step) > _LONGEST_NAME


def _token(step: str | int) -> str:
    return "/" + str(step).replace("~", "~0").replace("/", "~1")
