"""Batches over HTTP: one line out for each line in, as if each had been asked alone."""

import json
from typing import Any

import httpx
import pytest
from tests.support.batches import (
    BATCH,
    LINES,
    WORKED,
    as_line,
    as_lines,
    batch,
    without_request_id,
)
from tests.support.problems import post, problem
from tests.support.questions import dur911

Json = dict[str, Any]

LONGEST = 64 * 1024


def test_a_batch_is_what_each_line_alone_is_byte_for_byte(client: httpx.Client) -> None:
    answers = batch(client, b"".join(line + b"\n" for line in WORKED))
    assert len(answers) == len(WORKED) > 100
    for line, answer in zip(WORKED, answers, strict=True):
        assert answer == post(client, line).content


BAD: list[tuple[bytes, str, int]] = [
    (b"", "malformed-request", 400),
    (b"{", "malformed-request", 400),
    (b'{"scheme": "durham", "scheme": "durham"}', "malformed-request", 400),
    (b"\xff\xfe", "malformed-request", 400),
    (b"[]", "invalid-request", 422),
    (b"null", "invalid-request", 422),
    (as_line({**dur911(), "known_on": "yesterday"}), "invalid-request", 422),
    (as_line({**dur911(), "scheme": "surrey"}), "unknown-scheme", 422),
    (as_line({**dur911(), "pathway": "grade-1-to-2"}), "unknown-pathway", 422),
    (as_line(dur911(shoe_size=7)), "unknown-fact", 422),
    (as_line({**dur911(), "known_on": "2023-01-01"}), "not-in-force", 422),
    (as_line({**dur911(), "known_on": "2026-03-19"}), "contradictory-facts", 422),
    (as_line({**dur911(), "scheme_sha256": "0" * 64}), "rules-not-held", 409),
    (as_line(dur911()) + b" " * LONGEST, "payload-too-large", 413),
]


def test_a_bad_line_is_answered_in_its_place_and_stops_nothing(client: httpx.Client) -> None:
    good = as_line(dur911())
    answers = batch(client, as_lines(part for line, _, _ in BAD for part in (line, good)))
    assert len(answers) == 2 * len(BAD)
    assert set(answers[1::2]) == {post(client, good).content}
    for (_, slug, status), answer in zip(BAD, answers[::2], strict=True):
        found = json.loads(answer)
        assert set(found) == {"problem"}
        assert found["problem"]["type"] == f"/problems/{slug}"
        assert found["problem"]["status"] == status


@pytest.mark.parametrize("place", [place for place, (line, _, _) in enumerate(BAD) if line])
def test_the_problem_of_a_line_is_the_one_it_would_have_alone(
    client: httpx.Client, place: int
) -> None:
    line, slug, status = BAD[place]
    (answer,) = batch(client, line + b"\n")
    alone = problem(post(client, line), status, slug)
    of_line = without_request_id(json.loads(answer)["problem"])
    alone = without_request_id(alone)
    if slug == "payload-too-large":
        assert (of_line.pop("detail"), alone.pop("detail")) == (
            "A line may have at most 65,536 bytes.", "The body may have at most 65536 bytes.",
        )  # fmt: skip
    assert of_line == alone


def test_a_refused_line_comes_back_with_its_reference(client: httpx.Client) -> None:
    refused = {**dur911(shoe_size=7), "client_reference": "case-4711"}
    determined = {**dur911(), "client_reference": "case-4712"}
    longer = {**refused, "client_reference": "r" * 65}
    first, second, third = batch(client, as_lines(map(as_line, (refused, determined, longer))))
    assert list(json.loads(first)) == ["client_reference", "problem"]
    assert json.loads(first)["client_reference"] == "case-4711"
    assert json.loads(second)["client_reference"] == "case-4712"
    assert list(json.loads(third)) == ["problem"]


def test_answers_keep_the_order_of_their_lines(client: httpx.Client) -> None:
    count = 500
    asked = [
        {**json.loads(WORKED[place % len(WORKED)]), "client_reference": f"line-{place}"}
        for place in range(count)
    ]
    answers = [json.loads(line) for line in batch(client, as_lines(map(as_line, asked)))]
    assert [answer["client_reference"] for answer in answers] == [
        f"line-{place}" for place in range(count)
    ]
    for question, answer in zip(asked, answers, strict=True):
        assert (answer["scheme"], answer["pathway"]) == (question["scheme"], question["pathway"])


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (b"", 0),
        (as_line(dur911()), 1),
        (as_line(dur911()) + b"\n", 1),
        (as_line(dur911()) + b"\r\n", 1),
        (as_line(dur911()) + b"\n\n", 2),
        (b"\n", 1),
    ],
)
def test_the_last_line_may_or_may_not_end(client: httpx.Client, body: bytes, count: int) -> None:
    answers = batch(client, body)
    assert len(answers) == count
    if body.strip():
        assert answers[0] == post(client, as_line(dur911())).content


def test_ten_thousand_lines_are_answered_and_one_more_is_refused(client: httpx.Client) -> None:
    assert len(batch(client, b"{\n" * 10_000)) == 10_000
    response = client.post(BATCH, content=b"{\n" * 10_001, headers=LINES)
    assert "10,000" in problem(response, 413, "payload-too-large")["detail"]


def test_more_than_ten_megabytes_are_refused(client: httpx.Client) -> None:
    line = as_line(dur911()).ljust(60_000) + b"\n"
    most = 10 * 1024 * 1024
    lines = line * (most // len(line))
    assert len(batch(client, lines.ljust(most))) == most // len(line) + 1
    response = client.post(BATCH, content=lines.ljust(most + 1), headers=LINES)
    problem(response, 413, "payload-too-large")


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "application/x-ndjson"])
def test_another_media_type_is_refused(client: httpx.Client, media_type: str) -> None:
    headers = {"Content-Type": media_type}
    response = client.post(BATCH, content=as_line(dur911()), headers=headers)
    assert "application/jsonl" in problem(response, 415, "unsupported-media-type")["detail"]


def test_without_a_media_type_nothing_is_read(client: httpx.Client) -> None:
    problem(client.post(BATCH, content=as_line(dur911())), 415, "unsupported-media-type")
