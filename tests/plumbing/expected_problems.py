"""What a problem looks like, for every test that meets one."""

from typing import Any

import httpx
import jsonschema_rs

from plumbing.problems import FIELD_ERROR_SCHEMA, PROBLEM_SCHEMA

PROBLEM = jsonschema_rs.validator_for(
    {
        **PROBLEM_SCHEMA,
        "additionalProperties": False,
        "components": {"schemas": {"FieldError": FIELD_ERROR_SCHEMA}},
    },
    validate_formats=True,
)


def problem_of(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """Check that an answer is this problem, complete, and give it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert PROBLEM.is_valid(body)
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["request_id"] == response.headers["x-request-id"]
    return body
