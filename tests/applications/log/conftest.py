"""A log with something in it, as an auditor would take it home."""

from typing import Any

import pytest
from tests.support.council import Council, put
from tests.support.log import append

Json = dict[str, Any]


@pytest.fixture
def logged(council: Council) -> Council:
    """A council in which some things have happened, two of them with a text."""
    for name in ("a", "b"):
        team = {"title": "Care", "service": "care", "locality": "east"}
        put(council.hris, f"/v1/teams/{name}", team)
    for number in (1, 2):
        append(
            council,
            kind="action-taken",
            subject_kind="application",
            subject=str(number),
            body={"action": "decide", "step": "panel", "outcomes": ["yes", None, True, number]},
            text={"reason": f"Ünïcode \u2028 \U0001f600 and reason {number}"},
        )
    put(council.hris, "/v1/teams/c", {"title": "Care", "service": "care", "locality": "west"})
    return council


@pytest.fixture
def items(logged: Council) -> list[Json]:
    """The items of its audit."""
    found: list[Json] = logged.hris.get("/v1/audit").json()["items"]
    return found
