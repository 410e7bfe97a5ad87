"""Batches: lines to ask, and how to ask them."""

import json
from collections.abc import Iterable
from typing import Any, Final

import httpx
from tests.support.worked_cases import load

Json = dict[str, Any]

BATCH: Final = "/v1/determinations/batch"


def as_line(asked: Json) -> bytes:
    """Return a request as a line, without its line end."""
    return json.dumps(asked, separators=(",", ":")).encode()


def as_lines(lines: Iterable[bytes]) -> bytes:
    """Return lines as a body, each with its line end."""
    return b"".join(line + b"\n" for line in lines)


WORKED: Final = [
    as_line(case.request)
    for file in ("determinations.yaml", "boundaries.yaml", "pathways.yaml")
    for case in load(file)
]
"""Every worked case as a line."""


def batch(client: httpx.Client, body: bytes) -> list[bytes]:
    """Send a batch, and return the lines of its answer."""
    response = client.post(BATCH, content=body, headers={"Content-Type": "application/jsonl"})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/jsonl"
    lines = response.content.split(b"\n")
    assert lines.pop() == b""
    return lines


def without_request_id(problem: Json) -> Json:
    """Return a problem without what differs from one request to the next."""
    return {name: value for name, value in problem.items() if name != "request_id"}
