"""What was worked out for others makes no difference, whatever a scheme makes turn on days.

The three councils ask little of days but that they have come. A scheme may ask more: parts that
end, prices to compare, days that choose the point or the rule for the date. Here is one that does,
and a walk from question to question, of which each is like the last in nearly everything.
"""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.support.in_process import Refusal, answer_bytes
from tests.support.live import ROOT

from paycalc.domain.fact_reader import FactReader
from paycalc.domain.plans import compile_scheme
from paycalc.rulebook.loading import Rulebook, load_rulebook

Json = dict[str, Any]

_SCHEME: Final = ROOT / "tests" / "paycalc" / "data" / "northbank.yaml"
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
_ALWAYS: Final = {"grade": "A", "qualified_on": "2019-07-01"}
_KNOWN: Final = ("2025-09-02", "2025-11-01", "2026-02-01", "2026-02-01", "2026-07-01")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The scheme, and the national spine."""
    return holding(tmp_path_factory.mktemp("schemes"), _SCHEME.read_text(encoding="utf-8"))


def holding(folder: Path, text: str) -> Rulebook:
    """Return what a service with this scheme holds."""
    (folder / "northbank").mkdir()
    (folder / "northbank" / "2020-01-01.2020-01-01.yaml").write_text(text, encoding="utf-8")
    return load_rulebook([folder], [ROOT / "shared" / "pay_tables"])


def new(held: Rulebook) -> Rulebook:
    """Return the scheme as it is when nothing has been asked yet."""
    (plan,) = held.schemes["northbank"]
    table = plan.grades.table
    assert table is not None
    made = compile_scheme(plan.scheme, plan.sha256, {table.id: table})
    return Rulebook({"northbank": (made,)}, {made.sha256: FactReader(made)})


def question(facts: Json, known_on: str = _KNOWN[-1]) -> Json:
    """Return a question; facts that are None are not given."""
    return {
        "scheme": "northbank",
        "pathway": "a-to-b",
        "facts": {name: value for name, value in facts.items() if value is not None},
        "known_on": known_on,
        "rules_on": "2024-01-01",
    }


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
        questions.append(question({**_ALWAYS, **facts}, known_on))
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


_PLACED: Final[Json] = {
    **_ALWAYS,
    "registered_on": "2023-06-01",
    "joined_on": "2022-12-31",
    "asye_outcome": "passed",
    "asye_completed_on": "2023-12-31",
    "submitted_on": "2024-08-31",
    "evidence_complete_on": "2024-08-31",
    "signed_off_on": "2025-12-31",
    "standards_met": True,
    "team_type": "assessment",
    "fit_to_practise": True,
    "supervised": True,
    "trained": False,
    "caseload_share": "1",
    "point_position": 1,
}


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
        answers = [answer_bytes(question({**_PLACED, **facts}), warm) for facts in order]
        alone = [answer_bytes(question({**_PLACED, **facts}), new(held)) for facts in order]
        assert answers == alone
        assert answers[0] != answers[1]


@pytest.mark.parametrize(
    ("signed_off_on", "outcome"), [("2025-09-14", "not_met"), ("2025-09-15", "insufficient_facts")]
)
def test_what_is_unknown_from_a_day_on_is_not_met_before(
    held: Rulebook, signed_off_on: str, outcome: str
) -> None:
    found = answer_bytes(question({**_PLACED, **_MENTORED, "signed_off_on": signed_off_on}), held)
    assert isinstance(found, bytes)
    assert json.loads(found)["outcome"] == outcome


def test_what_is_unknown_for_want_of_the_day_to_assess_by_is_known_with_it(tmp_path: Path) -> None:
    text = _SCHEME.read_text(encoding="utf-8").replace(
        "    to: {grade: B}\n", "    to: {grade: B}\n    assessed_on: [submitted_on]\n"
    )
    held = holding(tmp_path, text)
    facts = {**_PLACED, "qualified_on": "2024-01-01", "asye_completed_on": "2024-11-30"}
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


def test_no_change_is_named_after_which_the_same_rule_stops(held: Rulebook) -> None:
    facts = {**_PLACED, "joined_on": "2023-07-01", "fit_to_practise": False}
    found = answer_bytes(question(facts), held)
    assert isinstance(found, bytes)
    named = {(each["fact"], each["value"]) for each in json.loads(found)["would_change"]}
    assert named == {
        ("fit_to_practise", True), ("joined_on", "2023-05-31"), ("registered_on", "2023-07-02"),
    }  # fmt: skip


def test_no_change_is_promised_that_would_contradict_another_fact(tmp_path: Path) -> None:
    text = _SCHEME.read_text(encoding="utf-8").replace(
        "{fact: joined_on, before: registered_on}",
        '{fact: nqsw_portfolio_completed_on, before: "2019-07-01"}',
    )
    warm = holding(tmp_path, text)

    def promised(qualified_on: str) -> list[str]:
        facts = {
            **_PLACED,
            "nqsw_portfolio_completed_on": "2020-01-31",
            "qualified_on": qualified_on,
        }
        found = answer_bytes(question(facts), warm)
        assert isinstance(found, bytes)
        changes = json.loads(found)["would_change"]
        return [each["value"] for each in changes if each["fact"] == "nqsw_portfolio_completed_on"]

    assert promised("2018-07-01") == ["2019-06-30"]
    assert promised("2019-07-01") == []
    assert promised("2018-07-01") == ["2019-06-30"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"standards_met": True}, {"standards_met": 1}, id="true, and the number 1"),
        pytest.param({"point_position": 1}, {"point_position": True}, id="the number 1, and true"),
        pytest.param({"joined_on": "2022-12-31"}, {"joined_on": None}, id="a day, and null"),
        pytest.param({"team_type": "fostering"}, {"team_type": None}, id="a choice, and null"),
        pytest.param({"signed_off_on": "2025-12-31"}, {"signed_off_on": 20251231}, id="a number"),
        pytest.param({"team_type": "fostering"}, {"team_type": ["fostering"]}, id="a list"),
        pytest.param(
            {"joined_on": "2023-01-01"}, {"joined_on": ["2023-01-01"]}, id="a list of days"
        ),
    ],
)
def test_facts_of_other_types_are_not_taken_for_each_other(
    held: Rulebook, first: Json, second: Json
) -> None:
    def asked(changed: Json) -> Json:
        return {**question({}), "facts": {**_PLACED, **changed}}

    for order in ((first, second), (second, first)):
        warm = new(held)
        answers = [answer_bytes(asked(facts), warm) for facts in (*order, *order)]
        assert answers[:2] == answers[2:]
        assert answers[:2] == [answer_bytes(asked(facts), new(held)) for facts in order]
        assert answers[0] != answers[1]


def test_a_fact_that_is_null_is_one_that_is_not_given(held: Rulebook) -> None:
    warm = new(held)
    for name in _PLACED:
        left_out = {other: value for other, value in _PLACED.items() if other != name}
        without = answer_bytes(question(left_out), warm)
        as_null = {**question({}), "facts": {**_PLACED, name: None}}
        assert answer_bytes(as_null, warm) == without == answer_bytes(as_null, new(held))


def test_the_order_of_the_facts_makes_no_difference(held: Rulebook) -> None:
    facts = {name: _PLACED[name] for name in reversed(_PLACED)}
    assert answer_bytes(question(facts), held) == answer_bytes(question(_PLACED), held)
