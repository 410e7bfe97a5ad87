"""The same truths over HTTP: two processes give the same bytes, and the schema is the door."""

from typing import Any

import httpx
import jsonschema_rs
import pytest
from hypothesis import given, settings
from tests.support.drawn_facts import questions, questions_of_any_facts
from tests.support.live import StartService
from tests.support.questions import DETERMINATIONS

Json = dict[str, Any]


@pytest.fixture(scope="module")
def other(start_service: StartService) -> httpx.Client:
    """Asks another process that holds the same."""
    return start_service().client


@settings(max_examples=120)
@given(asked=questions())
def test_the_same_question_gets_the_same_bytes_twice_and_in_another_process(
    client: httpx.Client, other: httpx.Client, asked: Json
) -> None:
    first = client.post(DETERMINATIONS, json=asked)
    again = [each.post(DETERMINATIONS, json=asked) for each in (client, other)]
    assert {answer.status_code for answer in again} == {first.status_code}
    if first.status_code == 200:
        assert {answer.content for answer in again} == {first.content}
    else:
        said = {name: value for name, value in first.json().items() if name != "request_id"}
        for answer in again:
            assert answer.json().items() >= said.items()


@settings(max_examples=200)
@given(asked=questions_of_any_facts())
def test_facts_are_taken_over_http_if_and_only_if_they_are_valid_by_the_published_schema(
    client: httpx.Client, taken: dict[str, Any], asked: Json
) -> None:
    response = client.post(DETERMINATIONS, json=asked)
    found = response.json()
    slug = found.get("type", "").removeprefix("/problems/")
    refused = slug in {"invalid-request", "unknown-fact"}
    if taken[asked["scheme"]].is_valid(asked["facts"]):
        pointers = [error["pointer"] for error in found.get("errors", [])]
        assert not refused or pointers == ["/facts/target_grade"]
    else:
        assert refused


@pytest.fixture(scope="module")
def taken(client: httpx.Client) -> dict[str, Any]:
    """What validates the facts of each scheme, by the schema that the service publishes."""
    return {
        scheme: jsonschema_rs.validator_for(
            client.get(f"/v1/schemes/{scheme}/facts").json(), validate_formats=True
        )
        for scheme in ("derbyshire", "durham", "rotherham")
    }
