"""The contract as a promise: named, described, exampled, and true."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from tests.support.contract import PROBLEM, Operation, operations, validator

import paycalc.routes

Json = dict[str, Any]

SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OF_THE_SERVICE_ITSELF = "service"


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Json:
    """The contract as it is served."""
    served: Json = client.get("/openapi.json").json()
    return served


@pytest.fixture(scope="module")
def every(document: Json) -> list[Operation]:
    """Every operation of the contract."""
    return operations(document)


def test_an_operation_has_the_name_of_its_function(every: list[Operation]) -> None:
    ids = [operation.id for operation in every]
    assert len(set(ids)) == len(ids)
    assert all(SNAKE_CASE.fullmatch(name) for name in ids)
    routes = [
        importlib.import_module(f"paycalc.routes.{module.name}")
        for module in pkgutil.iter_modules(paycalc.routes.__path__)
    ]
    for operation in every:
        if operation.document["tags"] != [OF_THE_SERVICE_ITSELF]:
            assert any(callable(getattr(module, operation.id, None)) for module in routes)


def test_an_operation_is_described_and_belongs_to_one_tag(
    document: Json, every: list[Operation]
) -> None:
    tags = {tag["name"] for tag in document["tags"] if tag["description"]}
    for operation in every:
        assert operation.document["summary"], operation.id
        assert operation.document["description"].endswith("."), operation.id
        assert len(operation.document["tags"]) == 1, operation.id
        assert operation.document["tags"][0] in tags, operation.id


def test_every_refusal_is_a_problem_and_nothing_else(every: list[Operation]) -> None:
    for operation in every:
        answers = operation.document["responses"]
        refusals = {status: answers[status] for status in answers if status[0] in "45"}
        assert {"422", "500"} <= set(refusals), operation.id
        for refusal in refusals.values():
            assert refusal["description"]
            assert list(refusal["content"]) == [PROBLEM]
            assert refusal["content"][PROBLEM]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_every_problem_of_the_contract_is_in_the_registry(
    client: httpx.Client, document: Json, every: list[Operation]
) -> None:
    registry = {kind["type"]: kind for kind in client.get("/problems").json()["items"]}
    is_problem = validator({"$ref": "#/components/schemas/Problem"}, document)
    for operation in every:
        for status, refusal in operation.document["responses"].items():
            for slug, example in refusal["content"].get(PROBLEM, {}).get("examples", {}).items():
                assert KEBAB_CASE.fullmatch(slug)
                assert is_problem.is_valid(example["value"])
                assert example["value"]["type"] == f"/problems/{slug}"
                assert registry[f"/problems/{slug}"]["status"] == int(status)
                assert registry[f"/problems/{slug}"]["title"] == example["value"]["title"]


def test_fastapi_s_own_errors_are_gone(document: Json) -> None:
    assert "HTTPValidationError" not in str(document)
    assert "ValidationError" not in document["components"]["schemas"]


def test_every_example_is_valid_by_the_schema_that_it_stands_beside(document: Json) -> None:
    found = 0
    for schema, example in _examples(document):
        found += 1
        assert validator(schema, document).is_valid(example), (schema, example)
    assert found > 10


def _examples(part: object) -> Iterator[tuple[Json, Any]]:
    """Yield each example with its schema: within schemas, and beside them in parameters."""
    if isinstance(part, list):
        for item in part:
            yield from _examples(item)
    if isinstance(part, dict):
        yield from ((part.get("schema", part), example) for example in _own_examples(part))
        for name, item in part.items():
            if name not in {"examples", "example"}:
                yield from _examples(item)


def _own_examples(part: Json) -> list[Any]:
    own = [part["example"]] if "example" in part else []
    several = part.get("examples")
    if isinstance(several, list):
        return [*own, *several]
    if isinstance(several, dict) and "schema" in part:
        return [*own, *(example["value"] for example in several.values())]
    return own


def test_every_request_body_has_an_example(every: list[Operation]) -> None:
    for operation in every:
        for content in operation.document.get("requestBody", {}).get("content", {}).values():
            assert "example" in content or content.get("examples"), operation.id


def test_every_parameter_is_described_and_never_null(every: list[Operation]) -> None:
    for operation in every:
        for parameter in operation.document.get("parameters", ()):
            where = f"{operation.id}: {parameter['name']}"
            assert SNAKE_CASE.fullmatch(parameter["name"]), where
            assert "null" not in str(parameter["schema"]), where
            if parameter["in"] == "query":
                assert parameter.get("description") or parameter["schema"].get("description"), where


def test_members_are_in_snake_case_and_no_number_is_a_float(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        for member in schema.get("properties", {}):
            assert SNAKE_CASE.fullmatch(member), f"{name}.{member}"
        assert "'number'" not in str(schema), name


def test_every_question_refuses_what_it_does_not_declare(
    document: Json, every: list[Operation]
) -> None:
    schemas = document["components"]["schemas"]
    for operation in every:
        for content in operation.document.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            if name:
                assert schemas[name]["additionalProperties"] is False, operation.id


def test_every_json_answer_is_an_object(document: Json, every: list[Operation]) -> None:
    for operation in every:
        content = operation.document["responses"]["200"]["content"]
        schema = content.get("application/json", {}).get("schema")
        if schema:
            name = schema.get("$ref", "").rpartition("/")[2]
            whole = document["components"]["schemas"][name] if name else schema
            assert whole["type"] == "object", operation.id


class _References(HTMLParser):
    """Collects what a page loads, and whether a script stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        reference = given.get("src") or given.get("href")
        if reference:
            self.found.append(reference)
        elif tag in {"script", "style"}:
            self.inline.append(tag)


def test_the_documentation_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(r"(https?:)?//[a-z]", page.text)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    references = _References()
    references.feed(page.text)
    assert references.inline == []
    assert len(references.found) >= 3
    for reference in references.found:
        asset = client.get(str(page.url.join(reference)))
        assert asset.status_code == 200, reference
        assert asset.headers["content-type"].partition(";")[0] in {
            "text/css", "text/javascript", "image/png",
        }  # fmt: skip
    assert '"openapi.json"' in client.get("/docs/start.js").text
