"""Workers killed while they deliver: no event is lost, each case's order is kept."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from tests.support.council import Council
from tests.support.hooks import hook_to
from tests.support.house import Process
from tests.support.receiver import Behaviour, Received, Receiver, receiving, status
from tests.support.waiting import wait_until

from applications.log.domain import Act, Event
from applications.log.storage import append_now
from applications.platform.database import Database, make_engine

CASES, EACH = 6, 4


@contextmanager
def second_worker(council: Council) -> Iterator[Process]:
    first = council.house.worker
    second = replace(first, name="worker-2", log=first.log.with_name("worker-2.log"), running=None)
    second.launch()
    try:
        yield second
    finally:
        second.stop()


def write(council: Council, each: int) -> list[int]:
    """Something happens to every case in turn, so often; give the positions."""
    return asyncio.run(_write(council, each))


async def _write(council: Council, each: int) -> list[int]:
    database = Database(make_engine(council.house.postgres.app_url, pool_size=1))
    act = Act(actor="100009", client_id="front-end", request_id="of-this-test")
    authority_id, now = council.authority.authority_id, council.house.now
    positions = []
    for case in list(range(CASES)) * each:
        event = Event(kind="action-taken", subject_kind="application", subject=str(case), act=act)
        async with database.begin(authority_id) as session:
            positions.append((await append_now(session, authority_id, [event], now=now)).seq)
    await database.dispose()
    return positions


def firsts(receiver: Receiver) -> dict[str, list[int]]:
    """By subject, the positions in the order in which each first came."""
    found: dict[str, list[int]] = defaultdict(list)
    for received in receiver.told:
        if received.seq not in found[received.subject]:
            found[received.subject].append(received.seq)
    return found


def test_killed_while_they_deliver_everything_comes_in_order_and_twice_under_one_id(
    council: Council,
) -> None:
    house = council.house
    with receiving() as receiver, second_worker(council) as second:
        hook = hook_to(council, receiver, kinds=["action-taken"])

        def kill_both(_: Received) -> Behaviour:
            if len(receiver.told) == CASES:
                house.worker.kill()
                second.kill()
            return status(204)

        receiver.behave = kill_both
        positions = write(council, EACH)
        wait_until(lambda: second.has_ended and house.worker.has_ended)
        receiver.answer_with(status(204))
        assert len(receiver.told) < CASES * EACH
        positions += write(council, 1)
        house.set_clock((house.now + timedelta(seconds=61)).isoformat())
        house.worker.start()
        wait_until(lambda: hook.is_told(CASES * (EACH + 1)))
    came = firsts(receiver)
    assert sorted(seq for each in came.values() for seq in each) == positions
    assert all(each == sorted(each) for each in came.values())
    ids = {(each.id, each.seq) for each in receiver.told}
    assert len({identity for identity, _ in ids}) == len(ids) == len(positions)
    assert len(receiver.told) > len(ids), "nothing was cut while it was under way"
