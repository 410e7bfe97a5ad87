"""The questions that are put: every worked case, moved about in time and between teams.

No two are alike, so that no cache of answers could flatter anybody. What is changed leaves the
outcome as the worked case has it: all dates of a case move together, and a team is replaced by
another that the scheme treats alike.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import yaml
from bench.workers import ROOT, Json

CASES: Final = ROOT / "tests" / "cases" / "determinations.yaml"

# Far enough that remembering single days helps nobody much; near enough that schemes are in force.
_DAYS: Final = range(-300, 901)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
# Adults' teams are left out: they have fewer criteria, which would change what came of a case.
_TEAMS: Final = (
    ("fostering", "leaving-care", "adoption-and-permanence", "youth-offending"),
    ("assessment", "child-protection", "children-in-care", "disabled-children", "other"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case.

    Attributes:
        id: Its id, with a few words.
        request: What is asked.
        expected: What the answer must hold, by dotted path.
    """

    id: str
    request: Json
    expected: Json

    @property
    def outcome(self) -> str:
        """What must come of it."""
        return str(self.expected["outcome"])


@dataclass(frozen=True, slots=True)
class Question:
    """A variation of a worked case."""

    case: Case
    request: Json

    @property
    def body(self) -> str:
        """The request as it is sent."""
        return json.dumps(self.request, separators=(",", ":"))


def worked_cases(path: Path) -> list[Case]:
    """Read the worked cases of determinations."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [case for group in groups for case in _cases(group) if "outcome" in case.expected]


def _cases(group: Json) -> Iterator[Case]:
    for case in group["cases"]:
        request = {
            "scheme": group["scheme"],
            "pathway": group["pathway"],
            "known_on": case.get("known_on", group["known_on"]),
            "facts": {**group["base"], **case.get("facts", {})},
        }
        yield Case(case["id"], request, case["expect"])


def varied(cases: list[Case], count: int, seed: int) -> list[Question]:
    """Return about so many questions, as many of each case, in an order that looks random."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    each = min(count // len(cases), len(_DAYS))
    questions = [
        Question(case, _moved(case.request, days, chance))
        for case in cases
        for days in chance.sample(_DAYS, each)
    ]
    chance.shuffle(questions)
    for number, question in enumerate(questions):
        question.request["client_reference"] = f"bench-{number}"
    return questions


def _moved(request: Json, days: int, chance: random.Random) -> Json:
    facts = {name: _later(value, days) for name, value in request["facts"].items()}
    facts["team_type"] = _another_team(facts.get("team_type"), chance)
    return {**request, "known_on": _later(request["known_on"], days), "facts": facts}


def _later(value: object, days: int) -> object:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    return value


def _another_team(team: object, chance: random.Random) -> str:
    """Choose among the teams that are treated alike; schemes without team types take any name."""
    for alike in _TEAMS:
        if team in alike:
            return chance.choice(alike)
    return f"team-{chance.randrange(100)}"
