"""Bodies that are damaged or hostile: a clear problem, and nothing is stored."""

import pytest
from tests.applications.people.organisation import add_worker, delegation, worker
from tests.support.contract import Contract
from tests.support.council import Council, problem
from tests.support.house import House

JSON = {"Content-Type": "application/json"}
MALFORMED = {
    "not JSON": b"name=Sam",
    "empty": b"",
    "cut off": b'{"name": "Sam"',
    "a name twice": b'{"name": "Sam", "name": "Kim"}',
    "a name twice, deep inside": b'{"name": "Sam", "facts": {"a": 1, "a": 2}}',
    "a NUL": rb'{"name": "Sam\u0000"}',
    "a raw NUL": b'{"name": "Sam\x00"}',
    "half a surrogate pair": rb'{"name": "\ud800"}',
    "half a surrogate pair as a fact's name": rb'{"name": "Sam", "facts": {"\udfff": 1}}',
    "invalid UTF-8": b'{"name": "\xff"}',
    "not a number": b'{"name": "Sam", "facts": {"a": NaN}}',
    "too deep": b'{"name": ' + b"[" * 100 + b"]" * 100 + b"}",
    "5,000 digits": b'{"name": "Sam", "facts": {"a": ' + b"9" * 5_000 + b"}}",
}
INVALID = {
    "a list": b"[]",
    "null": b"null",
    "no name": b"{}",
    "a name of another type": b'{"name": 7}',
    "an empty name": b'{"name": ""}',
    "a name with a line break": rb'{"name": "Sam\nKim"}',
    "a name beyond its length": b'{"name": "' + b"a" * 201 + b'"}',
    "posts that are no list": b'{"name": "Sam", "posts": {}}',
    "posts of text": b'{"name": "Sam", "posts": ["P-1"]}',
    "51 posts": b'{"name": "Sam", "posts": [' + b",".join([b"{}"] * 51) + b"]}",
    "a fact without a name": b'{"name": "Sam", "facts": {"": 1}}',
    "a fact of a strange name": b'{"name": "Sam", "facts": {"Robert\'); DROP": 1}}',
    "a fact that is null": b'{"name": "Sam", "facts": {"a": null}}',
    "an enormous fact": b'{"name": "Sam", "facts": {"a": 9999999999}}',
    "a day that is none": b'{"name": "Sam", "qualifications": {"qualified_on": "2026-02-30"}}',
    "an award in words": b'{"name": "Sam", "qualifications": {"pq_award": "yes"}}',
    "an e-mail address that is none": b'{"name": "Sam", "email": "sam"}',
    "a version": b'{"name": "Sam", "version": 3}',
}


@pytest.fixture(scope="module")
def empty_council(house: House, house_contract: Contract) -> Council:
    """A council to which nothing that is sent here is ever added."""
    return Council(house, house.add_authority(), house_contract)


def assert_nothing_stored(council: Council) -> None:
    """Nobody and nothing is there."""
    for table in ("workers", "posts", "events", "role_assignments", "delegations"):
        rows = council.house.sql(
            f"SELECT count(*) FROM {table} WHERE authority_id = $1",  # noqa: S608 - our own tables
            council.authority.authority_id,
        )
        assert rows == [(0,)], table


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_cannot_be_read_is_malformed(empty_council: Council, body: bytes) -> None:
    answer = empty_council.hris.put("/v1/workers/100234", content=body, headers=JSON)
    assert (answer.status_code, problem(answer)) == (400, "malformed-request")
    assert_nothing_stored(empty_council)


@pytest.mark.parametrize("body", INVALID.values(), ids=INVALID.keys())
def test_what_is_not_as_the_contract_has_it_is_invalid(empty_council: Council, body: bytes) -> None:
    answer = empty_council.hris.put("/v1/workers/100234", content=body, headers=JSON)
    assert (answer.status_code, problem(answer)) == (422, "invalid-request")
    assert answer.json()["errors"]
    assert "2026-02-30" not in answer.text
    assert_nothing_stored(empty_council)


def test_ten_megabytes_are_too_many(empty_council: Council) -> None:
    body = b'{"name": "' + b"a" * 10_000_000 + b'"}'
    for path in ("workers/100234", "teams/a", "role-assignments/a"):
        answer = empty_council.hris.put(f"/v1/{path}", content=body, headers=JSON)
        assert (answer.status_code, problem(answer)) == (413, "payload-too-large")
    assert_nothing_stored(empty_council)


def test_another_media_type_is_not_read(empty_council: Council) -> None:
    answer = empty_council.hris.put(
        "/v1/workers/100234", content=b"{}", headers={"Content-Type": "text/plain"}
    )
    assert (answer.status_code, problem(answer)) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    "path",
    [
        "workers/.hidden",
        "workers/a%20b",
        "workers/%00",
        "workers/" + "9" * 33,
        "role-assignments/UPPER",
        "role-assignments/a--b",
        "delegations/" + "a" * 65,
        "delegations/a_b",
    ],
)
def test_an_id_that_nothing_can_have_is_refused(empty_council: Council, path: str) -> None:
    answer = empty_council.hris.get(f"/v1/{path}")
    assert (answer.status_code, problem(answer)) == (422, "invalid-request")


def test_an_unknown_parameter_is_refused(council: Council) -> None:
    add_worker(council, "ann")
    for client, path, body in (
        (council.hris, "workers/100234", worker()),
        (council.person("ann"), "delegations/a", delegation("ann", "bob")),
    ):
        answer = client.put(f"/v1/{path}?dry_run=true", json=body)
        assert (answer.status_code, problem(answer)) == (422, "invalid-request")
    for path in ("me", "workers/ann", "role-assignments/a", "delegations/a"):
        answer = council.hris.get(f"/v1/{path}?verbose=1")
        assert (answer.status_code, problem(answer)) == (422, "invalid-request")


def test_without_a_token_nothing_is_said(empty_council: Council) -> None:
    for path in ("me", "workers", "workers/100234", "role-assignments/a", "delegations/a"):
        request = empty_council.hris.build_request("GET", f"/v1/{path}")
        answer = empty_council.hris.send(request, auth=None)
        assert (answer.status_code, problem(answer)) == (401, "unauthenticated")
