"""Facts are read for what they are: of another type, null, in any order, whatever came before."""

import pytest
from tests.support.in_process import answer_bytes
from tests.support.northbank import PLACED, Json, new, question

from paycalc.rulebook.loading import Rulebook


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
        return {**question({}), "facts": {**PLACED, **changed}}

    for order in ((first, second), (second, first)):
        warm = new(held)
        answers = [answer_bytes(asked(facts), warm) for facts in (*order, *order)]
        assert answers[:2] == answers[2:]
        assert answers[:2] == [answer_bytes(asked(facts), new(held)) for facts in order]
        assert answers[0] != answers[1]


def test_a_fact_that_is_null_is_one_that_is_not_given(held: Rulebook) -> None:
    warm = new(held)
    for name in PLACED:
        left_out = {other: value for other, value in PLACED.items() if other != name}
        without = answer_bytes(question(left_out), warm)
        as_null = {**question({}), "facts": {**PLACED, name: None}}
        assert answer_bytes(as_null, warm) == without == answer_bytes(as_null, new(held))


def test_the_order_of_the_facts_makes_no_difference(held: Rulebook) -> None:
    facts = {name: PLACED[name] for name in reversed(PLACED)}
    assert answer_bytes(question(facts), held) == answer_bytes(question(PLACED), held)
