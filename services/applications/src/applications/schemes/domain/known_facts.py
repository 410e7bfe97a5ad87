"""Whether a fact is one that a scheme knows, and a value one that it may have."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from scheme_files.facts import FACTS_OF_A_CASE, FIXED_FACTS, FactType
from scheme_files.model.scheme import Scheme

_DAY: Final = re.compile("(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ID: Final = re.compile("(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_MOST: Final = 999
_OF_THE_CASE: Final = frozenset(
    {"submitted_on", "evidence_complete_on", "signed_off_on", *FACTS_OF_A_CASE}
)
"""What follows from how far a case has come: pay goes back to these days, so nobody gives them."""
_SCHEMAS: Final[Mapping[FactType, dict[str, Any]]] = {
    FactType.TRUE_FALSE: {"type": "boolean"},
    FactType.WHOLE_NUMBER: {"type": "integer", "minimum": 1, "maximum": _MOST},
    FactType.DATE: {"type": "string", "format": "date"},
}


def fact_mistake(scheme: Scheme, fact: str, value: object) -> str | None:
    """What is wrong with a fact and its value, in words; None when nothing is."""
    found = FIXED_FACTS.get(fact) or scheme.facts.get(fact)
    if found is None or fact in _OF_THE_CASE:
        return "Nobody gives a fact of this name here: forms name those that they record."
    if found.type is FactType.TRUE_FALSE:
        return None if isinstance(value, bool) else "Give true or false."
    if found.type is FactType.WHOLE_NUMBER:
        return None if _is_number(value) else f"Give a whole number from 1 to {_MOST}."
    if found.type is FactType.DATE:
        return None if _is_day(value) else "Give a day of the calendar as YYYY-MM-DD."
    if found.type is FactType.TEAM_TYPE and not scheme.team_types:
        is_id = isinstance(value, str) and _ID.fullmatch(value) is not None
        return None if is_id else "Give a team type in kebab-case, at most 64 characters."
    return _text_mistake(_choices(scheme, found.type, found.choices), value)


def fact_schema(scheme: Scheme, fact: str) -> dict[str, Any] | None:
    """The JSON Schema of a fact, with its words; None where nobody gives it here."""
    found = FIXED_FACTS.get(fact) or scheme.facts.get(fact)
    if found is None or fact in _OF_THE_CASE:
        return None
    words = {"title": found.label[:1].upper() + found.label[1:], "description": found.meaning}
    if found.type in _SCHEMAS:
        return {**words, **_SCHEMAS[found.type]}
    choices = _choices(scheme, found.type, found.choices)
    return {**words, "type": "string", **({"enum": list(choices)} if choices else {})}


def _choices(scheme: Scheme, kind: FactType, choices: Iterable[str]) -> tuple[str, ...]:
    if kind is FactType.GRADE:
        return tuple(scheme.grades)
    return tuple(scheme.team_types) if kind is FactType.TEAM_TYPE else tuple(choices)


def _text_mistake(choices: tuple[str, ...], value: object) -> str | None:
    if not isinstance(value, str):
        return "Give text."
    if choices and value not in choices:
        return f"Give one of: {', '.join(choices)}."
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
