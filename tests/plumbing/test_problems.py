"""Every error is a problem: the right one, in full, and without what the caller sent."""

import httpx
import pytest
from tests.plumbing.expected_problems import PROBLEM, problem_of
from tests.plumbing.sample_service import TOO_MUCH

from plumbing.problem_answers import ProblemAnswers
from plumbing.problems import (
    BUILT_IN,
    INVALID_REQUEST,
    NOT_FOUND,
    UNAVAILABLE,
    FieldError,
    ProblemError,
    ProblemType,
    responses,
)
from plumbing.validation_words import field_errors


async def test_each_mistake_has_its_pointer_and_its_mend(client: httpx.AsyncClient) -> None:
    document = {
        "terms": [1, "canary", 101],
        "note": "canary\n",
        "on": "2026-02-30",
        "sure": "canary",
        "mode": "canary",
        "a/b~c": "canary",
    }
    response = await client.post("/v1/sums", json=document)

    body = problem_of(response, 422, "invalid-request")
    assert {each["pointer"]: each["detail"] for each in body["errors"]} == {
        "/terms/1": "Give a whole number from 0 to 100.",
        "/terms/2": "Give a whole number from 0 to 100.",
        "/note": "Give text of 1 to 40 characters, without control characters.",
        "/on": "Give a day of the calendar as YYYY-MM-DD, from 1900-01-01 to 2199-12-31.",
        "/sure": "Give true or false.",
        "/mode": "Give one of 'plain' or 'fancy'.",
        "/a~1b~0c": "Unknown here: remove it, or check its spelling.",
    }
    assert "canary" not in response.text


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({}, ("/terms", "Missing: give it.")),
        ({"terms": 1}, ("/terms", "Give a JSON array.")),
        ([], ("", "Give a JSON object.")),
        ({"terms": [], "x" * 101: 1}, ("", "Unknown here: remove it, or check its spelling.")),
    ],
)
async def test_a_pointer_leads_to_a_place_in_the_body(
    client: httpx.AsyncClient, document: object, error: tuple[str, str]
) -> None:
    body = problem_of(await client.post("/v1/sums", json=document), 422, "invalid-request")

    assert [(each["pointer"], each["detail"]) for each in body["errors"]] == [error]


async def test_unknown_query_parameters_are_refused(client: httpx.AsyncClient) -> None:
    for method, path in [
        ("GET", "/v1/sums?limt=1"),
        ("POST", "/v1/raw?limt=1"),
        ("GET", "/v1/raw/a/b?limt=1"),
        ("GET", "/livez?limt=1"),
        ("GET", "/readyz?limt=1"),
        ("GET", "/metrics?limt=1"),
        ("GET", "/problems?limt=1"),
        ("GET", "/docs?limt=1"),
        ("GET", "/openapi.json?limt"),
    ]:
        response = await client.request(method, path)
        body = problem_of(response, 422, "invalid-request")
        assert [each["pointer"] for each in body["errors"]] == ["/query/limt"], path


async def test_an_exception_of_the_domain_becomes_the_problem_of_its_base(
    client: httpx.AsyncClient,
) -> None:
    response = await client.post("/v1/raw", json={"terms": "too much"})

    body = problem_of(response, 409, "too-much")
    assert body["detail"] == "It is too much."
    assert body["errors"] == [{"pointer": "/terms", "detail": "Give fewer."}]


async def test_nothing_is_found_where_nothing_is(client: httpx.AsyncClient) -> None:
    for path in ("/nowhere", "/v1/sums/", "/v1", "/docs/nothing.js"):
        problem_of(await client.get(path), 404, "not-found")


async def test_allow_names_every_method_of_a_path_that_routers_share(
    client: httpx.AsyncClient,
) -> None:
    for method in ("DELETE", "OPTIONS", "HEAD", "PATCH", "BREW"):
        response = await client.request(method, "/v1/sums")
        assert response.status_code == 405
        assert response.headers["allow"] == "GET, POST", method
    body = problem_of(await client.delete("/v1/sums"), 405, "method-not-allowed")
    assert body["errors"] == []
    assert (await client.delete("/v1/sums/some-id")).headers["allow"] == "PUT"
    assert (await client.get("/v1/raw")).headers["allow"] == "POST"
    assert (await client.put("/v1/raw/a/b")).headers["allow"] == "GET"
    for path in ("/livez", "/readyz", "/metrics", "/openapi.json", "/docs", "/docs/start.js"):
        assert (await client.head(path)).headers["allow"] == "GET", path


async def test_an_unexpected_error_says_nothing_of_itself(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/sums/explosions/canary")

    body = problem_of(response, 500, "internal-error")
    assert "fuse" not in response.text
    assert "canary" not in response.text
    assert body["errors"] == []
    assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_the_registry_has_every_type(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/problems")).json()

    assert answer["next_cursor"] is None
    assert [each["type"] for each in answer["items"]] == [
        kind.uri for kind in (*BUILT_IN, TOO_MUCH)
    ]
    for each in answer["items"]:
        assert (await client.get(each["type"])).json() == each
        assert each["title"]
        assert each["description"]


async def test_the_registry_knows_no_other_type(client: httpx.AsyncClient) -> None:
    problem_of(await client.get("/problems/no-such-type"), 404, "not-found")
    problem_of(await client.get("/problems/Not%20a%20slug"), 422, "invalid-request")


def test_two_types_may_not_share_a_name() -> None:
    other = ProblemType("not-found", 404, "Gone", "Other words.")
    with pytest.raises(ValueError, match="not-found"):
        ProblemAnswers({KeyError: other})


def test_responses_of_one_status_are_merged() -> None:
    other = ProblemType("contradiction", 422, "It contradicts itself", "Change it.")
    described = responses(INVALID_REQUEST, other, NOT_FOUND)

    assert list(described) == [404, 422]
    assert "`invalid-request`" in described[422]["description"]
    assert "`contradiction`" in described[422]["description"]
    content = described[422]["content"]
    assert list(content) == ["application/problem+json"]
    for example in content["application/problem+json"]["examples"].values():
        assert PROBLEM.is_valid(example["value"])


def test_a_problem_may_have_members_of_its_own_but_not_replace_ours() -> None:
    problem = ProblemError(NOT_FOUND, "Gone.", members={"since": "2026-01-01", "status": 200})
    response = ProblemAnswers({}).of(problem, "id")

    assert response is not None
    assert b'"since":"2026-01-01"' in response.body
    assert b'"status":404' in response.body


def test_unavailable_says_when_to_come_back() -> None:
    answers = ProblemAnswers({ConnectionError: UNAVAILABLE})
    response = answers.of(ConnectionError("It is away."), "id")

    assert response is not None
    assert response.headers["retry-after"].isdigit()


def test_an_error_without_words_has_general_ones() -> None:
    odd: list[dict[str, object]] = [
        {"type": "never_heard_of", "loc": ("body", "a"), "msg": "canary"},
        {"type": "string_too_short", "loc": ("body", "a"), "msg": "canary", "ctx": {}},
    ]
    (found,) = field_errors(odd, {"a": "canary"})
    assert found.pointer == "/a"
    assert "canary" not in found.detail


def test_a_problem_survives_half_a_surrogate_pair() -> None:
    problem = ProblemError(INVALID_REQUEST, "\ud800", [FieldError("/\udfff", "No.")])
    response = ProblemAnswers({}).of(problem, "id")

    assert response is not None
    assert b'"pointer": "/?"' in response.body
