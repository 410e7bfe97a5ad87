"""Refusals, as problems (RFC 9457)."""

from typing import Any

import httpx
from tests.support.questions import DETERMINATIONS

Json = dict[str, Any]


def problem(response: httpx.Response, status: int, slug: str) -> Json:
    """Return the problem of a refusal, which must be of this status and type."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: Json = response.json()
    assert found["type"] == f"/problems/{slug}", found
    return found


def refused(client: httpx.Client, asked: object, status: int, slug: str) -> Json:
    """Ask what must be refused, and return the problem."""
    return problem(client.post(DETERMINATIONS, json=asked), status, slug)


def post(client: httpx.Client, body: bytes, path: str = DETERMINATIONS) -> httpx.Response:
    """Post a body as it stands."""
    return client.post(path, content=body, headers={"Content-Type": "application/json"})


def pointers(found: Json) -> list[str]:
    """Return where the problem is, once each."""
    return list(dict.fromkeys(error["pointer"] for error in found["errors"]))
