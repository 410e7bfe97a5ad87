"""Every operation, also one added tomorrow: nobody without a token, a scope or a role."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.support.contract import Contract, Operation, validator
from tests.support.council import Council
from tests.support.house import SCOPES
from tests.support.log import add_person

from applications.permissions import MACHINE, PERMISSIONS, PERSON

Json = dict[str, Any]
NOBODYS_SCOPE = "nothing.at-all"


def guarded(contract: Contract) -> list[Operation]:
    return [each for each in contract.operations if each.path.startswith("/v1/")]


TEXTS = (str(uuid4()), "x", "2026-04-02", "2026-04-02T09:00:00Z", "1", "37.00", "a" * 64, "*")


def sample(schema: Json, document: Json) -> Any:  # noqa: ANN401 - whatever a schema allows
    """The least that a schema allows, by its own examples where it has some."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].split("/")[-1]]
    given = [schema[name] for name in ("const", "default") if name in schema]
    given += [*schema.get("examples", ()), *schema.get("enum", ())]
    if given:
        return given[0]
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return sample(choices[0], document)
    return of_type(schema, document)


def of_type(schema: Json, document: Json) -> Any:  # noqa: ANN401 - as above
    """The least of its type."""
    match schema.get("type"):
        case "object":
            members = schema.get("properties", {})
            return {name: sample(members[name], document) for name in schema.get("required", ())}
        case "array":
            return [sample(schema["items"], document)] * schema.get("minItems", 0)
        case "integer":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case _:
            return next(text for text in TEXTS if validator(schema, document).is_valid(text))


def send(council: Council, operation: Operation, token: str | None) -> httpx.Response:
    document = council.contract.document
    path, query = operation.path, {}
    for parameter in operation.document.get("parameters", ()):
        if parameter["in"] == "header" or not parameter.get("required"):
            continue
        value = str(sample(parameter["schema"], document))
        if parameter["in"] == "query":
            query[parameter["name"]] = value
        path = path.replace(f"{{{parameter['name']}}}", value)
    headers = {"Idempotency-Key": uuid4().hex}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    content = operation.document.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if content and schema is None:
        headers["Content-Type"] = next(iter(content))
    response = httpx.request(
        operation.method,
        f"{council.house.url}{path}",
        params=query,
        headers=headers,
        json=None if schema is None else sample(schema, document),
        timeout=60,
    )
    council.contract.check(response)
    return response


def slug(response: httpx.Response) -> str:
    return str(response.json()["type"]).removeprefix("/problems/")


def test_every_operation_has_a_row_of_permissions_and_every_row_an_operation(
    council: Council,
) -> None:
    assert {each.id for each in guarded(council.contract)} == set(PERMISSIONS)


def test_every_operation_says_that_it_takes_a_token_and_what_happens_without(
    council: Council,
) -> None:
    for operation in guarded(council.contract):
        assert operation.document.get("security"), operation.id
        for status in ("401", "403"):
            assert status in operation.document["responses"], operation.id


def test_without_a_token_every_operation_is_401_and_says_how_to_come(council: Council) -> None:
    for operation in guarded(council.contract):
        response = send(council, operation, None)
        assert (response.status_code, slug(response)) == (401, "unauthenticated"), operation.id
        assert response.headers["www-authenticate"] == "Bearer", operation.id


def test_without_its_scope_every_operation_is_403_for_machine_and_person(council: Council) -> None:
    add_person(council, "100001")
    for operation in guarded(council.contract):
        scope = PERMISSIONS[operation.id].scope
        if scope is None:
            continue
        others = [each for each in (*SCOPES, NOBODYS_SCOPE) if each != scope]
        for subject in (None, "100001"):
            response = send(council, operation, council.token(subject, others))
            assert (response.status_code, slug(response)) == (403, "forbidden"), operation.id
            assert scope in response.json()["detail"]


def test_what_needs_a_person_is_403_for_a_machine(council: Council) -> None:
    for operation in guarded(council.contract):
        if MACHINE not in PERMISSIONS[operation.id].who:
            response = send(council, operation, council.token(None))
            assert (response.status_code, slug(response)) == (403, "forbidden"), operation.id


def test_what_needs_a_role_or_a_machine_is_403_for_a_person_who_holds_no_role(
    council: Council,
) -> None:
    add_person(council, "100001")
    for operation in guarded(council.contract):
        if PERSON not in PERMISSIONS[operation.id].who:
            response = send(council, operation, council.token("100001"))
            assert (response.status_code, slug(response)) == (403, "forbidden"), (
                f"{operation.id}: {response.text}"
            )


def test_a_person_whom_nobody_has_sent_is_unknown_everywhere(council: Council) -> None:
    known = [
        each.id
        for each in guarded(council.contract)
        if send(council, each, council.token("nobody-here")).status_code != 403
    ]
    assert known == ["get_me"], "which says that nobody is known"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_no_operation_is_404_or_405_without_a_token_too(
    council: Council, method: str
) -> None:
    response = httpx.request(method, f"{council.house.url}/v1/nothing-here")
    assert (response.status_code, slug(response)) == (404, "not-found")
