"""The worker does what is asked for at least once, and outlives what it depends on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from deploy.embedded_postgres import EmbeddedPostgres
from sqlalchemy import text
from tests.support.house import House

from applications.platform.authorities import Authority
from applications.platform.database import Database, make_engine
from applications.platform.jobs import CHANNEL, add_job, take_jobs
from applications.platform.working import Handler, work
from plumbing.clock import FileClock

KIND = "a-kind-of-this-test"
WAKE = text("SELECT pg_notify(:channel, :said)")
Ask = Callable[[str], "asyncio.Future[None]"]


class Doing:
    """A handler that notes what it was given, and does with it what a test says."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.at_once = self.most_at_once = 0
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.failures = 0

    async def __call__(self, _: Authority, subject: str) -> None:
        """Do it."""
        self.subjects.append(subject)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.go_on.wait()
            if self.failures:
                self.failures -= 1
                raise RuntimeError("what somebody wrote of Jane Roe")
        finally:
            self.at_once -= 1

    async def times(self, count: int, seconds: float = 20.0) -> None:
        """Wait until it was called so often."""
        async with asyncio.timeout(seconds):
            while len(self.subjects) < count:  # noqa: ASYNC110 - a list tells nobody
                await asyncio.sleep(0.02)


@pytest.fixture
def clock(tmp_path: Path) -> FileClock:
    file = tmp_path / "clock"
    file.write_text("2026-04-02T09:00:00Z", encoding="ascii")
    return FileClock(file)


@asynccontextmanager
async def working(
    database: Database, url: str, handlers: Mapping[str, Handler], clock: FileClock
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(work(database, url, handlers, clock, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def ask(database: Database, authority: Authority, subject: str, due_at: datetime) -> None:
    async with database.begin(authority.authority_id) as session:
        await add_job(session, authority.authority_id, kind=KIND, subject=subject, due_at=due_at)


async def left(database: Database, authority: Authority, now: datetime) -> int:
    async with database.begin(authority.authority_id) as session:
        jobs = await take_jobs(
            session, authority.authority_id, kinds=[KIND], now=now, held_until=now, limit=9
        )
    return len(jobs)


async def test_what_was_asked_for_before_and_after_the_start_is_done_once_and_struck_off(
    house: House, database: Database, authority: Authority, clock: FileClock
) -> None:
    doing = Doing()
    await ask(database, authority, "before", clock.now())
    async with working(database, house.postgres.app_url, {KIND: doing}, clock):
        await doing.times(1)
        await ask(database, authority, "after", clock.now())
        await doing.times(2, seconds=8)  # it was told, and did not wait for its next sweep
    assert doing.subjects == ["before", "after"]
    assert await left(database, authority, clock.now() + timedelta(days=1)) == 0


async def test_what_fails_is_put_off_and_tried_again_and_its_words_are_kept_nowhere(
    house: House, database: Database, authority: Authority, clock: FileClock
) -> None:
    doing = Doing()
    doing.failures = 2
    await ask(database, authority, "hard", clock.now())
    async with working(database, house.postgres.app_url, {KIND: doing}, clock):
        await doing.times(2)
        async with database.begin(authority.authority_id) as session:
            (kept,) = await session.execute(text("SELECT failure FROM jobs"))
        await doing.times(3)
    assert "RuntimeError" in kept["failure"]
    assert "Jane" not in kept["failure"]
    assert await left(database, authority, clock.now() + timedelta(days=1)) == 0


async def test_asked_for_again_while_it_is_being_done_it_is_done_once_more_and_not_at_once(
    house: House, database: Database, authority: Authority, clock: FileClock
) -> None:
    doing = Doing()
    doing.go_on.clear()
    await ask(database, authority, "twice", clock.now())
    async with working(database, house.postgres.app_url, {KIND: doing}, clock):
        await doing.times(1)
        await ask(database, authority, "twice", clock.now())
        await asyncio.sleep(0.5)
        assert doing.subjects == ["twice"]
        doing.go_on.set()
        await doing.times(2)
    assert doing.most_at_once == 1
    assert await left(database, authority, clock.now() + timedelta(days=1)) == 0


async def test_many_are_done_four_at_a_time_and_by_two_workers_each_once(
    house: House, database: Database, authority: Authority, clock: FileClock
) -> None:
    first, second = Doing(), Doing()
    url = house.postgres.app_url
    for number in range(40):
        await ask(database, authority, str(number), clock.now())
    async with (
        working(database, url, {KIND: first}, clock),
        working(database, url, {KIND: second}, clock),
    ):
        async with asyncio.timeout(20):
            while len(first.subjects) + len(second.subjects) < 40:  # noqa: ASYNC110 - two to watch
                await asyncio.sleep(0.02)
    assert sorted(first.subjects + second.subjects, key=int) == [str(n) for n in range(40)]
    assert max(first.most_at_once, second.most_at_once) <= 4


async def test_what_a_dead_worker_held_is_taken_again_after_a_minute(
    database: Database, authority: Authority, clock: FileClock
) -> None:
    now = clock.now()
    await ask(database, authority, "held", now)
    async with database.begin(authority.authority_id) as session:
        held = {"kinds": [KIND], "held_until": now + timedelta(seconds=60), "limit": 4}
        assert await take_jobs(session, authority.authority_id, now=now, **held)  # type: ignore[arg-type]
    assert await left(database, authority, now + timedelta(seconds=59)) == 0
    assert await left(database, authority, now + timedelta(seconds=60)) == 1


async def test_what_is_due_later_waits_for_the_clock(
    house: House, database: Database, authority: Authority, clock: FileClock
) -> None:
    doing = Doing()
    await ask(database, authority, "soon", clock.now() + timedelta(seconds=2))
    async with working(database, house.postgres.app_url, {KIND: doing}, clock):
        await asyncio.sleep(0.7)
        assert doing.subjects == []
        await doing.times(1, seconds=8)


async def test_noise_on_the_channel_harms_nothing(
    house: House, database: Database, authority: Authority, clock: FileClock
) -> None:
    doing = Doing()
    async with working(database, house.postgres.app_url, {KIND: doing}, clock):
        async with database.begin(authority.authority_id) as session:
            for said in ("", "noise", "00000000-0000-0000-0000-000000000000"):
                await session.execute(WAKE, {"channel": CHANNEL, "said": said})
        await ask(database, authority, "after the noise", clock.now())
        await doing.times(1)


async def test_the_database_goes_away_and_comes_back_and_the_worker_goes_on(
    own_postgres: EmbeddedPostgres, own_authority: Authority, clock: FileClock
) -> None:
    database = Database(make_engine(own_postgres.app_url, pool_size=8))
    doing = Doing()
    async with working(database, own_postgres.app_url, {KIND: doing}, clock):
        await ask(database, own_authority, "before", clock.now())
        await doing.times(1)
        await asyncio.to_thread(own_postgres.stop, "immediate")
        await asyncio.sleep(2)
        await asyncio.to_thread(own_postgres.start)
        await ask(database, own_authority, "after", clock.now())
        await doing.times(2)
    assert doing.subjects[-1] == "after"
    await database.dispose()
