"""Both contracts as a promise: named, described, exampled, and true."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from tests.support.contract import PROBLEM, Operation, operations, validator

import applications
import paycalc
from applications.permissions import PERMISSIONS

Json = dict[str, Any]

SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
HEADER_NAME = re.compile(r"[A-Z][a-z]+(-[A-Z][a-z]+)*")
OF_THE_SERVICE_ITSELF = "service"
NO_CONTENT = "204"
SERVICES = {"paycalc": paycalc, "applications": applications}


@pytest.fixture(scope="module", params=SERVICES)
def name(request: pytest.FixtureRequest) -> str:
    """Which service's contract it is."""
    return str(request.param)


@pytest.fixture(scope="module")
def asked(name: str, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Asks that service, without a token."""
    if name == "paycalc":
        yield request.getfixturevalue("client")
        return
    contract = request.getfixturevalue("house_contract")
    url = request.getfixturevalue("house").url
    with httpx.Client(base_url=url, event_hooks={"response": [contract.check]}) as client:
        yield client


@pytest.fixture(scope="module")
def document(asked: httpx.Client) -> Json:
    """The contract as it is served."""
    served: Json = asked.get("/openapi.json").json()
    return served


@pytest.fixture(scope="module")
def every(document: Json) -> list[Operation]:
    """Every operation of the contract."""
    return operations(document)


def test_an_operation_has_the_name_of_its_function(name: str, every: list[Operation]) -> None:
    ids = [operation.id for operation in every]
    assert len(set(ids)) == len(ids)
    assert all(SNAKE_CASE.fullmatch(name) for name in ids)
    routes = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(SERVICES[name].__path__, f"{name}.")
        if ".routes." in module.name
    ]
    for operation in every:
        if operation.document["tags"] != [OF_THE_SERVICE_ITSELF]:
            assert any(callable(getattr(module, operation.id, None)) for module in routes)


def test_every_operation_of_applications_needs_a_token_and_is_in_the_table_of_permissions(
    name: str, document: Json, every: list[Operation]
) -> None:
    secured = {operation.id for operation in every if operation.document.get("security")}
    own = {each.id for each in every if each.document["tags"] != [OF_THE_SERVICE_ITSELF]}
    if name == "paycalc":
        assert not secured
        return
    assert secured == own == set(PERMISSIONS)
    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for operation in every:
        assert operation.id not in secured or {"401", "403"} <= set(operation.document["responses"])


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
    asked: httpx.Client, document: Json, every: list[Operation]
) -> None:
    registry = {kind["type"]: kind for kind in asked.get("/problems").json()["items"]}
    is_problem = validator({"$ref": "#/components/schemas/Problem"}, document)
    for operation in every:
        for status, refusal in operation.document["responses"].items():
            for slug, example in (
                refusal.get("content", {}).get(PROBLEM, {}).get("examples", {}).items()
            ):
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


def test_every_request_body_has_an_example(document: Json, every: list[Operation]) -> None:
    schemas = document["components"]["schemas"]
    for operation in every:
        for content in operation.document.get("requestBody", {}).get("content", {}).values():
            own = schemas.get(content["schema"].get("$ref", "").rpartition("/")[2], {})
            assert "example" in content or {**own, **content}.get("examples"), operation.id


def test_every_answer_of_applications_has_an_example(name: str, every: list[Operation]) -> None:
    for operation in every:
        for answer in successes(operation):
            for media, content in answer["content"].items():
                is_shown = "example" in content or not media.endswith("json")
                assert is_shown or name == "paycalc", operation.id


def successes(operation: Operation) -> list[Json]:
    """The answers of success of an operation, but for one that says nothing."""
    answers = operation.document["responses"]
    return [answers[status] for status in answers if status[0] == "2" and status != NO_CONTENT]


def test_headers_are_described_where_they_are_sent(every: list[Operation]) -> None:
    for operation in every:
        names = {each["name"] for each in operation.document.get("parameters", ())}
        for answer in successes(operation):
            described = set(answer.get("headers", {}))
            assert ("If-Match" not in names) or "ETag" in described, operation.id
            assert ("Idempotency-Key" in names) == ("Idempotency-Replayed" in described)
            assert bool({"cursor", "after"} & names) == ("Link" in described), operation.id
            assert all(each["description"] for each in answer.get("headers", {}).values())


def test_links_lead_to_operations_and_give_parameters_that_they_have(
    every: list[Operation],
) -> None:
    by_id = {operation.id: operation.document for operation in every}
    for operation in every:
        for answer in successes(operation):
            for link in answer.get("links", {}).values():
                has = {each["name"] for each in by_id[link["operationId"]]["parameters"]}
                assert set(link["parameters"]) <= has, operation.id


def test_every_parameter_is_described_and_never_null(every: list[Operation]) -> None:
    for operation in every:
        for parameter in operation.document.get("parameters", ()):
            where = f"{operation.id}: {parameter['name']}"
            case = HEADER_NAME if parameter["in"] == "header" else SNAKE_CASE
            assert case.fullmatch(parameter["name"]), where
            assert "null" not in str(parameter["schema"]), where
            if parameter["in"] == "query":
                assert parameter.get("description") or parameter["schema"].get("description"), where


def test_members_are_in_snake_case_and_no_number_is_a_float(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        for member in schema.get("properties", {}):
            assert SNAKE_CASE.fullmatch(member), f"{name}.{member}"
        assert "'type': 'number'" not in str(schema), name


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
        for answer in successes(operation):
            schema = answer["content"].get("application/json", {}).get("schema")
            if schema:
                name = schema.get("$ref", "").rpartition("/")[2]
                whole = document["components"]["schemas"][name] if name else schema
                assert whole["type"] == "object", operation.id


def test_every_answer_of_applications_has_a_schema_with_a_name(
    name: str, document: Json, every: list[Operation]
) -> None:
    assert not [each for each in document["components"]["schemas"] if "__" in each]
    for operation in every:
        for answer in successes(operation):
            schema = answer["content"].get("application/json", {}).get("schema", {"$ref": ""})
            assert set(schema) == {"$ref"} or name == "paycalc", operation.id


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


def test_the_documentation_loads_nothing_from_elsewhere(asked: httpx.Client) -> None:
    page = asked.get("/docs")
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
        asset = asked.get(str(page.url.join(reference)))
        assert asset.status_code == 200, reference
        assert asset.headers["content-type"].partition(";")[0] in {
            "text/css", "text/javascript", "image/png",
        }  # fmt: skip
    assert '"openapi.json"' in asked.get("/docs/start.js").text
