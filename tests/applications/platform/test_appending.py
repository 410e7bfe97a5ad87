"""The log under concurrency: gapless, in order, and linked as the published rule has it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.house import House

from applications.log.domain import Act, Event, Recorded
from applications.log.domain.verification import Verifier
from applications.log.operations import verify_log
from applications.log.storage import append, append_now, head_of, list_events
from applications.platform.authorities import Authority
from applications.platform.database import Database, make_engine

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex("[a-z_]{1,6}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=5,
)
documents = st.dictionaries(st.from_regex("[a-z_]{1,6}", fullmatch=True), plain, max_size=3)
events = st.builds(
    Event,
    kind=st.sampled_from(["team-changed", "worker-changed", "action-taken"]),
    subject_kind=st.sampled_from(["team", "worker", "application"]),
    subject=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
    act=st.builds(
        Act,
        actor=st.sampled_from(["100001", "hris"]),
        on_behalf_of=st.lists(st.sampled_from(["100002", "100003"]), max_size=2).map(tuple),
        client_id=st.just("front-end"),
        request_id=st.just("of-this-test"),
    ),
    audience=st.sampled_from(["concerned", "managers"]),
    body=documents,
    text=st.none() | documents,
)
writes = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(-5, 5),
        st.lists(events, min_size=1, max_size=3),
        st.sampled_from([append, append_now]),
    ),
    min_size=1,
    max_size=12,
)


Way = Callable[..., Awaitable[object]]
Drawn = tuple[int, int, list[Event], Way]


async def write_all(
    house: House, authorities: list[Authority], drawn: list[Drawn]
) -> list[list[Recorded]]:
    """Write every transaction at once, then read each log back and verify it where it lies."""
    database = Database(make_engine(house.postgres.app_url, pool_size=8))
    now = house.now

    async def write(authority: Authority, seconds: int, batch: list[Event], way: Way) -> None:
        async with database.begin(authority.authority_id) as session:
            at = now + timedelta(seconds=seconds)
            await way(session, authority.authority_id, batch, now=at)

    try:
        await asyncio.gather(
            *(write(authorities[to], seconds, batch, way) for to, seconds, batch, way in drawn)
        )
        return [await read_and_verify(database, authority) for authority in authorities]
    finally:
        await database.dispose()


async def read_and_verify(database: Database, authority: Authority) -> list[Recorded]:
    async with database.begin(authority.authority_id) as session:
        found = await list_events(session, authority.authority_id, limit=1000)
        head = await head_of(session, authority.authority_id)
    if head is not None:
        assert (head.seq, head.hash) == (found[-1].seq, found[-1].hash)
        await verify_log(database, authority, behind=None, through=head)
    return found


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=writes)
def test_whatever_is_written_at_once_comes_out_gapless_in_order_and_verifies(
    house: House, drawn: list[Drawn]
) -> None:
    authorities = [house.add_authority() for _ in range(3)]
    logs = asyncio.run(write_all(house, authorities, drawn))
    for which, log in enumerate(logs):
        wrote = [event for to, _, batch, _ in drawn if to == which for event in batch]
        assert [event.seq for event in log] == list(range(1, len(wrote) + 1))
        assert all(a.recorded_at < b.recorded_at for a, b in pairwise(log))
        Verifier().take(log)
        contents = [(e.kind, e.subject, dict(e.body), e.text) for e in wrote]
        for event in log:
            contents.remove((event.kind, event.subject, event.body, event.text))
        assert contents == []


def told(subject: str) -> Event:
    act = Act(actor="hris", client_id="hris", request_id="of-this-test")
    text = {"comments": "Read by whoever may."}
    return Event(kind="team-changed", subject_kind="team", subject=subject, act=act, text=text)


async def subjects(database: Database, authority: Authority) -> list[str]:
    return [event.subject for event in await read_and_verify(database, authority)]


async def test_who_has_told_of_something_and_not_committed_keeps_nobody_waiting(
    house: House, authority: Authority, database: Database
) -> None:
    mine = authority.authority_id
    async with database.begin(mine) as slow:
        await append(slow, mine, [told("first-1"), told("first-2")], now=house.now)
        async with asyncio.timeout(3), database.begin(mine) as quick:
            await append(quick, mine, [told("second")], now=house.now)
    assert await subjects(database, authority) == ["second", "first-1", "first-2"]


async def test_who_needs_a_place_at_once_has_it_until_the_end(
    house: House, authority: Authority, database: Database
) -> None:
    mine = authority.authority_id

    async def follow() -> None:
        async with database.begin(mine) as session:
            await append(session, mine, [told("second")], now=house.now)

    async with database.begin(mine) as session:
        position = await append_now(session, mine, [told("first")], now=house.now)
        following = asyncio.create_task(follow())
        await asyncio.sleep(0.3)
        assert not following.done()
    await following
    assert position.seq == 1
    assert await subjects(database, authority) == ["first", "second"]


async def test_nothing_follows_what_waits_for_its_place(
    house: House, authority: Authority, database: Database
) -> None:
    mine = authority.authority_id

    async def tell_twice() -> None:
        async with database.begin(mine) as session:
            await append(session, mine, [told("first")], now=house.now)
            await append(session, mine, [told("second")], now=house.now)

    with pytest.raises(RuntimeError, match="left for the commit"):
        await tell_twice()
    assert await subjects(database, authority) == []


async def test_what_cannot_take_its_place_undoes_the_whole(
    house: House, authority: Authority, database: Database
) -> None:
    mine = uuid4()  # which is nobody's

    async def tell() -> None:
        async with database.begin(authority.authority_id) as session:
            await append(session, mine, [replace(told("another's"), text=None)], now=house.now)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tell()
    assert await subjects(database, authority) == []
