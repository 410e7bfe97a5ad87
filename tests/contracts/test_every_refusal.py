"""What every operation of a kind refuses: who is unknown, what is stale, what nobody was given.

The operations come from the contract itself. What is here is also what the configuration of
schemathesis leaves to it, because no schema has words for it.
"""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.support.contract import Operation
from tests.support.council import key
from tests.support.every_operation import EVERY, WITHOUT_A_TOKEN, addresses, body_of, name
from tests.support.problems import pointers, problem
from tests.support.whole_council import WholeCouncil

from applications.permissions import MACHINE, PERMISSIONS

Json = dict[str, Any]

BEFORE_EVERY_SCHEME = "2000-01-01"


def with_parameter(parameter: str) -> list[Operation]:
    return [
        operation
        for operation in EVERY
        if parameter in {each["name"] for each in operation.document.get("parameters", ())}
    ]


def ask(
    council: WholeCouncil,
    operation: Operation,
    client: httpx.Client | None = None,
    query: dict[str, str] | None = None,
) -> httpx.Response:
    """Ask for something that is there, as somebody who may."""
    return send(council, operation, client, {"If-Match": '"1"', **key()}, query)


def send(
    council: WholeCouncil,
    operation: Operation,
    client: httpx.Client | None,
    headers: dict[str, str],
    query: dict[str, str] | None = None,
) -> httpx.Response:
    if client is None:
        is_for_machines = MACHINE in PERMISSIONS[operation.id].who
        client = council.council.hris if is_for_machines else council.person
    content, told = body_of(operation)
    address = next(addresses(operation, council))
    return client.request(
        operation.method, address, content=content, headers=headers | told, params=query
    )


@pytest.mark.parametrize("operation", EVERY, ids=name)
def test_nobody_is_answered_without_a_token(operation: Operation, theirs: WholeCouncil) -> None:
    house = theirs.council.house
    hooks = {"response": [theirs.council.contract.check]}
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}):
        with httpx.Client(base_url=house.url, headers=headers, event_hooks=hooks) as nobody:
            problem(ask(theirs, operation, nobody), 401, "unauthenticated")


@pytest.mark.parametrize("operation", WITHOUT_A_TOKEN, ids=name)
def test_the_service_itself_answers_anybody(operation: Operation, theirs: WholeCouncil) -> None:
    hooks = {"response": [theirs.council.contract.check]}
    with httpx.Client(base_url=theirs.council.house.url, event_hooks=hooks) as anybody:
        assert anybody.get(next(addresses(operation, theirs))).status_code == 200


@pytest.mark.parametrize(
    "operation", [each for each in EVERY if PERMISSIONS[each.id].scope], ids=name
)
def test_nobody_is_answered_without_the_scope(operation: Operation, theirs: WholeCouncil) -> None:
    others = {each.scope for each in PERMISSIONS.values() if each.scope}
    scopes = sorted(others - {PERMISSIONS[operation.id].scope})
    for client in (theirs.council.machine(*scopes), theirs.council.person("ALL-1", *scopes)):
        problem(ask(theirs, operation, client), 403, "forbidden")


@pytest.mark.parametrize("operation", EVERY, ids=name)
def test_a_person_whom_nobody_sent_is_unknown(operation: Operation, theirs: WholeCouncil) -> None:
    if operation.id == "get_me":
        assert ask(theirs, operation, theirs.council.person("nobody")).json()["person"] is None
        return
    answer = ask(theirs, operation, theirs.council.person("nobody"))
    assert answer.status_code in {403, 404} or operation.path.startswith("/v1/schemes/")


@pytest.mark.parametrize("operation", with_parameter("If-Match"), ids=name)
def test_a_change_needs_the_version_that_is_there(
    operation: Operation, theirs: WholeCouncil
) -> None:
    before = theirs.head()
    problem(send(theirs, operation, None, key()), 428, "missing-if-match")
    stale = send(theirs, operation, None, {"If-Match": '"999"', **key()})
    problem(stale, 412, "stale-version")
    for wrong in ("1", "W/1", '"', "x", '"1", "2"'):
        found = problem(
            send(theirs, operation, None, {"If-Match": wrong, **key()}), 422, "invalid-request"
        )
        assert pointers(found) == ["/header/If-Match"]
    assert theirs.head() == before


@pytest.mark.parametrize("operation", with_parameter("Idempotency-Key"), ids=name)
def test_a_transition_needs_a_key(operation: Operation, theirs: WholeCouncil) -> None:
    before = theirs.head()
    for headers in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": "x" * 256}):
        answer = send(theirs, operation, None, {"If-Match": '"1"', **headers})
        assert pointers(problem(answer, 422, "invalid-request")) == ["/header/Idempotency-Key"]
    assert theirs.head() == before


@pytest.mark.parametrize("operation", with_parameter("cursor"), ids=name)
def test_every_list_refuses_a_cursor_that_nobody_was_given(
    operation: Operation, theirs: WholeCouncil
) -> None:
    for cursor in ("0", uuid4().hex, "A" * 512):
        found = problem(ask(theirs, operation, query={"cursor": cursor}), 400, "invalid-cursor")
        assert pointers(found) == ["/query/cursor"]


@pytest.mark.parametrize("operation", with_parameter("known_at"), ids=name)
def test_what_was_known_is_said_in_one_way(operation: Operation, theirs: WholeCouncil) -> None:
    both = {"known_on": "2026-04-01", "known_at": "2026-04-01T09:30:00Z"}
    problem(ask(theirs, operation, query=both), 422, "invalid-request")


@pytest.mark.parametrize("operation", with_parameter("rules_on"), ids=name)
def test_no_procedure_was_in_force_before_the_first(
    operation: Operation, theirs: WholeCouncil
) -> None:
    problem(ask(theirs, operation, query={"rules_on": BEFORE_EVERY_SCHEME}), 422, "not-in-force")


@pytest.mark.parametrize("operation", EVERY, ids=name)
def test_an_unknown_parameter_is_refused(operation: Operation, theirs: WholeCouncil) -> None:
    before = theirs.head()
    found = problem(ask(theirs, operation, query={"quaint": "x"}), 422, "invalid-request")
    assert pointers(found) == ["/query/quaint"]
    assert theirs.head() == before
