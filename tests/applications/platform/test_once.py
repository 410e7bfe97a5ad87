"""A request with a key takes effect once, and its answer can be had again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated, cast
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy import text
from tests.support.house import House

from applications.catalogue import PROBLEMS
from applications.log.domain import Act, Event
from applications.log.storage import append
from applications.permissions import MACHINE, PERMISSIONS, PERSON, ForbiddenError, Permission
from applications.platform.asked import Asked
from applications.platform.authorities import Authority
from applications.platform.caller import Caller
from applications.platform.database import Database
from applications.platform.once import Once, Rendered, rerun_when_raced, sweep_keys
from applications.routing import CallerRoute, IdempotencyKey, asked, once, respond
from plumbing.clock import SystemClock
from plumbing.service import make_service
from plumbing.wire import Question, Text

SLEEP = text("SELECT pg_sleep(:seconds)")
COUNT = text("SELECT count(*) FROM idempotency_keys")


class Note(Question):
    """What is written: one event each time that it takes effect."""

    words: Annotated[str, Text(1, 64)]
    seconds: int = 0
    refuse: bool = False


@rerun_when_raced
async def write_note(about: Asked, only_once: Once[str], note: Note) -> Rendered:
    """An operation as every other: find first, keep, append last."""
    authority_id = about.caller.authority_id
    async with about.database.begin(authority_id) as session:
        if (kept := await only_once.find(session)) is not None:
            return kept
        if note.refuse:
            raise ForbiddenError("Not this.")
        answer = await only_once.keep(session, uuid4().hex)
        act = Act(actor="hris", client_id="hris", request_id=about.request_id)
        event = Event(kind="team-changed", subject_kind="team", subject=note.words, act=act)
        await session.execute(SLEEP, {"seconds": float(note.seconds)})
        await append(session, authority_id, [event], now=about.now)
    return answer


class Known:
    """Takes `client subject` for a token."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    async def authenticate(self, authorization: str | None) -> Caller:
        """The caller that is named."""
        client, _, subject = (authorization or "").partition(" ")
        return Caller(self._authority, client, subject or None, frozenset())


def make_app(authority: Authority, database: Database) -> FastAPI:
    router = APIRouter(prefix="/v1", route_class=CallerRoute)

    @router.post("/notes")
    async def make_note(request: Request, body: Note, idempotency_key: IdempotencyKey) -> Response:
        only_once = await once(request, idempotency_key, rendered)
        return respond(await write_note(asked(request), only_once, body))

    app = make_service(
        title="Notes",
        version="1",
        summary="Notes",
        description="Notes",
        catalogue=PROBLEMS,
        routers=[router],
    )
    app.state.identity = Known(authority)
    app.state.clock = SystemClock()
    app.state.database = database
    return app


def rendered(note: str) -> Rendered:
    return Rendered(201, {"ETag": '"1"', "Location": f"/v1/notes/{note}"}, note.encode())


@pytest.fixture
async def client(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, database: Database
) -> AsyncIterator[httpx.AsyncClient]:
    rows = cast("dict[str, Permission]", PERMISSIONS)
    monkeypatch.setitem(rows, "make_note", Permission(None, frozenset({MACHINE, PERSON})))
    transport = httpx.ASGITransport(make_app(authority, database))
    async with httpx.AsyncClient(transport=transport, base_url="http://notes") as opened:
        yield opened


async def post(
    client: httpx.AsyncClient, key: str, who: str = "hris", **note: object
) -> httpx.Response:
    headers = {"Idempotency-Key": key, "Authorization": who}
    return await client.post("/v1/notes", json={"words": "a", **note}, headers=headers)


def effects(house: House, authority: Authority) -> int:
    statement = "SELECT count(*) FROM events WHERE authority_id = $1"
    ((count,),) = house.sql(statement, authority.authority_id)
    assert isinstance(count, int)
    return count


def slug(response: httpx.Response) -> str:
    return str(response.json()["type"]).removeprefix("/problems/")


async def count_effects(house: House, authority: Authority) -> int:
    return await asyncio.to_thread(effects, house, authority)


