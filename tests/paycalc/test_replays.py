"""Replays: an answer given once is given again, or the first difference is named."""

import copy
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.problems import pointers, problem
from tests.support.questions import PATHWAYS, ask, der910, dur911
from tests.support.store_receipts import stored_receipts
from tests.support.worked_cases import WorkedCase, load

Json = dict[str, Any]

REPLAYS = "/v1/replays"
CASES = [*load("determinations.yaml"), *load("boundaries.yaml"), *load("pathways.yaml")]
STORED = stored_receipts()
IDENTICAL = ("identical", None)


def replay(client: httpx.Client, request: Json, answered: Json, **changed: object) -> Json:
    """Replay an answer that was kept whole."""
    kept = {"receipt": answered["receipt"], "request": request, "answer": answered}
    asked = {**kept, **changed}
    response = client.post(REPLAYS, json=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def came_to(found: Json) -> tuple[str, Json | None]:
    return found["result"], found["difference"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_answer_to_a_worked_case_is_given_again(
    client: httpx.Client, case: WorkedCase
) -> None:
    answer = ask(client, case.request)
    found = replay(client, case.request, answer)
    assert came_to(found) == IDENTICAL
    assert found["receipt"] == answer["receipt"]
    assert came_to(replay(client, case.request, answer, answer=None)) == IDENTICAL


@pytest.mark.parametrize("file", STORED, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_stored_answer_of_an_earlier_release_is_given_again(
    client: httpx.Client, file: Path
) -> None:
    stored = json.loads(file.read_text(encoding="utf-8"))
    assert came_to(replay(client, stored["request"], stored["answer"])) == IDENTICAL


def test_answers_of_every_pathway_and_outcome_are_stored() -> None:
    answers = [json.loads(file.read_text(encoding="utf-8"))["answer"] for file in STORED]
    assert {(answer["scheme"], answer["pathway"]) for answer in answers} == {*PATHWAYS}
    assert {answer["outcome"] for answer in answers} == {
        "determined", "needs_decision", "insufficient_facts", "not_met",
    }  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"team_type": "fostering"},
        {"signed_off_on": "2026-03-21"},
        {"pq_award": True},
        {"standards_met": None},
    ],
)
def test_a_changed_fact_is_a_different_request(client: httpx.Client, changed: Json) -> None:
    found = replay(client, der910(**changed), ask(client, der910()))
    assert found["result"] == "different"
    assert found["difference"]["pointer"] == "/receipt/request_sha256"
    assert found["difference"]["then"] != found["difference"]["now"]
    assert found["difference"]["now"] == found["receipt"]["request_sha256"]


@pytest.mark.parametrize(
    "changed", [{"known_on": "2026-03-26"}, {"rules_on": "2026-02-11"}, {"client_reference": "x"}]
)
def test_another_day_or_reference_is_a_different_request(
    client: httpx.Client, changed: Json
) -> None:
    found = replay(client, {**dur911(), **changed}, ask(client, dur911()))
    assert found["difference"]["pointer"] == "/receipt/request_sha256"


def test_the_request_as_it_was_resolved_is_the_same_request(client: httpx.Client) -> None:
    answer = ask(client, dur911())
    asked = dur911(service_area="children", scp=None)
    resolved = {**asked, "rules_on": answer["rules_on"], "known_on": answer["known_on"]}
    assert came_to(replay(client, resolved, answer)) == IDENTICAL


def tampered(answer: Json) -> Json:
    changed = copy.deepcopy(answer)
    changed["target"]["annual_salary"] = "50000.00"
    return changed


def test_an_answer_that_was_tampered_with_does_not_match_its_receipt(client: httpx.Client) -> None:
    answer = ask(client, dur911())
    different = {**answer["receipt"], "answer_sha256": "a" * 64}
    found = replay(client, dur911(), {**tampered(answer), "receipt": different})
    assert found["difference"]["pointer"] == "/answer"
    found = replay(client, dur911(), tampered(answer))
    assert found["difference"]["pointer"] == "/answer"
    assert found["difference"]["then"] == answer["receipt"]["answer_sha256"]


def test_a_receipt_that_was_tampered_with_is_different(client: httpx.Client) -> None:
    answer = ask(client, dur911())
    receipt = {**answer["receipt"], "answer_sha256": "a" * 64}
    found = replay(client, dur911(), answer, answer=None, receipt=receipt)
    assert came_to(found) == (
        "different",
        {
            "pointer": "/receipt/answer_sha256",
            "then": "a" * 64,
            "now": answer["receipt"]["answer_sha256"],
        },
    )


def test_rules_that_are_not_held_are_a_conflict(client: httpx.Client) -> None:
    answer = ask(client, dur911())
    receipt = {**answer["receipt"], "scheme_sha256": "b" * 64}
    response = client.post(REPLAYS, json={"receipt": receipt, "request": dur911()})
    problem(response, 409, "rules-not-held")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"receipt": None}, "/receipt"),
        ({"receipt": {}}, "/receipt/scheme_sha256"),
        ({"request": {"scheme": "durham"}}, "/request/pathway"),
        ({"answer": "determined"}, "/answer"),
        ({"proof": {}}, "/proof"),
    ],
)
def test_a_body_of_another_shape_is_refused_by_name(
    client: httpx.Client, changed: Json, where: str
) -> None:
    body = {"receipt": ask(client, dur911())["receipt"], "request": dur911(), **changed}
    found = problem(client.post(REPLAYS, json=body), 422, "invalid-request")
    assert where in pointers(found)


def test_the_first_difference_of_an_answer_by_other_tables_is_named(
    client: httpx.Client, own: httpx.Client
) -> None:
    # The operator's own table has an award of 2026 that the supplied one has not.
    asked = dur911(signed_off_on="2026-07-20")
    asked["known_on"] = "2026-08-01"
    found = replay(own, asked, ask(client, asked))
    assert found["difference"] == {
        "pointer": "/answer/target/annual_salary", "then": "40777.00", "now": "42000.00",
    }  # fmt: skip
    found = replay(client, asked, ask(own, asked))
    assert found["difference"]["now"] == "40777.00"
