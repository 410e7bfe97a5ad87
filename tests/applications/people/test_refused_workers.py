"""What is refused of a worker: each mistake has its place, and nothing of it is kept."""

import pytest
from tests.applications.people.organisation import (
    PATH,
    STARTED_ON,
    WHOLE,
    add_team,
    events,
    post,
    worker,
)
from tests.support.council import Council, Json, problem

WRONG = {
    "a team that is not there": (
        {"posts": [post("P-1"), post("P-2", "nowhere")]},
        "unknown-reference",
        "/posts/1/team",
    ),
    "a post number twice": (
        {"posts": [post("P-1"), post("P-1")]},
        "invalid-request",
        "/posts/1/post_number",
    ),
    "a post that ends before it starts": (
        {"posts": [post(ends_before=STARTED_ON)]},
        "invalid-request",
        "/posts/0/ends_before",
    ),
    "hours without pence": (
        {"posts": [post(hours_per_week="37")]},
        "invalid-request",
        "/posts/0/hours_per_week",
    ),
    "hours as a number": (
        {"posts": [post(hours_per_week=37)]},
        "invalid-request",
        "/posts/0/hours_per_week",
    ),
    "their own line manager": ({"line_manager": "100234"}, "invalid-request", "/line_manager"),
    "a registration number of another register": (
        {"registration": {"number": "SW012345"}},
        "invalid-request",
        "/registration/number",
    ),
    "an unknown qualification": (
        {"qualifications": {"qualification": "doctorate"}},
        "invalid-request",
        "/qualifications/qualification",
    ),
    "a fact that has its place elsewhere": (
        {"facts": {"registered_on": "2024-08-01"}},
        "invalid-request",
        "/facts/registered_on",
    ),
    "a fact of the post": ({"facts": {"grade": "9"}}, "invalid-request", "/facts/grade"),
    "a judgement of a case": (
        {"facts": {"standards_met": True}},
        "invalid-request",
        "/facts/standards_met",
    ),
    "a day that a case gives": (
        {"facts": {"signed_off_on": "2026-01-01"}},
        "invalid-request",
        "/facts/signed_off_on",
    ),
    "a day that is none": (
        {"facts": {"my_plan_completed_on": "20260105"}},
        "invalid-request",
        "/facts/my_plan_completed_on",
    ),
    "a flag that is text": (
        {"facts": {"mandatory_training_complete": "true"}},
        "invalid-request",
        "/facts/mandatory_training_complete",
    ),
    "a choice that is none": (
        {"facts": {"systemic_practice_training": "maybe"}},
        "invalid-request",
        "/facts/systemic_practice_training",
    ),
    "a fact that is a list": ({"facts": {"years": [1]}}, "invalid-request", "/facts/years"),
    "a fact with a fraction": ({"facts": {"years": 1.5}}, "invalid-request", "/facts/years"),
    "an unknown member": ({"grade": "9"}, "invalid-request", "/grade"),
}


@pytest.mark.parametrize(("members", "kind", "pointer"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_pointed_to_and_nothing_is_kept(
    council: Council, members: Json, kind: str, pointer: str
) -> None:
    add_team(council)
    answer = council.hris.put(PATH, json=WHOLE | members)
    assert (answer.status_code, problem(answer)) == (422, kind)
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert council.hris.get(PATH).status_code == 404
    assert events(council, "worker") == []


def test_facts_of_the_fixed_table_are_taken_where_they_are_of_their_type(
    council: Council,
) -> None:
    facts = {
        "systemic_practice_training": "committed",
        "mandatory_training_complete": True,
        "commenced_on": "2026-01-05",
        "declared_by_a_scheme": 7,
    }
    assert council.hris.put(PATH, json=worker(facts=facts)).json()["facts"] == facts
