"""paycalc is away, or something else answers in its place: the decision stands, pay follows."""

import asyncio
from collections.abc import Iterator
from time import monotonic
from urllib.parse import urlsplit

import pytest
from tests.support import hostile_server as hostile
from tests.support.casework import CaseOf, open_case
from tests.support.council import Council, problem
from tests.support.durham import SERVICE_MANAGER, STRATEGIC_MANAGER, TEAM_MANAGER, WORKER, settle
from tests.support.durham_case import variations, wait_for_pay
from tests.support.hostile_server import hostile_server, reply
from tests.support.waiting import wait_until

LONGEST_SECONDS = 45.0
"""From when paycalc is back: the job was put off by so many seconds as it failed before."""


@pytest.fixture
def without_paycalc(council: Council) -> Iterator[Council]:
    """Durham's people, and no paycalc until the test starts it."""
    settle(council)
    paycalc = council.house.paycalc
    paycalc.stop()
    try:
        yield council
    finally:
        if paycalc.running is None:
            paycalc.start()


def decided(council: Council) -> CaseOf:
    """A case that both managers have just signed off."""
    case = open_case(council).submitted()
    case.take(SERVICE_MANAGER, "sign-off")
    assert case.take(STRATEGIC_MANAGER, "sign-off")["status"] == "decided"
    return case


def assert_it_waits(case: CaseOf) -> None:
    """The decision stands, its pay is pending, and the case says what that means."""
    seen = case.seen_by(TEAM_MANAGER)
    assert (seen["status"], seen["pay_status"]) == ("decided", "pending")
    action = case.actions(TEAM_MANAGER)["authorise-change"]
    assert not action["allowed"]
    assert action["reason"] == "The pay point is still being worked out. Try again in a minute."
    refused = case.ask(TEAM_MANAGER, "authorise-change")
    assert (refused.status_code, problem(refused)) == (409, "action-not-allowed")
    assert variations(case.council.hris) == []


def assert_it_comes_out_by_itself(case: CaseOf) -> None:
    """Once, though it was asked for often."""
    began = monotonic()
    wait_for_pay(case.council, case.application_id)
    assert monotonic() - began < LONGEST_SECONDS
    kinds = [event["kind"] for event in case.history()]
    assert kinds.count("pay-determined") == kinds.count("variation-drafted") == 1
    assert "pay-needs-decision" not in kinds
    (drafted,) = variations(case.council.hris, employee_number=WORKER)
    assert drafted["grade"] == "11"
    assert case.take(TEAM_MANAGER, "authorise-change")["pay_status"] == "recorded"
    jobs = "SELECT kind FROM jobs WHERE authority_id = $1"
    assert case.council.house.sql(jobs, case.council.authority.authority_id) == []


def has_failed(council: Council) -> bool:
    """Whether the worker has tried to work out what is due, in vain."""
    statement = "SELECT FROM jobs WHERE authority_id = $1 AND failure IS NOT NULL"
    return bool(council.house.sql(statement, council.authority.authority_id))


async def test_a_decision_stands_while_paycalc_is_away_and_its_pay_follows_by_itself(
    without_paycalc: Council,
) -> None:
    case = await asyncio.to_thread(decided, without_paycalc)
    await asyncio.to_thread(wait_until, lambda: has_failed(without_paycalc))
    await asyncio.to_thread(assert_it_waits, case)
    await asyncio.to_thread(without_paycalc.house.paycalc.start)
    await asyncio.to_thread(assert_it_comes_out_by_itself, case)


WRONG = (
    reply(200, {"outcome": "determined"}),
    reply(200, b"<html>We are doing some maintenance.</html>", "text/html"),
    hostile.problem(409, "rules-not-held"),
)


async def test_nothing_is_paid_by_what_a_stranger_answers_in_its_place(
    without_paycalc: Council,
) -> None:
    port = urlsplit(str(without_paycalc.house.paycalc.url)).port
    assert port is not None
    async with hostile_server(*WRONG, port=port) as stranger:
        case = await asyncio.to_thread(decided, without_paycalc)
        await asyncio.to_thread(
            wait_until, lambda: len(stranger.bodies) >= len(WRONG) and has_failed(without_paycalc)
        )
        await asyncio.to_thread(assert_it_waits, case)
    await asyncio.to_thread(without_paycalc.house.paycalc.start)
    await asyncio.to_thread(assert_it_comes_out_by_itself, case)
