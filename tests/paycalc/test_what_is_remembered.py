"""What was worked out for others makes no difference, whatever a scheme makes turn on days.

A walk goes from question to question, of which each is like the last in nearly everything; and
where two neighbours would be easily taken for each other, they are put one after the other.
"""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.support.in_process import Refusal, answer_bytes
from tests.support.northbank import ALWAYS, PLACED, TEXT, Json, holding, new, question

from paycalc.rulebook.loading import Rulebook

_STEPS: Final = 600

# Around the days on which the part begins and ends, awards count, and awards were agreed.
_EARLY: Final = ("2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01", None)
_DAYS: Final = ("2024-02-29", "2024-08-31", "2024-09-02", "2025-03-01", "2025-09-01", "2025-09-02")
_SIGNED: Final = ("2025-09-02", "2025-09-02", "2025-12-31", "2026-01-01", None)
_SELDOM: Final = (None,) * 4
_YES: Final = (True,) * 9
_VALUES: Final[dict[str, tuple[object, ...]]] = {
    "joined_on": (*_EARLY, "2024-09-01"),
    "registered_on": (*_EARLY, *_DAYS),
    "asye_completed_on": (*_EARLY, *_DAYS),
    "asye_outcome": ("passed", "passed", "passed", None),
    "submitted_on": _DAYS,
    "evidence_complete_on": (*_DAYS, *_DAYS, None),
    "signed_off_on": _SIGNED,
    "standards_met": (True, False, None),
    "team_type": (*("fostering", "assessment", "assessment") * 3, "duty"),
    "fit_to_practise": (*_YES, False),
    "supervised": (*_YES, False),
    "trained": (True, *(False,) * 4),
    "inducted_on": _DAYS,
    "mentored_on": (*_DAYS, None),
    "mentor_agrees": (True, False, None),
    "caseload_share": ("1", "1.0", "1.00", "0.5", None),
    "point_position": (1, 3, 5, None),
    "scp": (22, 26, 40, None),
    "authorised_point_position": (1, 4, *_SELDOM),
    "authorised_effective_from": ("2024-09-01", "2025-12-31", "2026-01-01", *_SELDOM),
}
_KNOWN: Final = ("2025-09-02", "2025-11-01", "2026-02-01", "2026-02-01", "2026-07-01")


def walk(seed: int) -> list[Json]:
    """Return questions of which each differs from the one before in a fact or two."""
    chance = Random(seed)  # noqa: S311 - repeatable, and no secret
    facts: Json = {name: chance.choice(values) for name, values in _VALUES.items()}
    known_on = _KNOWN[-1]
    questions = []
    for _ in range(_STEPS):
        for name in chance.sample(list(_VALUES), chance.choice((1, 1, 2))):
            facts[name] = chance.choice(_VALUES[name])
        if chance.random() < 1 / 5:
            known_on = chance.choice(_KNOWN)
        questions.append(question({**ALWAYS, **facts}, known_on))
    return questions


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_answers_are_what_they_would_be_if_nothing_had_been_asked_before(
    held: Rulebook, seed: int
) -> None:
    warm = new(held)
    for place, asked in enumerate(walk(seed)):
        note(f"question {place} of seed {seed}: {json.dumps(asked)}")
        assert answer_bytes(asked, warm) == answer_bytes(asked, new(held))


def test_the_walk_comes_to_every_outcome(held: Rulebook) -> None:
    seen: Counter[str] = Counter()
    for asked in walk(20260115):
        found = answer_bytes(asked, held)
        seen["refused" if isinstance(found, Refusal) else json.loads(found)["outcome"]] += 1
    outcomes = ("determined", "needs_decision", "insufficient_facts", "not_met", "refused")
    assert all(seen[outcome] >= 5 for outcome in outcomes), seen


