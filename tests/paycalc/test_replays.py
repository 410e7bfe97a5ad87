"""Replays: an answer of once, asked again by its receipt."""

from typing import Any

import httpx
import pytest
from tests.support.invariants import canonical_sha256
from tests.support.problems import problem
from tests.support.questions import PATHWAYS, ask, dur911, question, rothi

Json = dict[str, Any]

REPLAYS = "/v1/replays"


def replay(client: httpx.Client, asked: Json, receipt: Json, **members: object) -> Json:
    body = {"receipt": receipt, "request": asked, **members}
    response = client.post(REPLAYS, json=body)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_an_answer_is_given_again_by_its_receipt_and_its_request(
    client: httpx.Client, scheme: str, pathway: str
) -> None:
    asked = {**question(scheme, pathway), "client_reference": "case-1"}
    answer = ask(client, asked)
    found = replay(client, asked, answer["receipt"])
    assert (found["result"], found["difference"]) == ("identical", None)
    assert found["receipt"] == answer["receipt"]
    rest = {name: value for name, value in answer.items() if name != "receipt"}
    assert replay(client, asked, answer["receipt"], answer=rest)["result"] == "identical"


def test_another_request_is_not_the_one_of_the_receipt(client: httpx.Client) -> None:
    answer = ask(client, rothi())
    assert replay(client, rothi(pq_award=True), answer["receipt"])["result"] == "different"


def test_the_first_difference_is_named_where_the_answer_was_kept(client: httpx.Client) -> None:
    answer = ask(client, dur911())
    rest = {name: value for name, value in answer.items() if name != "receipt"}
    kept = {**rest, "target": {**rest["target"], "annual_salary": "40000.00"}}
    receipt = {**answer["receipt"], "answer_sha256": canonical_sha256(kept)}
    found = replay(client, dur911(), receipt, answer=kept)
    assert found["result"] == "different"
    assert found["difference"] == {
        "pointer": "/answer/target/annual_salary",
        "then": "40000.00",
        "now": "40777.00",
    }


def test_rules_that_are_no_longer_held_are_not_replaced_by_others(client: httpx.Client) -> None:
    receipt = {**ask(client, rothi())["receipt"], "scheme_sha256": "0" * 64}
    response = client.post(REPLAYS, json={"receipt": receipt, "request": rothi()})
    problem(response, 409, "rules-not-held")
