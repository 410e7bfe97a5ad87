"""An operator's own schemes: what a scheme file can say that no published scheme here does."""

from typing import Any

import httpx
import pytest
from tests.support.invariants import broken
from tests.support.problems import pointers, refused
from tests.support.questions import ask, rule

Json = dict[str, Any]

PROBATION = {
    "grade": "lower",
    "probation_started_on": "2022-01-10",
    "probation_passed_on": "2023-05-15",
    "appraisal_score": "3.5",
    "point_position": 1,
    "signed_off_on": "2023-06-10",
}
CENSUS = {"grade": "lower", "contract": "permanent", "signed_off_on": "2023-06-10",
          "retention_agreed": True}  # fmt: skip
NOBODY = {"grade": "lower", "standards_met": True, "signed_off_on": "2023-06-10"}
BOARD = {**NOBODY, "contract": "permanent", "retention_agreed": False}


def northshire(pathway: str, facts: Json, **changed: object) -> Json:
    given = {**facts, **changed}
    return {
        "scheme": "northshire",
        "pathway": pathway,
        "known_on": "2026-01-15",
        "facts": {name: value for name, value in given.items() if value is not None},
    }


def change(fact: str, value: object, outcome: str, eligible_on: str | None = None) -> Json:
    return {"fact": fact, "value": value, "eligible_on": eligible_on, "outcome": outcome}


@pytest.mark.parametrize(
    ("passed_on", "effective_from"),
    [
        ("2023-05-15", "2023-06-01"),
        ("2023-05-31", "2023-06-01"),
        ("2023-06-01", "2023-07-01"),
        ("2022-12-31", "2023-01-01"),
        ("2022-12-01", "2023-01-01"),
        ("2023-02-28", "2023-03-01"),
    ],
)
def test_pay_counts_from_the_first_of_the_month_after_an_event(
    own: httpx.Client, passed_on: str, effective_from: str
) -> None:
    answer = ask(own, northshire("by-probation", PROBATION, probation_passed_on=passed_on))
    assert (answer["outcome"], answer["effective_from"]) == ("determined", effective_from)
    assert answer["submission_date"] is None


@pytest.mark.parametrize(
    ("signed_off_on", "effective_from"),
    [
        ("2023-03-31", "2023-04-01"),
        ("2023-04-01", "2023-04-01"),
        ("2023-04-02", "2023-10-01"),
        ("2023-10-01", "2023-10-01"),
        ("2023-10-02", "2024-04-01"),
        ("2023-12-31", "2024-04-01"),
    ],
)
def test_pay_counts_from_the_next_of_some_days_of_the_year(
    own: httpx.Client, signed_off_on: str, effective_from: str
) -> None:
    answer = ask(own, northshire("by-census", CENSUS, signed_off_on=signed_off_on))
    assert (answer["outcome"], answer["effective_from"]) == ("determined", effective_from)
    assert answer["backdated"] is False


@pytest.mark.parametrize(
    ("now", "position", "scp"),
    [
        ({"point_position": 1}, 1, 25),
        ({"point_position": 2}, 2, 27),
        ({"point_position": 3}, 3, 29),
        ({"point_position": None, "scp": 24}, 1, 25),
        ({"point_position": None, "scp": 26}, 2, 27),
        ({"point_position": None, "scp": 25}, 2, 27),
        ({"point_position": None, "scp": 30}, 4, 31),
    ],
)
def test_the_point_is_the_next_above_the_present_salary(
    own: httpx.Client, now: Json, position: int, scp: int
) -> None:
    point = ask(own, northshire("by-probation", PROBATION, **now))["target"]["point"]
    assert point == {"position": position, "scp": scp, "spine": "njc-2019"}


def test_without_the_point_now_the_next_above_is_not_guessed(own: httpx.Client) -> None:
    answer = ask(own, northshire("by-probation", PROBATION, point_position=None))
    assert answer["outcome"] == "insufficient_facts"
    assert "point_position" in answer["missing_facts"]


@pytest.mark.parametrize(
    ("signed_off_on", "retention", "position", "eligible"),
    [
        ("2023-06-10", True, 4, True),
        ("2023-06-10", False, 2, False),
        ("2023-10-02", True, 4, True),
        ("2024-04-01", True, 4, True),
        ("2024-04-02", True, 1, False),
        ("2024-04-02", None, 1, False),
    ],
)
def test_a_part_that_has_ended_gives_nothing_from_the_day_after(
    own: httpx.Client,
    signed_off_on: str,
    retention: bool | None,  # noqa: FBT001 - a fact's value
    position: int,
    eligible: bool,  # noqa: FBT001 - a fact's value
) -> None:
    changed = {"signed_off_on": signed_off_on, "retention_agreed": retention}
    answer = ask(own, northshire("by-census", CENSUS, **changed))
    assert answer["outcome"] == "determined"
    assert answer["target"]["point"]["position"] == position
    assert answer["accelerated_pay"]["eligible"] is eligible


def test_while_a_part_is_in_force_what_it_asks_is_needed(own: httpx.Client) -> None:
    answer = ask(own, northshire("by-census", CENSUS, retention_agreed=None))
    assert answer["outcome"] == "insufficient_facts"
    assert answer["missing_facts"] == ["retention_agreed"]


def test_no_change_of_a_fact_brings_back_a_part_that_has_ended(own: httpx.Client) -> None:
    changed = {"signed_off_on": "2024-04-02", "retention_agreed": False}
    assert ask(own, northshire("by-census", CENSUS, **changed))["would_change"] == []


