"""The reason for each part of an answer: rules, missing facts, decisions, accelerated pay."""

from typing import Any

import httpx
import pytest
from tests.support.questions import (
    PATHWAYS,
    ask,
    der910,
    der1011,
    dur911,
    durham_appointment,
    question,
    rotherham_appointment,
    rothi,
    rule,
)

Json = dict[str, Any]

PROCESS = "Progression Process for Social Workers"
FRAMEWORK = "Social Work Progression Framework"


def test_the_contract_s_own_example_is_answered_as_it_says(client: httpx.Client) -> None:
    asked = {**der910(), "client_reference": "case-4711"}
    del asked["facts"]["qualification"]
    answer = ask(client, asked)
    assert {name: answer[name] for name in EXAMPLE} == EXAMPLE
    assert rule(answer, "registered-practice") == {
        "id": "registered-practice",
        "status": "met",
        "met_on": "2025-09-02",
        "blocking": True,
        "facts": ["registered_practice_from"],
        "required": "12 months in registered practice",
        "found": "since 2 September 2024",
        "clause": {
            "document": PROCESS,
            "heading": "Process for progression for social workers from Grade 9",
        },
    }


EXAMPLE: Json = {
    "outcome": "determined",
    "scheme": "derbyshire",
    "scheme_version": "2020-01-01",
    "pathway": "grade-9-to-10",
    "client_reference": "case-4711",
    "rules_on": "2026-01-09",
    "known_on": "2026-04-02",
    "submission_date": "2026-01-15",
    "effective_from": "2026-01-15",
    "backdated": True,
    "target": {
        "grade": "10",
        "point": {"position": 3, "scp": None, "spine": "derbyshire"},
        "annual_salary": None,
        "salary_status": "unpriced",
        "salary_source": None,
    },
    "accelerated_pay": {"eligible": True, "position": 3},
    "decisions_needed": [],
    "missing_facts": [],
    "would_change": [],
}


@pytest.mark.parametrize(
    ("asked", "name", "found"),
    [
        (der910(), "current-grade", "9"),
        (der910(), "qualified", "a degree in social work"),
        (der910(qualification="none"), "qualified", "none"),
        (der910(), "registered", "since 1 August 2024"),
        (der910(), "asye-passed", "passed, 30 September 2025"),
        (der910(asye_completed_on=None), "asye-passed", "passed"),
        (der910(asye_outcome="in-progress", asye_completed_on=None), "asye-passed", "in progress"),
        (der910(asye_outcome=None, asye_completed_on=None), "asye-passed", "not given"),
        (der910(standards_met=False), "standards-met", "no"),
        (der910(), "standards-met", "yes"),
        (der910(standards_met=None), "standards-met", "not given"),
        (der910(), "sign-off", "20 March 2026"),
        (der910(signed_off_on=None), "sign-off", "not given"),
        (der910(), "effective-date", "15 January 2026"),
        (der910(), "accelerated-pay", "Children in Care"),
        (rothi(), "pay-point", "point 1, spinal column point 34"),
        (rotherham_appointment(), "pay-point", "not decided yet"),
        (dur911(), "grade-points", "5 points"),
        (rotherham_appointment(target_grade="G"), "grade-points", "1 point"),
        (dur911(), "spine", "njc-2019"),
        (rothi(), "spine", "no spine declared"),
        (dur911(), "in-force", "1 March 2023"),
    ],
)
def test_what_was_found_is_said_in_words(
    client: httpx.Client, asked: Json, name: str, found: str
) -> None:
    assert rule(ask(client, asked), name)["found"] == found


def test_what_is_not_met_yet_says_from_when_it_would_be(client: httpx.Client) -> None:
    found = rule(ask(client, der910(registered_practice_from="2025-06-01")), "registered-practice")
    assert found["status"] == "not_met"
    assert found["found"] == "since 1 June 2025: not before 1 June 2026"
    assert found["met_on"] is None


def test_a_rule_of_several_facts_names_each_that_is_given(client: httpx.Client) -> None:
    found = rule(ask(client, rothi()), "asye-or-nqsw")
    assert found["facts"] == [
        "asye_outcome", "asye_completed_on", "qualified_on", "nqsw_portfolio_completed_on",
    ]  # fmt: skip
    assert found["found"] == (
        "ASYE outcome: passed; ASYE completed on: 1 September 2023; qualified on: 30 June 2022"
    )


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_every_clause_is_of_a_document_of_the_scheme(
    client: httpx.Client, scheme: str, pathway: str
) -> None:
    documents = client.get(f"/v1/schemes/{scheme}").json()["documents"]
    titles = {document["title"] for document in documents}
    for item in ask(client, question(scheme, pathway))["rules"]:
        if "clause" in item:
            assert item["clause"]["document"] in titles
            assert item["clause"]["heading"]
        else:
            assert len(item["assumption"]) > 20