async def test_the_same_request_again_is_answered_the_same_and_has_no_effect(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    first = await post(client, "k1")
    again = await post(client, "k1")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (
        201, first.content,
    )  # fmt: skip
    for name in ("etag", "location", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await count_effects(house, authority) == 1


async def test_quotes_around_a_key_are_no_part_of_it(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    first = await post(client, "k1")
    quoted = await post(client, '"k1"')
    assert quoted.content == first.content
    assert await count_effects(house, authority) == 1


async def test_the_order_of_members_is_no_difference_and_another_body_is(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    headers = {"Idempotency-Key": "k1", "Authorization": "hris"}
    headers["Content-Type"] = "application/json"
    one = await client.post("/v1/notes", content=b'{"words":"a","seconds":0}', headers=headers)
    same = await client.post("/v1/notes", content=b'{ "seconds": 0, "words": "a"}', headers=headers)
    assert same.content == one.content
    other = await post(client, "k1", words="b")
    assert (other.status_code, slug(other)) == (422, "idempotency-key-reused")
    assert await count_effects(house, authority) == 1


async def test_a_key_of_another_person_is_refused_and_of_another_client_is_another_key(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    await post(client, "k1", who="front-end 100001")
    other = await post(client, "k1", who="front-end 100002")
    assert (other.status_code, slug(other)) == (422, "idempotency-key-reused")
    machine = await post(client, "k1", who="front-end")
    assert slug(machine) == "idempotency-key-reused"
    elsewhere = await post(client, "k1", who="another-front-end 100001")
    assert elsewhere.status_code == 201
    assert await count_effects(house, authority) == 2


async def test_a_refusal_is_not_kept_and_is_decided_anew(
    client: httpx.AsyncClient, house: House, authority: Authority, database: Database
) -> None:
    refused = await post(client, "k1", refuse=True)
    assert (refused.status_code, slug(refused)) == (403, "forbidden")
    async with database.begin(authority.authority_id) as session:
        assert (await session.execute(COUNT)).scalar_one() == 0
    assert (await post(client, "k1")).status_code == 201
    assert await count_effects(house, authority) == 1


async def test_of_many_at_once_one_takes_effect_and_all_are_answered_the_same(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    answers = await asyncio.gather(*(post(client, "k1") for _ in range(32)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert await count_effects(house, authority) == 1


async def test_of_two_different_requests_at_once_with_one_key_one_is_refused(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    answers = await asyncio.gather(post(client, "k1", words="a"), post(client, "k1", words="b"))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert await count_effects(house, authority) == 1


async def test_a_backend_that_was_killed_in_the_middle_leaves_nothing(
    client: httpx.AsyncClient, house: House, authority: Authority
) -> None:
    slow = asyncio.create_task(post(client, "k1", seconds=9))
    for _ in range(100):
        await asyncio.sleep(0.05)
        killed = await asyncio.to_thread(
            house.sql,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'",
        )
        if killed:
            break
    cut = await slow
    assert (cut.status_code, slug(cut)) == (503, "unavailable")
    assert cut.headers["retry-after"]
    assert await count_effects(house, authority) == 0
    again = await post(client, "k1")
    assert (again.status_code, "idempotency-replayed" in again.headers) == (201, False)
    assert await count_effects(house, authority) == 1


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
async def test_a_key_is_up_to_255_visible_characters(client: httpx.AsyncClient, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode("latin-1"), b"Authorization": b"hris"}
    response = await client.post("/v1/notes", json={"words": "a"}, headers=headers)
    assert (response.status_code, slug(response)) == (422, "invalid-request")


async def test_a_key_is_needed(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/notes", json={"words": "a"}, headers={"Authorization": "a"})
    assert (response.status_code, slug(response)) == (422, "invalid-request")


async def test_keys_are_forgotten_after_thirty_days_and_not_before(
    client: httpx.AsyncClient, authority: Authority, database: Database
) -> None:
    await post(client, "k1")
    now = SystemClock().now()
    for days, left in ((29, 1), (31, 0)):
        async with database.begin(authority.authority_id) as session:
            await sweep_keys(session, authority.authority_id, now=now + timedelta(days=days))
            assert (await session.execute(COUNT)).scalar_one() == left
