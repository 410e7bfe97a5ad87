"""Batches: one answer a line, in order, whatever the other lines say."""

import json
from typing import Any

import httpx
import pytest
from tests.support.problems import problem
from tests.support.questions import DETERMINATIONS, PATHWAYS, der910, dur911, question, rothi

Json = dict[str, Any]

BATCH = f"{DETERMINATIONS}/batch"
LINES = {"Content-Type": "application/jsonl"}


def send(client: httpx.Client, lines: list[bytes], end: bytes = b"\n") -> list[bytes]:
    """Send lines, and return the lines that come back."""
    response = client.post(BATCH, content=b"\n".join(lines) + end, headers=LINES)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/jsonl")
    assert response.content.endswith(b"\n") or not lines
    return response.content.split(b"\n")[:-1]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_every_line_is_answered_as_if_it_had_been_asked_alone(
    client: httpx.Client, end: bytes
) -> None:
    asked = [
        {**question(*pathway), "client_reference": f"line {place}"}
        for place, pathway in enumerate(PATHWAYS)
    ]
    found = send(client, [json.dumps(item).encode() for item in asked], end)
    assert found == [client.post(DETERMINATIONS, json=item).content for item in asked]


BAD: list[tuple[bytes, str]] = [
    (b"", "malformed-request"),
    (b"{", "malformed-request"),
    (b"\xff", "malformed-request"),
    (b'{"a":NaN}', "malformed-request"),
    (b"[]", "invalid-request"),
    (json.dumps({**rothi(), "known_on": 5}).encode(), "invalid-request"),
    (json.dumps(rothi(pdr_supports="yes")).encode(), "invalid-request"),
    (json.dumps({**rothi(), "scheme": "nowhere"}).encode(), "unknown-scheme"),
    (json.dumps({**rothi(), "pathway": "nowhere"}).encode(), "unknown-pathway"),
    (json.dumps(rothi(colour="blue")).encode(), "unknown-fact"),
    (json.dumps(rothi(submitted_on="2025-11-04")).encode(), "contradictory-facts"),
    (json.dumps({**rothi(), "rules_on": "2017-09-30"}).encode(), "not-in-force"),
    (json.dumps({**rothi(), "scheme_sha256": "0" * 64}).encode(), "rules-not-held"),
]


def test_a_line_that_is_refused_is_answered_in_its_place_and_stops_nothing(
    client: httpx.Client,
) -> None:
    good = json.dumps(der910()).encode()
    lines = [line for bad, _ in BAD for line in (good, bad)]
    found = send(client, [*lines, good])
    answer = client.post(DETERMINATIONS, json=der910()).content
    assert found[::2] == [answer] * (len(BAD) + 1)
    for line, (_, slug) in zip(found[1::2], BAD, strict=True):
        assert json.loads(line)["problem"]["type"] == f"/problems/{slug}"


def test_a_line_that_is_refused_gives_its_reference_back(client: httpx.Client) -> None:
    asked = {**rothi(submitted_on="2025-11-04"), "client_reference": "case-9"}
    (line,) = send(client, [json.dumps(asked).encode()])
    found = json.loads(line)
    assert set(found) == {"client_reference", "problem"}
    assert found["client_reference"] == "case-9"
    alone = client.post(DETERMINATIONS, json=asked).json()
    assert {**found["problem"], "request_id": ""} == {**alone, "request_id": ""}


def test_nothing_asked_is_nothing_answered(client: httpx.Client) -> None:
    assert send(client, [], b"") == []


def test_ten_thousand_lines_are_answered_and_one_more_is_too_many(client: httpx.Client) -> None:
    assert len(send(client, [b"{}"] * 10_000)) == 10_000
    response = client.post(BATCH, content=b"{}\n" * 10_001, headers=LINES)
    problem(response, 413, "payload-too-large")


def test_more_than_ten_megabytes_are_too_much(client: httpx.Client) -> None:
    body = (b" " * 1_000_000 + b"\n") * 11
    problem(client.post(BATCH, content=body, headers=LINES), 413, "payload-too-large")


def test_a_batch_is_json_lines_and_nothing_else(client: httpx.Client) -> None:
    body = json.dumps(dur911()).encode()
    for media_type in ("application/json", "text/plain", "application/x-ndjson"):
        response = client.post(BATCH, content=body, headers={"Content-Type": media_type})
        problem(response, 415, "unsupported-media-type")
