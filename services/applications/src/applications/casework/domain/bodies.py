"""What comes with an action: the JSON Schema of its body, and the check of a body that came."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from applications.casework.domain.case import RESOLVE_PAY, FactValue
from applications.casework.domain.refusals import InvalidActionError, Refused
from applications.casework.domain.steering import (
    ARRANGE_MEETING,
    CANCEL_MEETING,
    CORRECT,
    LIFT_CONFLICT,
    REASSIGN,
    RECUSE,
    WITHDRAW,
)
from applications.schemes.domain.forms import form_schema, recorded_facts, validate_answers
from applications.schemes.domain.known_facts import fact_schema
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Outcome

Json = dict[str, Any]

LONGEST_COMMENTS: Final = 5000
WORDS: Final = r"^[\x09\x0a\x0d\x20]*[^\x00-\x20\x7f-\x9f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
"""Something that can be read, on as many lines as it takes; no control characters."""
_COMMENTS: Final[Json] = {
    "type": "string",
    "title": "Comments",
    "minLength": 1,
    "maxLength": LONGEST_COMMENTS,
    "pattern": WORDS,
}
_REASON: Final[Json] = {**_COMMENTS, "title": "Reason"}
_MAY_BE_NULL: Final = "employee_number"
"""To give a step by name to nobody in particular is to give it back to everybody in the role."""
_FACT_VALUE: Final[Json] = {"type": ["string", "integer", "boolean"]}
_EMPLOYEE: Final[Json] = {"type": ["string", "null"], "title": "Employee number"}
_FACTS: Final[Json] = {"type": "object", "title": "Facts", "additionalProperties": _FACT_VALUE}

_STEP: Final[Json] = {"type": "string", "title": "Step"}
_NUMBER: Final[Json] = {"type": "string", "title": "Employee number"}
_INSTANT: Final[Json] = {"type": "string", "format": "date-time"}
MOST_MEMBERS: Final = 30
LONGEST_PLACE: Final = 200
_MEMBER: Final[Json] = {
    "type": "object",
    "properties": {"employee_number": _NUMBER, "role": {"type": "string", "title": "Role"}},
    "required": ["employee_number", "role"],
    "additionalProperties": False,
}
_MEETING: Final[Json] = {
    "step": _STEP,
    "starts_at": {**_INSTANT, "title": "Begins"},
    "ends_at": {**_INSTANT, "title": "Ends"},
    "place": {**_COMMENTS, "title": "Place", "maxLength": LONGEST_PLACE},
    "members": {"type": "array", "title": "Members", "items": _MEMBER, "maxItems": MOST_MEMBERS},
    "advisers": {"type": "array", "title": "Advisers", "items": _NUMBER, "maxItems": MOST_MEMBERS},
    "comments": _COMMENTS,
}

_STEERING: Final[Mapping[str, tuple[Json, tuple[str, ...]]]] = {
    WITHDRAW: ({"reason": _REASON}, ("reason",)),
    RECUSE: ({"reason": _REASON}, ("reason",)),
    REASSIGN: (
        {"step": {"type": "string"}, "employee_number": _EMPLOYEE, "reason": _REASON},
        ("step", "reason"),
    ),
    CORRECT: (
        {"fact": {"type": "string"}, "value": _FACT_VALUE, "reason": _REASON},
        ("fact", "value", "reason"),
    ),
    LIFT_CONFLICT: (
        {"employee_number": _NUMBER, "reason": _REASON},
        ("employee_number", "reason"),
    ),
    ARRANGE_MEETING: (_MEETING, ("step", "starts_at", "ends_at", "place", "members")),
    CANCEL_MEETING: ({"step": _STEP, "reason": _REASON}, ("step", "reason")),
    RESOLVE_PAY: ({"facts": _FACTS, "comments": _COMMENTS}, ("comments",)),
}


_MOST_KEPT: Final = 1024
_KEPT: Final[dict[int, tuple[Outcome, Json]]] = {}
"""The schemas of outcomes, by identity: an outcome is read once and lives with its scheme."""


def schema_of(scheme: Scheme, outcome: Outcome) -> Json:
    """The JSON Schema of the body of an action of the scheme file."""
    kept = _KEPT.get(id(outcome))
    if kept is None or kept[0] is not outcome:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(outcome)] = outcome, _schema_of(scheme, outcome)
    return kept[1]


def _schema_of(scheme: Scheme, outcome: Outcome) -> Json:
    properties: Json = {}
    required: list[str] = []
    if outcome.form is not None:
        properties["answers"] = form_schema(scheme.forms[outcome.form])
        required.append("answers")
    if outcome.comments is not None:
        properties["comments"] = _COMMENTS
    if outcome.comments == "required":
        required.append("comments")
    return _object(properties, required)


@cache
def schema_of_steering(action: str) -> Json:
    """The JSON Schema of the body of an action that every case has."""
    properties, required = _STEERING[action]
    return _object(properties, list(required))


def schema_of_resolving(scheme: Scheme, asked: Mapping[str, Sequence[int]]) -> Json:
    """The JSON Schema of the body of `resolve-pay`, with the facts that the pay waits for."""
    general = schema_of_steering(RESOLVE_PAY)
    wanted: Json = {}
    for fact, choices in asked.items():
        schema = fact_schema(scheme, fact)
        if schema is not None:
            wanted[fact] = {**schema, **({"enum": list(choices)} if choices else {})}
    facts = {**_FACTS, "properties": wanted}
    return {**general, "properties": {**general["properties"], "facts": facts}}


def _object(properties: Json, required: list[str]) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def check(scheme: Scheme, outcome: Outcome, body: Mapping[str, Any]) -> dict[str, FactValue]:
    """Make sure that a body fits an action of the scheme file, and give the facts it records.

    Raises:
        InvalidActionError: It does not; every mistake has its place.
    """
    wanted = {"answers": outcome.form is not None, "comments": outcome.comments == "required"}
    taken = {"answers"} if outcome.form is not None else set()
    taken |= {"comments"} if outcome.comments is not None else set()
    mistakes = list(_members(body, wanted, taken))
    if outcome.form is None:
        _raise(mistakes)
        return {}
    form = scheme.forms[outcome.form]
    if "answers" in body:
        mistakes += [
            Refused(f"/answers{mistake.pointer}", mistake.detail)
            for mistake in validate_answers(form, body["answers"])
        ]
    _raise(mistakes)
    recorded = recorded_facts(form, body["answers"])
    return {fact: value for fact, value in recorded.items() if isinstance(value, str | int | bool)}


def check_steering(action: str, body: Mapping[str, Any]) -> None:
    """Make sure that a body fits an action that every case has.

    Raises:
        InvalidActionError: It does not; every mistake has its place.
    """
    properties, required = _STEERING[action]
    _raise(list(_members(body, dict.fromkeys(required, True), set(properties))))


def _members(
    body: Mapping[str, Any], wanted: Mapping[str, bool], taken: set[str]
) -> Iterator[Refused]:
    for name in sorted(name for name, is_wanted in wanted.items() if is_wanted):
        if name not in body:
            yield Refused("", f"Add the member {name}.")
    for name, value in body.items():
        if name not in taken:
            yield Refused(f"/{name}", "This action takes no such member: leave it out.")
        elif value is None and name != _MAY_BE_NULL:
            yield Refused(f"/{name}", "Null is nothing here: give a value, or leave it out.")


def _raise(mistakes: list[Refused]) -> None:
    if mistakes:
        raise InvalidActionError("What came with the action does not match its form.", mistakes)
