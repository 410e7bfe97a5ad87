"""Endpoints that fail in every way: said in a word, tried again, in order, and for three days."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from tests.support.council import Council, put
from tests.support.hooks import Hook, hook_to
from tests.support.receiver import (
    Behaviour,
    Received,
    Receiver,
    close,
    drip,
    hang,
    huge,
    receiving,
    say_nonsense,
    status,
)
from tests.support.waiting import wait_until

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}
TEAMS = {"kinds": ["team-changed"]}
TRIES = 10


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


def change_team(council: Council, name: str, locality: str = "east") -> None:
    put(council.hris, f"/v1/teams/{name}", TEAM | {"locality": locality})


def pass_time(council: Council, passed: timedelta) -> None:
    council.house.set_clock((council.house.now + passed).isoformat())


def test_each_way_to_fail_is_said_in_a_word_and_tried_again(council: Council) -> None:
    release = threading.Event()
    ways: dict[str, tuple[Behaviour, int | None]] = {
        "refused-status": (status(500), 500),
        "redirected": (status(302, Location="http://127.0.0.1:9/"), 302),
        "asked-to-wait": (status(429, Retry_After="60"), 429),
        "timed-out": (hang(release), None),
        "timed-out, drop by drop": (drip, None),
        "broken": (close, None),
        "broken, as no HTTP": (say_nonsense, None),
    }
    with ExitStack() as until_the_end:
        hooks: dict[str, tuple[Hook, Receiver]] = {}
        for way, (behaviour, _) in ways.items():
            each = until_the_end.enter_context(receiving())
            hooks[way] = (hook_to(council, each, **TEAMS), each)
            each.answer_with(behaviour)
        change_team(council, "a")
        for way, (_, answered) in ways.items():
            hook, _ = hooks[way]
            wait_until(lambda hook=hook: bool(hook.failures_of("a")))  # type: ignore[misc]
            found = hook.of_event("a")
            assert found is not None
            assert hook.failures_of("a")[0] == way.partition(",")[0], way
            assert found["attempts"][0]["http_status"] == answered, way
            assert found["attempts"][0]["failure_detail"], way
            assert found["status"] == "pending", way
        release.set()
        for _, each in hooks.values():
            each.answer_with(status(200))
        pass_time(council, timedelta(minutes=2))
        for way, (hook, each) in hooks.items():
            wait_until(lambda hook=hook: hook.status_of("a") == "delivered")  # type: ignore[misc]
            first, *_, last = each.told
            assert (first.id, first.content) == (last.id, last.content), way
            times = [int(one.headers["webhook-timestamp"]) for one in (first, last)]
            assert times[1] > times[0] + 100, way


def test_a_200_is_a_delivery_however_much_comes_behind_it(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, **TEAMS)
    receiver.answer_with(huge)
    change_team(council, "a")
    wait_until(lambda: hook.status_of("a") == "delivered")
    assert len(receiver.told) == 1


def test_of_one_subject_nothing_is_sent_before_what_came_before_it_and_others_go_on(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, **TEAMS)
    receiver.behave = lambda received: status(500 if received.subject == "a" else 204)
    for locality in ("east", "west", "north"):
        change_team(council, "a", locality)
    change_team(council, "b")
    wait_until(lambda: hook.status_of("b") == "delivered")
    assert len({each.id for each in receiver.told if each.subject == "a"}) == 1
    receiver.answer_with(status(204))
    pass_time(council, timedelta(seconds=10))
    wait_until(lambda: hook.is_told(4))
    positions = [each.seq for each in receiver.told if each.subject == "a"]
    assert positions == sorted(positions)
    assert len({*positions}) == len({each.id for each in receiver.told if each.subject == "a"}) == 3


def test_an_endpoint_that_is_gone_is_disabled_at_once_and_told_all_once_it_is_back(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, **TEAMS)
    receiver.answer_with(status(410))
    change_team(council, "a")
    hook.wait_for("disabled")
    assert hook.now["disabled_because"] == "gone"
    disabled = council.hris.get("/v1/events").json()["items"][-1]
    assert (disabled["kind"], disabled["actor"]) == ("webhook-disabled", "system")
    assert disabled["body"]["because"] == "gone"
    change_team(council, "b")
    receiver.answer_with(status(204))
    assert [each.subject for each in receiver.told] == ["a"]
    hook.post("enable")
    wait_until(lambda: sorted(each.subject for each in receiver.told) == ["a", "a", "b"])


def test_an_endpoint_that_asks_for_rest_is_left_alone_with_everything_but_a_ping(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, **TEAMS)
    receiver.answer_with(status(503, Retry_After="3600"))
    change_team(council, "a")
    wait_until(lambda: hook.failures_of("a") == ["asked-to-wait"])
    change_team(council, "b")
    pass_time(council, timedelta(minutes=50))
    wait_until(lambda: hook.status_of("b") == "pending")
    receiver.answer_with(status(204))
    hook.post("ping")
    wait_until(lambda: receiver.received[-1].type == "webhook.ping")
    assert [each.subject for each in receiver.told] == ["a"]
    pass_time(council, timedelta(minutes=11))
    wait_until(lambda: hook.is_told(2))


def test_what_fails_for_three_days_is_given_up_where_the_rest_is_taken_and_else_nothing_is_lost(
    council: Council, receiver: Receiver
) -> None:
    with receiving() as picky:
        dead_hook = hook_to(council, receiver, **TEAMS)
        picky_hook = hook_to(council, picky, **TEAMS)
        receiver.answer_with(status(500))
        picky.behave = _refuse_the_first_of_a(picky)
        change_team(council, "a")
        change_team(council, "a", "west")
        _fail_for_three_days(council, dead_hook, picky_hook)
        _was_given_up(council, picky_hook, picky)
    assert dead_hook.now["disabled_because"] == "failing"
    assert {each["status"] for each in dead_hook.deliveries() if each["seq"]} == {"pending"}
    receiver.answer_with(status(204))
    dead_hook.post("enable")
    wait_until(lambda: dead_hook.is_told(3))
    of_a = [each for each in receiver.told if each.subject == "a"]
    assert [each.seq for each in of_a] == sorted(each.seq for each in of_a)


def _refuse_the_first_of_a(receiver: Receiver) -> Callable[[Received], Behaviour]:
    def behave(received: Received) -> Behaviour:
        first = min((each.seq for each in receiver.told if each.subject == "a"), default=0)
        return status(500 if received.seq == first else 204)

    return behave


def _fail_for_three_days(council: Council, dead_hook: Hook, picky_hook: Hook) -> None:
    hooks, began = (dead_hook, picky_hook), council.house.now
    wait_until(lambda: all(_tries(hook) >= 1 for hook in hooks))
    pass_time(council, timedelta(seconds=10))
    for tries in range(2, TRIES + 1):
        wait_until(lambda tries=tries: all(_tries(hook) == tries for hook in hooks))  # type: ignore[misc]
        if tries == TRIES - 1:
            change_team(council, "b")  # which one of the two takes
            wait_until(lambda: picky_hook.status_of("b") == "delivered")
        if tries < TRIES:
            assert dead_hook.now["status"] == "enabled"
            due = max(_next(hook) for hook in hooks)
            pass_time(council, due - council.house.now + timedelta(seconds=1))
    assert timedelta(days=3) < council.house.now - began < timedelta(days=4)
    dead_hook.wait_for("disabled")


def _tries(hook: Hook) -> int:
    return len(hook.failures_of("a"))


def _next(hook: Hook) -> datetime:
    found = hook.of_event("a")
    assert found is not None
    return datetime.fromisoformat(found["next_attempt_at"])


def _was_given_up(council: Council, hook: Hook, receiver: Receiver) -> None:
    """Whether what was refused is given up, and what came after it was sent only then."""
    assert hook.status_of("a") == "given_up"
    wait_until(lambda: hook.deliveries(status="pending") == [])
    assert hook.now["status"] == "enabled"
    of_a: list[Received] = [each for each in receiver.told if each.subject == "a"]
    first = of_a[0].seq
    assert [each.seq > first for each in of_a] == [False] * TRIES + [True]
    events = council.hris.get("/v1/events").json()["items"]
    (gave_up,) = [each for each in events if each["kind"] == "webhook-gave-up"]
    assert gave_up["body"]["seq"] == first
