"""The factory: the document, the docs page, health, CORS, and ordinary routes."""

import re
from typing import Any

import httpx
import jsonschema_rs
import pytest
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.models import OpenAPI
from tests.plumbing.expected_problems import PROBLEM, problem_of
from tests.plumbing.sample_service import steps

from plumbing.openapi_document import finish
from plumbing.problems import UNAVAILABLE
from plumbing.service import Service, make_service


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for path in document["paths"].values() for each in path.values()]


def test_the_document_is_complete(service: Service) -> None:
    document = service.openapi()

    OpenAPI.model_validate(document)
    assert document["openapi"] == "3.1.0"
    info = document["info"]
    assert info["summary"] == "Adds."
    assert info["license"] == {"name": "MIT", "identifier": "MIT"}
    assert document["servers"] == [{"url": "/"}]
    tags = {tag["name"] for tag in document["tags"]}
    identifiers = [each["operationId"] for each in operations(document)]
    assert len(identifiers) == len(set(identifiers))
    assert {
        "get_liveness", "get_readiness", "get_metrics", "list_problem_types", "get_problem_type",
    } < set(identifiers)  # fmt: skip
    for operation in operations(document):
        assert len(operation["tags"]) == 1
        assert set(operation["tags"]) <= tags
        assert operation["description"]
    assert not [path for path in document["paths"] if path.startswith(("/docs", "/openapi"))]


def test_errors_are_problems_and_nothing_else(service: Service) -> None:
    document = service.openapi()

    assert "ValidationError" not in str(document)
    assert {"Problem", "FieldError"} <= set(document["components"]["schemas"])
    for operation in operations(document):
        assert "500" in operation["responses"]
        for status, response in operation["responses"].items():
            if int(status) < 400:
                continue
            assert list(response["content"]) == ["application/problem+json"]
            content = response["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            for slug, example in content["examples"].items():
                assert PROBLEM.is_valid(example["value"])
                assert example["value"]["type"] == f"/problems/{slug}"
                assert example["value"]["status"] == int(status)
                assert f"`{slug}`" in response["description"]


def test_every_reference_leads_somewhere(service: Service) -> None:
    document = service.openapi()
    schemas = document["components"]["schemas"]
    for name in re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(document)):
        assert name in schemas
    for schema in schemas.values():
        jsonschema_rs.meta.validate(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        )


def test_an_optional_parameter_is_never_null(service: Service) -> None:
    (listing,) = [
        each for each in operations(service.openapi()) if each["operationId"] == "list_sums"
    ]
    parameters = {each["name"]: each for each in listing["parameters"]}
    assert set(parameters) == {"limit", "cursor", "kind"}
    assert "null" not in str(parameters)
    assert parameters["limit"]["schema"]["default"] == 50
    assert parameters["cursor"]["schema"]["maxLength"] == 512
    assert not parameters["kind"]["required"]


def test_a_choice_with_null_keeps_its_other_members() -> None:
    choice = {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}], "default": None}
    parameter = {"name": "p", "in": "query", "schema": choice}
    operation = {"parameters": [parameter], "responses": {}}
    finish({"paths": {"/": {"get": operation}}})
    assert parameter["schema"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}


def test_two_schemas_of_one_name_are_refused() -> None:
    def body(kind: str) -> dict[str, Any]:
        content = {"application/json": {"schema": {"title": "Same", "type": kind}}}
        return {"requestBody": {"content": content}, "responses": {}}

    with pytest.raises(ValueError, match="Same"):
        finish({"paths": {"/": {"post": body("object"), "put": body("array")}}})


async def test_the_document_is_served(service: Service, client: httpx.AsyncClient) -> None:
    assert (await client.get("/openapi.json")).json() == service.openapi()
    assert service.openapi() is service.openapi()


async def test_a_route_added_later_is_documented(service: Service) -> None:
    service.openapi()

    @service.get("/later", tags=["sums"])
    async def come_later(limit: int) -> int:
        """Come later."""
        return limit

    document = service.openapi()
    assert "ValidationError" not in str(document)
    assert document["paths"]["/later"]["get"]["operationId"] == "come_later"


async def test_the_docs_page_needs_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'"
    )
    assert "//" not in page.text
    assert not re.search(r"<script>|<script [^>]*>[^<]|\son\w+=|<style", page.text)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 4
    for address in loaded:
        asset = await client.get(f"/{address}")
        assert asset.status_code == 200
        assert asset.content
    start = await client.get("/docs/start.js")
    assert start.headers["content-type"].startswith("text/javascript")
    assert "//" not in start.text
    assert '"openapi.json"' in start.text


async def test_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).json() == {"status": "alive"}
    assert (await client.get("/readyz")).json() == {"status": "ready"}
    metrics = await client.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert "process_cpu_seconds_total" in metrics.text


async def test_not_ready_while_something_is_away_or_on_the_way_out() -> None:
    away = True

    async def readiness() -> None:
        if away:
            raise ConnectionError("canary: 10.0.0.1 refused")

    app = make_service(
        title="Ready", version="1", summary="", description="", catalogue={}, routers=[],
        readiness=readiness,
    )  # fmt: skip
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ready") as client:
        answer = await client.get("/readyz")
        problem_of(answer, UNAVAILABLE.status, UNAVAILABLE.slug)
        assert answer.headers["retry-after"].isdigit()
        assert "canary" not in answer.text
        assert (await client.get("/livez")).status_code == 200

        away = False
        assert (await client.get("/readyz")).status_code == 200

        app.state.draining = True
        problem_of(await client.get("/readyz"), 503, "unavailable")


async def test_dependencies_with_something_to_clear_up_work(client: httpx.AsyncClient) -> None:
    steps.clear()
    assert (await client.put("/v1/sums/some-id")).json() == {"total": 1}
    assert steps == ["begun", "ended"]

    steps.clear()
    problem_of(await client.put("/v1/sums/refused"), 409, "too-much")
    assert steps == ["begun", "rolled back", "ended"]


async def test_an_internal_error_is_readable_across_origins(service: Service) -> None:
    service.add_middleware(CORSMiddleware, allow_origins=["https://front.example"])
    transport = httpx.ASGITransport(service)
    async with httpx.AsyncClient(transport=transport, base_url="http://sample") as client:
        answer = await client.get(
            "/v1/sums/explosions/x", headers={"Origin": "https://front.example"}
        )
    problem_of(answer, 500, "internal-error")
    assert answer.headers["access-control-allow-origin"] == "https://front.example"


def test_fastapi_exception_handlers_are_refused_not_ignored(service: Service) -> None:
    with pytest.raises(TypeError, match="catalogue"):

        @service.exception_handler(KeyError)
        async def handle(_: object, __: object) -> None:
            """Never called."""


async def test_what_fastapi_raises_by_status_alone_becomes_a_problem(
    client: httpx.AsyncClient, service: Service
) -> None:
    @service.post("/plain")
    async def take_plain_json(items: list[int]) -> int:
        """Take a body without the strict reading."""
        return len(items)

    json = {"Content-Type": "application/json"}
    cut_off = await client.post("/plain", content=b"[1", headers=json)
    problem_of(cut_off, 400, "malformed-request")
    deep = await client.post("/plain", content=b"[" * 100_000, headers=json)
    problem_of(deep, 400, "malformed-request")
    for body in (b'["\\ud800"]', b"[NaN]", b"[1e999]", b'{"\\ud800": 1}'):
        answer = await client.post("/plain", content=body, headers=json)
        problem_of(answer, 422, "invalid-request")


def test_a_service_is_an_ordinary_fastapi_app(service: Service) -> None:
    assert isinstance(service, FastAPI)
