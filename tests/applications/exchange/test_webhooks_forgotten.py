"""What was sent to webhooks is kept for as long as the operator says, and then forgotten."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.applications.pay.in_tables import open_database
from tests.support.council import Council, put
from tests.support.hooks import hook_to
from tests.support.house_fixtures import MakeCouncil
from tests.support.receiver import Receiver, receiving, status
from tests.support.waiting import wait_until

from applications.exchange.operations.sweeping import Sweeping, sweep_deliveries
from plumbing.clock import FileClock

TEAM = {"title": "East", "service": "children-in-care", "locality": "east"}
KEPT = timedelta(days=400)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


def sweep(council: Council) -> None:
    asyncio.run(_sweep(council))


async def _sweep(council: Council) -> None:
    house = council.house
    async with open_database(house.postgres) as database:
        means = Sweeping(database, FileClock(house.clock_file), KEPT)
        await sweep_deliveries(means, council.authority)


def kept(council: Council) -> list[object]:
    """How many deliveries and attempts of a council there are."""
    return [
        council.house.sql(
            f"SELECT count(*) FROM {table} WHERE authority_id = $1",  # noqa: S608 - our tables
            council.authority.authority_id,
        )[0][0]
        for table in ("webhook_deliveries", "webhook_attempts")
    ]


def test_what_ended_long_ago_goes_and_what_is_pending_stays(
    make_council: MakeCouncil, receiver: Receiver
) -> None:
    council, other = make_council(), make_council()
    hook = hook_to(council, receiver, kinds=["team-changed"])
    theirs = hook_to(other, receiver, kinds=["team-changed"])
    put(council.hris, "/v1/teams/a", TEAM)
    wait_until(lambda: hook.status_of("a") == "delivered")
    receiver.answer_with(status(500))
    put(council.hris, "/v1/teams/b", TEAM)
    wait_until(lambda: bool(hook.failures_of("b")))
    sweep(council)
    assert hook.status_of("a") == "delivered", "it is not over for long"
    house = council.house
    hook.post("disable")  # so that what is pending is not tried meanwhile
    house.set_clock((house.now + KEPT + timedelta(minutes=1)).isoformat())
    sweep(council)
    assert [each["subject"]["id"] for each in hook.deliveries()] == ["b"]
    assert hook.status_of("b") == "pending"
    assert kept(council) == [1, 1]
    assert kept(other) == [1, 1], "nothing of another council goes"
    assert [each["type"] for each in theirs.deliveries()] == ["webhook.verify"]
    events = council.hris.get("/v1/events").json()["items"]
    assert [each["kind"] for each in events].count("team-changed") == 2, "the events stay"


def test_of_a_deleted_webhook_nothing_is_left_in_the_end(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["team-changed"])
    receiver.answer_with(status(500))
    put(council.hris, "/v1/teams/a", TEAM)
    wait_until(lambda: bool(hook.failures_of("a")))
    etag = council.hris.get(hook.address).headers["etag"]
    assert council.hris.delete(hook.address, headers={"If-Match": etag}).status_code == 204
    house = council.house
    house.set_clock((house.now + KEPT + timedelta(minutes=1)).isoformat())
    sweep(council)
    assert kept(council) == [0, 0]
