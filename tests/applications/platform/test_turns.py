"""Few short transactions are under way at a time; all have their turn, and none is lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.support.house import House

from applications.platform import turns
from applications.platform.database import Database, DatabaseAwayError, make_engine
from applications.platform.turns import Turns

AT_ONCE = 3


class Transactions:
    """Transactions in turn, and how many were under way at once."""

    def __init__(self) -> None:
        self._turns = Turns(AT_ONCE)
        self.now = self.most = self.done = 0

    async def one(self, work: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(0)) -> None:
        """Do some work in a turn."""
        turn = await self._turns.take()
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await work()
            self.done += 1
        finally:
            self.now -= 1
            turn.end()


@pytest.fixture
def transactions() -> Transactions:
    return Transactions()


async def test_so_many_are_under_way_at_a_time_and_all_have_their_turn(
    transactions: Transactions,
) -> None:
    await asyncio.gather(*(transactions.one() for _ in range(50)))
    assert (transactions.most, transactions.done) == (AT_ONCE, 50)


async def test_who_takes_long_keeps_nobody_waiting(transactions: Transactions) -> None:
    end = asyncio.Event()
    long = [asyncio.create_task(transactions.one(end.wait)) for _ in range(3 * AT_ONCE)]
    async with asyncio.timeout(2):
        await asyncio.gather(*(transactions.one() for _ in range(20)))
    assert transactions.done == 20
    end.set()
    await asyncio.gather(*long)
    transactions.most = 0
    await asyncio.gather(*(transactions.one() for _ in range(20)))
    assert transactions.most == AT_ONCE, "a turn that was given up is not given twice"


async def test_a_wait_has_an_end(
    transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_LONG_SECONDS", 60)
    monkeypatch.setattr(turns, "_LONGEST_WAIT_SECONDS", 0.05)
    end = asyncio.Event()
    first = [asyncio.create_task(transactions.one(end.wait)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await transactions.one()
    end.set()
    await asyncio.gather(*first)
    await transactions.one()


async def test_who_is_stopped_takes_no_turn(transactions: Transactions) -> None:
    end = asyncio.Event()
    first = [asyncio.create_task(transactions.one(end.wait)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(transactions.one()) for _ in range(8)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    end.set()
    await asyncio.gather(*first)
    for task in waiting[1::4]:
        task.cancel()  # their turn may just have come
    await asyncio.gather(*waiting, return_exceptions=True)
    transactions.most = 0
    await asyncio.gather(*(transactions.one() for _ in range(20)))
    assert transactions.most == AT_ONCE


async def test_work_that_fails_ends_its_turn(transactions: Transactions) -> None:
    async def fail() -> None:
        raise ConnectionRefusedError

    for _ in range(2 * AT_ONCE):
        with pytest.raises(ConnectionRefusedError):
            await transactions.one(fail)
    await transactions.one()


async def test_who_never_has_a_turn_is_told_that_the_database_is_too_busy(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_LONG_SECONDS", 60)
    monkeypatch.setattr(turns, "_LONGEST_WAIT_SECONDS", 0.05)
    database = Database(make_engine(house.postgres.app_url, pool_size=2), short_at_once=1)
    async with database.begin_without_authority():
        with pytest.raises(DatabaseAwayError):
            async with database.begin_without_authority():
                pass
    async with database.begin_without_authority():
        pass
    await database.dispose()
