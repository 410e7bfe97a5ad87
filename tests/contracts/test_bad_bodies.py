"""Every operation with a body, and every body that is none: a clear problem, and nothing changed.

The operations come from the contract itself.
"""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.support.contract import Operation
from tests.support.council import key
from tests.support.every_operation import BODIES, EVERY, addresses, name
from tests.support.problems import pointers, problem
from tests.support.whole_council import WholeCouncil

from applications.permissions import MACHINE, PERMISSIONS

Json = dict[str, Any]

JSON_TYPE = "application/json"
# Files have their own (test_import_files).
TAKING_A_BODY = [
    each for each in EVERY if JSON_TYPE in each.document.get("requestBody", {}).get("content", {})
]
MEGABYTE = 1024 * 1024


def with_member(body: Json, member: str) -> bytes:
    """A body with one more member, as text that no library would write."""
    text = json.dumps(body)[1:-1]
    return f"{{{text}{', ' if text else ''}{member}}}".encode()


MALFORMED: dict[str, Callable[[Json], bytes]] = {
    "NUL in a value": lambda body: with_member(body, '"quaint": "a\\u0000b"'),
    "NUL in a name": lambda body: with_member(body, '"quaint\\u0000": 1'),
    "a raw NUL": lambda body: with_member(body, '"quaint": "a\x00b"'),
    "half a surrogate pair": lambda body: with_member(body, '"quaint": "\\ud800"'),
    "half a surrogate pair in a name": lambda body: with_member(body, '"\\udfff": 1'),
    "NaN": lambda body: with_member(body, '"quaint": NaN'),
    "Infinity": lambda body: with_member(body, '"quaint": -Infinity'),
    "a number beyond all bounds": lambda body: with_member(body, '"quaint": 1e999'),
    "a number of 5,000 digits": lambda body: with_member(body, '"quaint": ' + "9" * 5000),
    "a name twice": lambda body: with_member(body, '"quaint": 1, "quaint": 1'),
    "lists within lists": lambda body: with_member(body, '"quaint": ' + "[" * 5000 + "]" * 5000),
    "objects within objects": lambda _: b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "nothing": lambda _: b"",
    "half a document": lambda body: with_member(body, '"quaint": 1')[:-1],
    "bytes that are not UTF-8": lambda _: b'{"quaint": "\xff"}',
    "a byte order mark": lambda body: b"\xef\xbb\xbf" + json.dumps(body).encode(),
}
WRONG: dict[str, Callable[[Json], tuple[object, str]]] = {
    "a member that is not known": lambda body: ({**body, "quaint": "x"}, "/quaint"),
    "a list in its place": lambda body: ([body], ""),
    "text in its place": lambda _: ("x", ""),
    "a number in its place": lambda _: (5, ""),
    "a fraction in its place": lambda _: (0.5, ""),
}
MEDIA_TYPES = (
    "",
    "text/plain",
    "application/json; charset=latin1",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
)


def post(
    council: WholeCouncil, operation: Operation, body: bytes, media_type: str = JSON_TYPE
) -> httpx.Response:
    """Send a body to something that is there, as somebody who may."""
    is_for_machines = MACHINE in PERMISSIONS[operation.id].who
    client = council.council.hris if is_for_machines else council.person
    address = next(addresses(operation, council))
    headers = {"Content-Type": media_type, "If-Match": '"1"', **key()}
    return client.request(operation.method, address, content=body, headers=headers)


@pytest.mark.parametrize("operation", TAKING_A_BODY, ids=name)
def test_a_body_that_cannot_be_read_is_a_problem_and_changes_nothing(
    operation: Operation, theirs: WholeCouncil
) -> None:
    before = theirs.head()
    for what, make in MALFORMED.items():
        answer = post(theirs, operation, make(BODIES[operation.id]))
        assert answer.status_code == 400, f"{what}: {answer.text}"
        found = problem(answer, 400, "malformed-request")
        assert "quaint" not in str(found), what
    assert theirs.head() == before


@pytest.mark.parametrize("operation", TAKING_A_BODY, ids=name)
def test_a_body_that_is_something_else_is_a_problem_and_changes_nothing(
    operation: Operation, theirs: WholeCouncil
) -> None:
    before = theirs.head()
    for make in WRONG.values():
        document, pointer = make(BODIES[operation.id])
        answer = post(theirs, operation, json.dumps(document).encode())
        assert pointers(problem(answer, 422, "invalid-request")) == [pointer]
    assert theirs.head() == before


@pytest.mark.parametrize("operation", TAKING_A_BODY, ids=name)
def test_a_body_of_another_media_type_is_a_problem_and_changes_nothing(
    operation: Operation, theirs: WholeCouncil
) -> None:
    before = theirs.head()
    body = json.dumps(BODIES[operation.id]).encode()
    for media_type in MEDIA_TYPES:
        problem(post(theirs, operation, body, media_type), 415, "unsupported-media-type")
    assert theirs.head() == before


@pytest.mark.parametrize("operation", TAKING_A_BODY, ids=name)
@pytest.mark.parametrize("size", [MEGABYTE, 10 * MEGABYTE])
def test_a_body_that_is_too_large_is_a_problem_and_changes_nothing(
    operation: Operation, theirs: WholeCouncil, size: int
) -> None:
    before = theirs.head()
    body = with_member(BODIES[operation.id], f'"quaint": "{"x" * size}"')
    problem(post(theirs, operation, body), 413, "payload-too-large")
    assert theirs.head() == before
