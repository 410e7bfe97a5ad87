"""What would turn a no: one change of one fact, waiting among them."""

from typing import Any

import httpx
import pytest
from tests.support.questions import ask, der910, der1011, durham_appointment, rothi

Json = dict[str, Any]


def change(fact: str, value: object, outcome: str, eligible_on: str | None = None) -> Json:
    return {"fact": fact, "value": value, "eligible_on": eligible_on, "outcome": outcome}


@pytest.mark.parametrize(
    ("asked", "changes"),
    [
        (der910(standards_met=False), [change("standards_met", True, "determined")]),
        (
            der910(qualification="none"),
            [
                change("qualification", "degree", "determined"),
                change("qualification", "masters", "determined"),
                change("qualification", "other-recognised", "determined"),
            ],
        ),
        (der910(grade="11"), [change("grade", "9", "determined")]),
        (der910(asye_outcome="failed"), [change("asye_outcome", "passed", "determined")]),
        (
            der910(asye_outcome="in-progress", asye_completed_on=None),
            [change("asye_outcome", "passed", "insufficient_facts")],
        ),
        (
            der910(team_type="fostering", standards_met=False),
            [change("standards_met", True, "needs_decision")],
        ),
        (
            der910(registered_practice_from="2025-06-01"),
            [
                change("signed_off_on", "2026-06-01", "determined", "2026-06-01"),
                change("registered_practice_from", "2025-03-20", "determined", "2026-06-01"),
            ],
        ),
        (
            der1011(my_plan_completed_on="2026-07-20"),
            [
                change("signed_off_on", "2026-07-20", "determined", "2026-07-20"),
                change("my_plan_completed_on", "2026-07-10", "determined", "2026-07-20"),
                change("service_area", "adults", "determined"),
                change("team_type", "adults", "determined"),
            ],
        ),
        (
            der1011(systemic_practice_training="none", head_of_service_accepts_commitment=False),
            [
                change("systemic_practice_training", "completed", "determined"),
                change("service_area", "adults", "determined"),
                change("team_type", "adults", "determined"),
            ],
        ),
        (
            rothi(qualified_on="2024-06-30", asye_completed_on="2025-09-01"),
            [
                change("signed_off_on", "2026-06-30", "determined", "2026-06-30"),
                change("qualified_on", "2023-11-03", "determined", "2026-06-30"),
                change("fast_track", True, "determined"),
            ],
        ),
        (
            durham_appointment(prior_progression_evidenced=False, competencies_evidenced=False),
            [
                change("prior_progression_evidenced", True, "determined"),
                change("competencies_evidenced", True, "determined"),
            ],
        ),
    ],
)
def test_every_single_change_that_turns_a_no_is_named(
    client: httpx.Client, asked: Json, changes: list[Json]
) -> None:
    answer = ask(client, asked)
    assert answer["outcome"] == "not_met"
    assert sorted(answer["would_change"], key=str) == sorted(changes, key=str)


def test_waiting_is_named_first(client: httpx.Client) -> None:
    answer = ask(client, rothi(qualified_on="2024-06-30", asye_completed_on="2025-09-01"))
    assert answer["would_change"][0] == change(
        "signed_off_on", "2026-06-30", "determined", "2026-06-30"
    )


def test_waiting_for_the_later_of_two_days_turns_both(client: httpx.Client) -> None:
    asked = der910(registered_practice_from="2025-06-01", asye_completed_on="2026-07-31")
    assert ask(client, asked)["would_change"] == [
        change("signed_off_on", "2026-07-31", "determined", "2026-07-31")
    ]


def test_twelve_months_from_29_february_are_waited_for_until_28_february(
    client: httpx.Client,
) -> None:
    asked = der910(
        registered_practice_from="2024-02-29",
        asye_completed_on="2025-01-02",
        submitted_on="2025-01-05",
        evidence_complete_on="2025-01-05",
        signed_off_on="2025-02-10",
    )
    waiting = ask(client, asked)["would_change"][0]
    assert (waiting["fact"], waiting["value"]) == ("signed_off_on", "2025-02-28")


def test_where_two_rules_stop_it_each_is_told_what_would_turn_it_alone(
    client: httpx.Client,
) -> None:
    answer = ask(client, der910(standards_met=False, asye_outcome="failed"))
    assert answer["would_change"] == [
        change("asye_outcome", "passed", "not_met"),
        change("standards_met", True, "not_met"),
    ]


def test_a_change_that_turns_two_rules_stands_once(client: httpx.Client) -> None:
    answer = ask(client, rothi(fast_track=True, pdr_supports=False))
    assert answer["would_change"] == [change("pdr_supports", True, "determined")]


def test_who_gets_no_accelerated_pay_is_told_which_team_would(client: httpx.Client) -> None:
    answer = ask(client, der910(team_type="youth-offending"))
    assert answer["would_change"] == [
        change("team_type", team, "determined")
        for team in (
            "assessment", "child-protection", "children-in-care", "disabled-children", "adults",
            "other",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked", [der910(), rothi(), der910(team_type=None), durham_appointment(commenced_on=None)]
)
def test_there_is_nothing_to_change_where_nothing_stops_it(
    client: httpx.Client, asked: Json
) -> None:
    assert ask(client, asked)["would_change"] == []
