"""Bodies that trip other services: each is answered with the right problem."""

import httpx
import pytest
from starlette.types import Message
from tests.plumbing.expected_problems import problem_of
from tests.plumbing.sample_service import LIMIT

from plumbing.service import Service

JSON = {"Content-Type": "application/json"}
MALFORMED = {
    "lone surrogate": rb'{"note": "\ud800"}',
    "lone surrogate in a name": rb'{"\udfff": 1}',
    "NaN": b'{"terms": [NaN]}',
    "Infinity": b'{"terms": [Infinity]}',
    "negative Infinity": b'{"terms": [-Infinity]}',
    "overflow": b'{"terms": [1e999]}',
    "exponent beyond reason": b'{"terms": [1e999999999999999999999]}',
    "escaped NUL": rb'{"note": "\u0000"}',
    "raw NUL": b'{"note": "\x00"}',
    "same name twice": b'{"terms": [1], "terms": [2]}',
    "5,000 digits": b'{"terms": [' + b"9" * 5_000 + b"]}",
    "invalid UTF-8": b'{"note": "\xff"}',
    "too deep": b"[" * 10_000 + b"]" * 10_000,
    "byte order mark": b'\xef\xbb\xbf{"terms": [1]}',
    "empty": b"",
    "blank": b" \n",
    "cut off": b'{"terms": [1',
    "two documents": b"{} {}",
}


@pytest.mark.parametrize("path", ["/v1/raw", "/v1/sums"])
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_cannot_be_read_is_malformed(
    client: httpx.AsyncClient, path: str, body: bytes
) -> None:
    response = await client.post(path, content=body, headers=JSON)

    problem_of(response, 400, "malformed-request")


@pytest.mark.parametrize("path", ["/v1/raw", "/v1/sums"])
async def test_a_body_nested_100_000_deep_is_refused_by_its_length(
    client: httpx.AsyncClient, path: str
) -> None:
    response = await client.post(path, content=b"[" * 100_000, headers=JSON)

    problem_of(response, 413, "payload-too-large")


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/x-www-form-urlencoded",
        "application/jsonl",
        "json",
    ],
)
@pytest.mark.parametrize("path", ["/v1/raw", "/v1/sums"])
async def test_another_media_type_is_unsupported(
    client: httpx.AsyncClient, path: str, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    response = await client.post(path, content=b'{"terms": [1]}', headers=headers)

    problem_of(response, 415, "unsupported-media-type")


async def test_a_compressed_body_is_unsupported(client: httpx.AsyncClient) -> None:
    headers = {**JSON, "Content-Encoding": "gzip"}
    response = await client.post("/v1/sums", content=b"\x1f\x8b", headers=headers)

    problem_of(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
async def test_utf_8_may_be_said(client: httpx.AsyncClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = await client.post("/v1/sums", content=b'{"terms": [1, 2.0]}', headers=headers)

    assert response.json() == {"total": 3}


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(("path", "chunks"), [("/v1/raw", 3), ("/v1/sums", 7)])
async def test_ten_megabytes_are_too_large_as_soon_as_it_shows(
    service: Service, path: str, chunks: int, *, announced: bool
) -> None:
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": b" " * 10_000, "more_body": taken < 1_000}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    if announced:
        headers.append((b"content-length", b"10000000"))
    await service(
        {
            "type": "http",
            "method": "POST",
            "path": path,
            "query_string": b"",
            "headers": headers,
        },
        receive,
        send,
    )

    assert sent[0]["status"] == 413
    assert taken == (0 if announced else chunks)


async def test_a_body_of_just_the_limit_is_read(client: httpx.AsyncClient) -> None:
    body = b'{"terms": [1]}'.ljust(LIMIT)
    assert (await client.post("/v1/raw", content=body, headers=JSON)).status_code == 200
    response = await client.post("/v1/raw", content=body + b" ", headers=JSON)
    problem_of(response, 413, "payload-too-large")