OPEN_POINT = {
    "decision": "pay_point",
    "by": None,
    "choices": [1, 2, 3, 4],
    "assumption": "The ladder is silent, and a person is taken to have to decide",
}
OPEN_DATE = {
    "decision": "effective_date",
    "by": None,
    "choices": None,
    "clause": {"document": "Career Ladder", "heading": "Otherwise"},
}


@pytest.mark.parametrize(
    ("authorised", "decisions", "effective_from", "position"),
    [
        ({}, [OPEN_POINT, OPEN_DATE], None, None),
        ({"authorised_point_position": 3}, [OPEN_DATE], None, 3),
        ({"authorised_effective_from": "2023-05-01"}, [OPEN_POINT], "2023-05-01", None),
        (
            {"authorised_point_position": 3, "authorised_effective_from": "2023-05-01"},
            [],
            "2023-05-01",
            3,
        ),
    ],
)
def test_what_the_scheme_does_not_say_and_leaves_to_nobody_is_decided_by_a_person(
    own: httpx.Client,
    authorised: Json,
    decisions: list[Json],
    effective_from: str | None,
    position: int | None,
) -> None:
    answer = ask(own, northshire("by-nobody", NOBODY, **authorised))
    assert answer["outcome"] == ("needs_decision" if decisions else "determined")
    assert answer["decisions_needed"] == decisions
    assert answer["effective_from"] == effective_from
    assert answer["backdated"] is (effective_from is not None)
    assert answer["target"]["grade"] == "upper"
    point = answer["target"]["point"]
    assert (point and point["position"]) == position
    priced = "settled" if effective_from and position else "unpriced"
    assert answer["target"]["salary_status"] == priced


def test_a_decision_names_who_takes_it_and_the_choices_of_the_scheme(own: httpx.Client) -> None:
    answer = ask(own, northshire("by-board", BOARD, retention_agreed=True))
    clause = {"document": "Career Ladder", "heading": "The board"}
    assert answer["decisions_needed"] == [
        {"decision": "pay_point", "by": "pay_board", "choices": [2, 3], "clause": clause},
        {"decision": "effective_date", "by": "strategic_director", "choices": None,
         "clause": clause},
    ]  # fmt: skip


@pytest.mark.parametrize("position", [1, 4])
def test_a_point_that_is_not_among_the_choices_is_a_contradiction(
    own: httpx.Client, position: int
) -> None:
    asked = northshire("by-board", BOARD, authorised_point_position=position)
    problem = refused(own, asked, 422, "contradictory-facts")
    assert pointers(problem) == ["/facts/authorised_point_position"]


def test_what_is_left_to_a_person_for_some_is_a_contradiction_for_others(
    own: httpx.Client,
) -> None:
    asked = northshire("by-board", BOARD, contract="fixed-term", authorised_point_position=2)
    problem = refused(own, asked, 422, "contradictory-facts")
    assert pointers(problem) == ["/facts/authorised_point_position"]
    asked = northshire("by-board", BOARD, authorised_effective_from="2023-05-01")
    problem = refused(own, asked, 422, "contradictory-facts")
    assert pointers(problem) == ["/facts/authorised_effective_from"]


@pytest.mark.parametrize("fact", ["contract", "retention_agreed"])
def test_who_decides_is_not_guessed_while_the_fact_is_missing(own: httpx.Client, fact: str) -> None:
    answer = ask(own, northshire("by-board", BOARD, **{fact: None}))
    assert (answer["outcome"], answer["missing_facts"]) == ("insufficient_facts", [fact])


@pytest.mark.parametrize(
    ("score", "outcome"),
    [("3", "determined"), ("3.0", "determined"), ("3.0001", "determined"), ("5", "determined"),
     ("2.9999", "not_met"), ("0", "not_met"), (None, "insufficient_facts")],
)  # fmt: skip
def test_a_decimal_is_compared_to_its_last_place(
    own: httpx.Client, score: str | None, outcome: str
) -> None:
    assert ask(own, northshire("by-probation", PROBATION, appraisal_score=score))["outcome"] == (
        outcome
    )


@pytest.mark.parametrize("score", [3, 3.5, "3,5", "1e2", "+3", "-3", ".5", "3.", "03", "NaN", ""])
def test_a_decimal_is_text_and_never_a_number(own: httpx.Client, score: object) -> None:
    asked = northshire("by-probation", PROBATION, appraisal_score=score)
    assert pointers(refused(own, asked, 422, "invalid-request")) == ["/facts/appraisal_score"]


@pytest.mark.parametrize("scores", [("3.5", "3.50"), ("4.250", "4.25")])
def test_a_decimal_is_found_as_it_was_given_whatever_was_asked_before(
    own: httpx.Client, scores: tuple[str, str]
) -> None:
    for score in scores:
        answer = ask(own, northshire("by-probation", PROBATION, appraisal_score=score))
        assert rule(answer, "appraisal")["found"] == score


@pytest.mark.parametrize(
    ("pathway", "facts"),
    [("by-probation", PROBATION), ("by-census", CENSUS), ("by-nobody", NOBODY),
     ("by-board", BOARD)],
)  # fmt: skip
def test_every_answer_by_an_own_scheme_holds_together(
    own: httpx.Client, pathway: str, facts: Json
) -> None:
    order = list(own.get("/v1/schemes/northshire/facts").json()["properties"])
    for left_out in (None, *facts):
        asked = northshire(pathway, facts, **({left_out: None} if left_out else {}))
        assert broken(asked, ask(own, asked), order) == []
