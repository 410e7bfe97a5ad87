"""Two authorities, every operation: neither ever sees a byte of the other's.

Both have the same employee numbers, team ids and procedure.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.support.contract import Operation
from tests.support.council import key, problem
from tests.support.durham import TEAM_MANAGER, WORKER, settle
from tests.support.every_operation import (
    BODIES,
    EVERY,
    WITH_IDS_OF_OURS,
    addresses,
    body_of,
    name,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.whole_council import OF_ITS_OWN, WholeCouncil

Json = dict[str, Any]

READING = [each for each in EVERY if each.method == "GET"]
OF_NOBODY = {
    "get_workflow", "get_workflow_diagram", "get_form", "list_checkpoints", "get_invitation",
    "digest_pay_points", "list_arrears",
}  # fmt: skip
"""What has no word of an authority's own in it: procedures are published, no key signs here, this
procedure has no meetings (those of another's are in test_invitations), and amounts and digests have
no names (whose they are, test_pay_point_files and test_arrears hold)."""


def queries(operation: Operation, council: WholeCouncil, cursor: str | None) -> Iterator[Json]:
    """No filter at all, and each filter with what leads to a council's own."""
    yield {}
    filters = {
        **{name: values[-1] for name, values in council.path_values().items()},
        "team": OF_ITS_OWN,
        "cursor": cursor,
    }
    for parameter in operation.document.get("parameters", ()):
        if parameter["in"] == "query" and filters.get(parameter["name"]) is not None:
            yield {parameter["name"]: filters[parameter["name"]], "limit": 1}


def callers(council: WholeCouncil) -> list[httpx.Client]:
    return [council.council.hris, council.person]


def ask(client: httpx.Client, operation: Operation, address: str, query: Json) -> httpx.Response:
    """Ask for what is there, or change it on its first version."""
    content, told = body_of(operation)
    headers = {"If-Match": '"1"', **key(), **told} if operation.method != "GET" else {}
    return client.request(operation.method, address, params=query, content=content, headers=headers)


def seen_by(response: httpx.Response, whose: WholeCouncil) -> list[str]:
    """What of a council's own is in an answer, its headers included."""
    text = (response.text + str(response.headers.multi_items())).casefold()
    return [secret for secret in whose.secrets if secret.casefold() in text]


@pytest.mark.parametrize("operation", EVERY, ids=name)
def test_nothing_of_the_other_authority_is_ever_seen(
    operation: Operation, ours: WholeCouncil, theirs: WholeCouncil
) -> None:
    before = ours.head()
    statuses = set()
    for client in callers(theirs):
        for address in addresses(operation, ours):
            cursor = cursor_of(operation, ours, address)
            for query in queries(operation, ours, cursor):
                response = ask(client, operation, address, query)
                assert seen_by(response, ours) == [], f"{operation.id} {address} {query}"
                statuses.add(response.status_code)
                if operation in WITH_IDS_OF_OURS:
                    assert response.status_code in {403, 404}
    if operation in WITH_IDS_OF_OURS:
        assert 404 in statuses, "nobody got as far as to look for it"
    assert ours.head() == before


def cursor_of(operation: Operation, council: WholeCouncil, address: str) -> str | None:
    """The council's own cursor of a list, where it has more than one page."""
    names = {each["name"] for each in operation.document.get("parameters", ())}
    if "cursor" not in names:
        return None
    pages = [client.get(address, params={"limit": 1}) for client in callers(council)]
    return next((page.json()["next_cursor"] for page in pages if page.is_success), None)


@pytest.mark.parametrize("operation", READING, ids=name)
def test_each_authority_sees_its_own(operation: Operation, ours: WholeCouncil) -> None:
    """Or else the test above would prove nothing."""
    answers = [
        ask(client, operation, address, {})
        for client in callers(ours)
        for address in addresses(operation, ours)
    ]
    seen = any(seen_by(answer, ours) for answer in answers if answer.is_success)
    assert seen != (operation.id in OF_NOBODY)


@pytest.mark.parametrize("operation", WITH_IDS_OF_OURS, ids=name)
def test_what_is_absent_and_what_is_the_other_s_are_answered_the_same(
    operation: Operation, ours: WholeCouncil, theirs: WholeCouncil
) -> None:
    (foreign, *_) = addresses(operation, ours)
    taken = {*ours.secrets} & {*foreign.split("/")}
    absent = "/".join(str(uuid4()) if each in taken else each for each in foreign.split("/"))
    assert absent != foreign
    for client in callers(theirs):
        answers = [ask(client, operation, address, {}) for address in (foreign, absent)]
        first, second = ({**each.json(), "request_id": ""} for each in answers)
        assert first == second


@pytest.mark.parametrize("path", ["workers", "teams", "role-assignments", "delegations"])
def test_what_only_the_other_has_is_not_there(
    path: str, ours: WholeCouncil, theirs: WholeCouncil
) -> None:
    address = f"/v1/{path}/{OF_ITS_OWN}"
    assert ours.council.hris.get(address).status_code == 200
    for client in callers(theirs):
        assert client.get(address).status_code == 404
    body = BODIES[f"put_{path.removesuffix('s').replace('-', '_')}"]
    answer = theirs.person.put(address, json=body, headers={"If-Match": '"1"'})
    assert answer.status_code in {412, 422}


def test_a_key_that_the_other_authority_used_is_a_new_key(make_council: MakeCouncil) -> None:
    body = BODIES["open_application"] | {"employee_number": WORKER, "post_number": "1"}
    councils = [make_council(), make_council()]
    for each in councils:
        settle(each)
    headers = {"Idempotency-Key": uuid4().hex}
    answers = [
        each.person(TEAM_MANAGER).post("/v1/applications", json=body, headers=headers)
        for each in councils
    ]
    assert [each.status_code for each in answers] == [201, 201], [each.text for each in answers]
    first, second = (each.json()["application_id"] for each in answers)
    assert first != second
    assert "idempotency-replayed" not in answers[1].headers
    reused = councils[1].person(TEAM_MANAGER).get(f"/v1/applications/{first}")
    assert (reused.status_code, problem(reused)) == (404, "not-found")
