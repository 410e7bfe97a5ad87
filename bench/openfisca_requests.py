"""Questions as OpenFisca's web API takes them, and what its answers say."""

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

from bench.questions import Question

PATH: Final = "/calculate"

CRITERIA: Final = (
    "on_grade_9",
    "qualified",
    "registered",
    "registered_practice",
    "practised_on",
    "asye_passed",
)
"""What can be asked besides: each criterion, and the day on which practice was long enough."""

_WORKER: Final = "worker"
ASKED: Final = ("outcome", "submission_date", "point")
"""What is always asked."""

_UNREAD: Final = frozenset({"qualified_on"})
_FOR_EVER: Final = "ETERNITY"
_WORDS: Final = frozenset({"team_type", "qualification", "asye_outcome"})


def openfisca_body(question: Question, *more: str) -> str:
    """Return a question about one person, asked by the rules of the day of knowledge."""
    facts = openfisca_facts(question.request["facts"])
    person: dict[str, object] = {name: {_FOR_EVER: value} for name, value in facts.items()}
    person |= {name: {question.request["known_on"]: None} for name in (*ASKED, *more)}
    return json.dumps({"persons": {_WORKER: person}}, separators=(",", ":"))


def openfisca_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts that the rule reads, as OpenFisca writes them."""
    return {
        name: _value(name, value)
        for name, value in facts.items()
        if value is not None and name not in _UNREAD
    }


def _value(name: str, value: object) -> object:
    if name == "grade":
        return int(str(value))
    # Members of its enumerations are Python names.
    return str(value).replace("-", "_") if name in _WORDS else value


def openfisca_answer(answer: bytes) -> list[str | int | None]:
    """Return outcome, submission date and point; None where a default stands for nothing."""
    person = json.loads(answer)["persons"][_WORKER]
    outcome, day, point = (next(iter(person[name].values())) for name in ASKED)
    if outcome == "not_met":
        return [outcome, None, None]
    # Its web API writes dates as HTTP headers have them.
    return [outcome, parsedate_to_datetime(day).date().isoformat(), point or None]
