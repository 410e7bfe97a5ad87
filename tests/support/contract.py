"""Holds every answer of the suite against the contract that the service itself publishes."""

import re
from dataclasses import dataclass, field
from typing import Any

import httpx
import jsonschema_rs
from tests.support.given_answers import GivenAnswers

Json = dict[str, Any]

PROBLEM = "application/problem+json"
METHODS = ("get", "put", "post", "delete", "patch")

# Pages and documents for people and tools; no operations, so the contract has no word on them.
_NO_OPERATIONS = re.compile(r"/(openapi\.json|docs(/.*)?)")
_UNMATCHED = {404, 405}
_DOCUMENTED_HEADERS = {
    "etag", "idempotency-replayed", "link", "location", "retry-after", "www-authenticate",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract."""

    id: str
    method: str
    path: str
    document: Json

    @property
    def pattern(self) -> re.Pattern[str]:
        """What its addresses look like."""
        return re.compile(re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(self.path)))


@dataclass(slots=True)
class Record:
    """What was asked in this run.

    Attributes:
        answers: The operation and the status of each answer.
        given: The determinations that were given.
    """

    answers: list[tuple[str, int]] = field(default_factory=list)
    given: GivenAnswers = field(default_factory=GivenAnswers)

    def keep(self, operation_id: str, response: httpx.Response) -> None:
        """Keep what is looked back on at the end of the run."""
        self.answers.append((operation_id, response.status_code))
        if response.status_code == httpx.codes.OK:
            self.given.keep(response.request.url, response.request.content, response.content)

    def answered_well(self) -> set[str]:
        """Return the ids of the operations that had a 2xx."""
        return {operation for operation, status in self.answers if 200 <= status < 300}


def operations(document: Json) -> list[Operation]:
    """Return every operation of an OpenAPI document."""
    return [
        Operation(operation["operationId"], method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def validator(schema: Json, document: Json) -> Any:  # noqa: ANN401 - of a type per draft
    """Return what validates by a schema of an OpenAPI document, formats included."""
    return jsonschema_rs.validator_for(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **schema,
            "components": document["components"],
        },
        validate_formats=True,
    )


class Contract:
    """An OpenAPI document that answers can be held against."""

    def __init__(self, document: Json, record: Record) -> None:
        self.document = document
        self.operations = operations(document)
        self._record = record
        self._validators: dict[tuple[str, str], Any] = {}
        self._problem = validator({"$ref": "#/components/schemas/Problem"}, document)

    def check(self, response: httpx.Response) -> None:
        """Fail unless an answer is as the contract has it. An event hook of the client."""
        response.read()
        request, path = response.request, response.request.url.path
        where = f"{request.method} {path}: {response.status_code}"
        assert response.headers.get("x-request-id"), where
        assert response.status_code < 500, f"{where} {response.text}"
        operation = self._operation(request.method, path)
        if operation is not None:
            self._record.keep(operation.id, response)
            self._check_operation(operation, response, where)
        elif not _NO_OPERATIONS.fullmatch(path) or response.status_code in _UNMATCHED:
            assert response.status_code in _UNMATCHED, f"{where} is no operation of the contract"
            self._check_problem(response, where)

    def _operation(self, method: str, path: str) -> Operation | None:
        for operation in self.operations:
            if operation.method == method and operation.pattern.fullmatch(path):
                return operation
        return None

    def _check_operation(self, operation: Operation, response: httpx.Response, where: str) -> None:
        status, media = str(response.status_code), _media_type(response)
        documented = operation.document["responses"]
        if response.status_code == 404 and status not in documented:
            self._check_problem(response, where)  # an id that is no segment of any address
            return
        assert status in documented, f"{where} is not documented"
        _check_headers(documented[status].get("headers", {}), response, where)
        content = documented[status].get("content")
        if content is None:
            assert response.content == b"", f"{where} has content, which is not documented"
            return
        assert media in content, f"{where}: {media} is not documented"
        if media.endswith("json"):
            self._validate(operation, status, content[media]["schema"], response, where)
        if media == PROBLEM:
            slug = response.json()["type"].removeprefix("/problems/")
            assert slug in content[media]["examples"], f"{where}: {slug} is not documented"
            self._check_problem(response, where)

    def _validate(
        self, operation: Operation, status: str, schema: Json, response: httpx.Response, where: str
    ) -> None:
        key = (operation.id, status)
        if key not in self._validators:
            self._validators[key] = validator(schema, self.document)
        _assert_valid(self._validators[key], response, where)

    def _check_problem(self, response: httpx.Response, where: str) -> None:
        assert _media_type(response) == PROBLEM, where
        if response.request.method == "HEAD":
            return
        _assert_valid(self._problem, response, where)
        problem = response.json()
        assert problem["status"] == response.status_code, where
        assert problem["request_id"] == response.headers["x-request-id"], where


def _check_headers(documented: Json, response: httpx.Response, where: str) -> None:
    for name in _DOCUMENTED_HEADERS & {*response.headers}:
        assert name in {each.lower() for each in documented}, f"{where}: {name} is not documented"
    for name in {"ETag", "Location", "Retry-After", "WWW-Authenticate"} & {*documented}:
        assert name in response.headers, f"{where}: {name} is documented and not there"


def _assert_valid(schema: Any, response: httpx.Response, where: str) -> None:  # noqa: ANN401
    errors = [
        f"/{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in schema.iter_errors(response.json())
    ]
    assert not errors, f"{where} is not as the contract has it:\n" + "\n".join(errors[:5])


def _media_type(response: httpx.Response) -> str:
    media: str = response.headers.get("content-type", "").partition(";")[0].strip()
    return media