@pytest.mark.parametrize(
    ("asked", "assumed"),
    [
        (der910(), {"submission-date", "teams-eligible-for-accelerated-pay", "grade-points",
                    "spine", "in-force"}),
        (der910(team_type="fostering"), {"submission-date", "grade-points", "spine", "in-force"}),
        (rothi(), {"effective-date", "pay-point", "spine", "in-force"}),
        (rotherham_appointment(), {"effective-date", "pay-point", "spine", "in-force"}),
        (rotherham_appointment(target_grade="G"), {"effective-date", "spine", "in-force"}),
        (dur911(), {"effective-date", "pay-point", "grade-points", "spine", "in-force"}),
        (durham_appointment(), {"pay-point", "grade-points", "spine", "in-force"}),
    ],
)  # fmt: skip
def test_an_answer_says_on_which_assumptions_it_rests(
    client: httpx.Client, asked: Json, assumed: set[str]
) -> None:
    rules = ask(client, asked)["rules"]
    assert {item["id"] for item in rules if item["status"] == "assumed"} == assumed


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        (rothi(), {"pq-award", "nqsw-before-2013", "never-below-current-pay"}),
        (dur911(), {"mandatory-training"}),
        (der1011(), {"accelerated-pay", "systemic-practice-of-childrens-services"}),
    ],
)
def test_what_is_desirable_or_recorded_never_blocks(
    client: httpx.Client, asked: Json, never: set[str]
) -> None:
    rules = ask(client, asked)["rules"]
    assert never <= {item["id"] for item in rules if not item["blocking"]}


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_facts_that_are_missing_come_in_the_order_of_the_form(
    client: httpx.Client, scheme: str, pathway: str
) -> None:
    form = list(client.get(f"/v1/schemes/{scheme}/facts").json()["properties"])
    asked = {**question(scheme, pathway), "facts": {}}
    answer = ask(client, asked)
    assert answer["outcome"] == "insufficient_facts"
    assert answer["missing_facts"] == sorted(answer["missing_facts"], key=form.index)
    assert len(answer["missing_facts"]) >= 2


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_filling_in_what_is_missing_leads_to_an_answer(
    client: httpx.Client, scheme: str, pathway: str
) -> None:
    whole = question(scheme, pathway, head_of_service_accepts_commitment=True)["facts"]
    facts: Json = {}
    for _ in range(len(whole) + 1):
        answer = ask(client, {**question(scheme, pathway), "facts": facts})
        if answer["outcome"] != "insufficient_facts":
            break
        facts |= {name: whole[name] for name in answer["missing_facts"] if name in whole}
    assert answer["outcome"] in {"determined", "needs_decision"}


def test_who_decides_a_point_from_which_choices_and_where_it_says_so(client: httpx.Client) -> None:
    (decision,) = ask(client, der910(team_type="fostering"))["decisions_needed"]
    assert decision == {
        "decision": "pay_point",
        "by": "assistant_director",
        "choices": [1, 2, 3, 4],
        "clause": {"document": PROCESS, "heading": "Accelerated pay from Grade 9 to Grade 10"},
    }


def test_the_interview_decides_the_point_by_an_assumption_above_band_g(
    client: httpx.Client,
) -> None:
    (decision,) = ask(client, rotherham_appointment(target_grade="H"))["decisions_needed"]
    assumption = decision.pop("assumption")
    assert "interview" in assumption
    assert decision == {"decision": "pay_point", "by": "interview_panel", "choices": [1, 2]}


def test_the_interview_assesses_band_g_by_a_clause(client: httpx.Client) -> None:
    found = rule(ask(client, rotherham_appointment(target_grade="G")), "pay-point")
    assert found["clause"] == {"document": FRAMEWORK, "heading": "Social Worker Band G (Level 1)"}
    assert found["status"] == "met"


@pytest.mark.parametrize(
    ("asked", "accelerated"),
    [
        (der910(), {"eligible": True, "position": 3}),
        (der1011(), {"eligible": True, "position": 2}),
        (der910(team_type="leaving-care"), {"eligible": False, "position": None}),
        (
            der910(team_type="leaving-care", authorised_point_position=4),
            {"eligible": False, "position": None},
        ),
        (der910(standards_met=False), None),
        (der910(standards_met=None), None),
        (rothi(), None),
        (rotherham_appointment(), None),
        (dur911(), None),
        (durham_appointment(), None),
    ],
)
def test_accelerated_pay_is_there_where_the_scheme_has_it_and_the_answer_reached_it(
    client: httpx.Client, asked: Json, accelerated: Json | None
) -> None:
    assert ask(client, asked)["accelerated_pay"] == accelerated


def test_a_salary_says_where_it_is_from(client: httpx.Client) -> None:
    target = ask(client, dur911())["target"]
    assert target["annual_salary"] == "40777.00"
    assert target["salary_source"] == {
        "table": "njc-2019",
        "effective_from": "2025-04-01",
        "agreed_on": "2025-07-23",
        "basis": "published(teachinherts/adverts)",
    }


def test_an_unpriced_point_is_a_good_answer_without_a_figure(client: httpx.Client) -> None:
    target = ask(client, rothi())["target"]
    assert target["point"] == {"position": 1, "scp": 34, "spine": None}
    assert (target["annual_salary"], target["salary_status"]) == (None, "unpriced")
    assert target["salary_source"] is None