_LATE: Final[Json] = {"submitted_on": "2025-09-01", "evidence_complete_on": "2025-09-01"}
_DUTY: Final[Json] = {
    "team_type": "duty",
    "joined_on": "2023-01-15",
    "evidence_complete_on": "2025-03-01",
    "standards_met": False,
}
_MENTORED: Final[Json] = {
    **_LATE,
    "supervised": False,
    "trained": True,
    "inducted_on": "2025-09-15",
}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"signed_off_on": "2026-01-01"}, id="the last day of a part"),
        pytest.param(
            {"signed_off_on": "2025-01-31"}, {"signed_off_on": "2025-02-01"}, id="its first day"
        ),
        pytest.param(
            {"team_type": "fostering", "joined_on": "2023-01-01",
             "authorised_effective_from": "2025-12-31"},
            {"team_type": "fostering", "authorised_effective_from": "2025-12-31"},
            id="a date that is decided, and one that is fixed",
        ),
        pytest.param({"caseload_share": "1"}, {"caseload_share": "1.0"}, id="one and 1.0"),
        pytest.param(
            {**_LATE, "supervised": False, "asye_completed_on": "2023-12-31"},
            {**_LATE, "supervised": False, "asye_completed_on": "2025-06-01"},
            id="a change after which a day is early enough, and one after which it is not",
        ),
        pytest.param(
            {**_DUTY, "submitted_on": "2025-02-20"}, {**_DUTY, "submitted_on": "2025-09-02"},
            id="a change to a team that is dated otherwise, while a part is in force and after",
        ),
        pytest.param(
            {**_LATE, "fit_to_practise": False, "trained": True},
            {**_LATE, "fit_to_practise": False, "trained": True, "asye_completed_on": "2025-06-01"},
            id="stopped, and stopped by a day besides",
        ),
        pytest.param(
            {**_MENTORED, "mentored_on": "2026-02-01", "signed_off_on": "2025-09-10"},
            {**_MENTORED, "mentored_on": "2026-02-01"},
            id="not met before a day, and unknown from it on until another",
        ),
        pytest.param(
            {**_MENTORED, "signed_off_on": "2025-09-10"}, _MENTORED,
            id="not met before a day, and unknown for ever from it on",
        ),
    ],
)  # fmt: skip
def test_neighbours_are_told_apart(held: Rulebook, first: Json, second: Json) -> None:
    for order in ((first, second), (second, first)):
        warm = new(held)
        answers = [answer_bytes(question({**PLACED, **facts}), warm) for facts in order]
        alone = [answer_bytes(question({**PLACED, **facts}), new(held)) for facts in order]
        assert answers == alone
        assert answers[0] != answers[1]


@pytest.mark.parametrize(
    ("signed_off_on", "outcome"), [("2025-09-14", "not_met"), ("2025-09-15", "insufficient_facts")]
)
def test_what_is_unknown_from_a_day_on_is_not_met_before(
    held: Rulebook, signed_off_on: str, outcome: str
) -> None:
    found = answer_bytes(question({**PLACED, **_MENTORED, "signed_off_on": signed_off_on}), held)
    assert isinstance(found, bytes)
    assert json.loads(found)["outcome"] == outcome


def test_what_is_unknown_for_want_of_the_day_to_assess_by_is_known_with_it(tmp_path: Path) -> None:
    text = TEXT.replace(
        "    to: {grade: B}\n", "    to: {grade: B}\n    assessed_on: [submitted_on]\n"
    )
    held = holding(tmp_path, text)
    facts = {**PLACED, "qualified_on": "2024-01-01", "asye_completed_on": "2024-11-30"}
    facts["registered_on"] = "2024-01-01"
    on_a_day = question({**facts, "submitted_on": "2024-12-31"})
    without_a_day = question({**facts, "submitted_on": None})
    for order in ((on_a_day, without_a_day), (without_a_day, on_a_day)):
        warm = new(held)
        assert [answer_bytes(asked, warm) for asked in order] == [
            answer_bytes(asked, new(held)) for asked in order
        ]
    found = answer_bytes(on_a_day, held)
    assert isinstance(found, bytes)
    assert json.loads(found)["outcome"] == "not_met"
