"""The facts of a scheme as a JSON Schema, from which a front end can build its form."""

from typing import Any

from paycalc.domain.fact_values import (
    DATE_PATTERN,
    DECIMAL_PATTERN,
    KEBAB_PATTERN,
    LABEL_PATTERN,
    MOST_KEBAB,
    MOST_WHOLE_NUMBER,
)
from paycalc.domain.plans import SchemePlan
from scheme_files.facts import Fact, FactType

Json = dict[str, Any]


def facts_document(plan: SchemePlan) -> Json:
    """Return the JSON Schema of the facts that a scheme accepts, in the order to ask them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Facts of {plan.scheme.title}",
        "description": (
            f"The facts that scheme {plan.scheme.scheme}, version {plan.version}, accepts, in the "
            "order in which a form would ask. One that is left out, or null, is not known."
        ),
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(fact, plan) for name, fact in plan.facts.items()},
    }


def _property(fact: Fact, plan: SchemePlan) -> Json:
    words: Json = {"title": _capitalised(fact.label), "description": fact.meaning}
    if fact.default is not None:
        words["default"] = fact.default
    match fact.type:
        case FactType.CHOICE | FactType.TEAM_TYPE:
            return {**_choice(fact), **words}
        case FactType.GRADE:
            labels = list(plan.scheme.grades)
            return {**_text(LABEL_PATTERN, 20), "examples": labels, **words}
        case FactType.DATE:
            return {**_text(DATE_PATTERN, 10), "format": "date", **words}
        case FactType.TRUE_FALSE:
            return {"type": ["boolean", "null"], **words}
        case FactType.WHOLE_NUMBER:
            bounds = {"minimum": 1, "maximum": MOST_WHOLE_NUMBER}
            return {"type": ["integer", "null"], **bounds, **words}
        case FactType.DECIMAL_NUMBER:
            return {**_text(DECIMAL_PATTERN, 14), **words}


def _choice(fact: Fact) -> Json:
    if not fact.choices:
        return _text(KEBAB_PATTERN, MOST_KEBAB)
    options = [
        {"const": name, "title": _capitalised(words)} for name, words in fact.choices.items()
    ]
    return {"oneOf": [*options, {"const": None, "title": "Not known"}]}


def _text(pattern: str, longest: int) -> Json:
    return {"type": ["string", "null"], "pattern": f"^{pattern}$", "maxLength": longest}


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
