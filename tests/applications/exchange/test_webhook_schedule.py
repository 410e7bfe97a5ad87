"""When a message is tried again, whatever an endpoint answers: a schedule that always ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.exchange.domain.back_off import (
    JITTER,
    LONGEST_REST,
    PATIENCE,
    pause_after,
    rest_asked_for,
)
from applications.exchange.domain.webhooks import (
    Delivery,
    Outcome,
    Webhook,
    failed,
    failure_of,
    message_id,
)

NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
ID = UUID("0b9f3d52-6c1e-4d8a-9a57-2f4c6e8b1d03")
WEBHOOK = Webhook(
    webhook_id=ID,
    url="https://hris.council.example/hook",
    kinds=None,
    description=None,
    status="enabled",
    disabled_because=None,
    verified_at=NOW,
    secret="sealed",  # noqa: S106 - no secret
    previous_secret=None,
    previous_until=None,
    read_through=0,
    failing_since=None,
    resting_until=None,
    version=1,
    created_at=NOW,
    changed_at=NOW,
)
DELIVERY = Delivery(
    delivery_id=ID,
    webhook_id=ID,
    type="team-changed",
    seq=1,
    subject_kind="team",
    subject="a",
    challenge=None,
    status="pending",
    tries=0,
    attempts=0,
    due_at=NOW,
    created_at=NOW,
    ended_at=None,
)
STATUSES = st.sampled_from([None, 302, 400, 404, 410, 429, 500, 503])


@given(
    st.lists(
        st.tuples(STATUSES, st.integers(0, 90_000), st.integers(0, JITTER), st.booleans()),
        min_size=30,
        max_size=30,
    )
)
def test_whatever_an_endpoint_answers_a_message_ends_or_the_webhook_does(
    answers: list[tuple[int | None, int, int, bool]],
) -> None:
    webhook, delivery, now = WEBHOOK, DELIVERY, NOW
    for status, rest, jitter, others_are_taken in answers:
        if others_are_taken:
            webhook = _well(webhook)
        tried = _tried(delivery)
        asked = rest_asked_for(str(rest), now)
        outcome = Outcome(took_ms=1, http_status=status, failure="refused-status", rest=asked)
        webhook, delivery = failed(webhook, tried, outcome, now=now, jitter=jitter)
        if webhook.status == "disabled" or delivery.status == "given_up":
            break
        assert delivery.due_at > now
        assert delivery.due_at - now <= timedelta(hours=24) * 1.2
        now = delivery.due_at
    else:
        pytest.fail("it is tried for ever")
    assert (webhook.status == "disabled") == (delivery.status == "pending"), "nothing is lost"
    if webhook.disabled_because == "failing":
        assert webhook.failing_since is not None
        assert now - webhook.failing_since >= PATIENCE


def _well(webhook: Webhook) -> Webhook:
    return replace(webhook, failing_since=None)


def _tried(delivery: Delivery) -> Delivery:
    return replace(delivery, tries=delivery.tries + 1, attempts=delivery.attempts + 1)


@given(st.integers(0, JITTER))
def test_the_pauses_grow_and_make_three_days(jitter: int) -> None:
    pauses = [pause_after(tries, jitter) for tries in range(1, 10)]
    known = [each for each in pauses if each is not None]
    assert known == sorted(known)
    assert len(known) == len(pauses)
    assert PATIENCE < sum(known, timedelta()) < timedelta(days=4)
    assert pause_after(10, jitter) is None


def test_only_2xx_is_a_delivery() -> None:
    assert [each for each in range(100, 600) if failure_of(each) is None] == [*range(200, 300)]


def test_the_same_event_has_the_same_id_to_one_endpoint_and_another_to_another() -> None:
    other = UUID("5d7e9f1a-2b3c-4d4e-8f60-718293a4b5c6")
    assert message_id(ID, b"one") == message_id(ID, b"one")
    assert len({message_id(ID, b"one"), message_id(ID, b"two"), message_id(other, b"one")}) == 3


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999", LONGEST_REST.total_seconds()),
        ("Thu, 02 Apr 2026 09:10:00 GMT", 600),
        ("Thu, 02 Apr 2020 09:10:00 GMT", 0),
        ("Thu, 02 Apr 2099 09:10:00 GMT", LONGEST_REST.total_seconds()),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_a_rest_is_asked_for_in_seconds_or_until_a_date(said: str, seconds: float | None) -> None:
    rest = rest_asked_for(said, NOW)
    assert (None if rest is None else rest.total_seconds()) == seconds
