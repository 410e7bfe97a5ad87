"""Every attempt is signed, as the library of Standard Webhooks checks it; secrets change."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationError
from tests.support.council import Council, key, put
from tests.support.hooks import Hook, hook_to, signed_by
from tests.support.receiver import Received, Receiver, receiving, status
from tests.support.waiting import wait_until

from applications.platform.sealing import Seal, UnsealableError, make_seal
from applications.settings import Settings

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


def ping(hook: Hook, receiver: Receiver) -> Received:
    count = len(receiver.received)
    hook.post("ping")
    wait_until(lambda: len(receiver.received) > count)
    return receiver.received[-1]


def test_the_challenge_and_each_attempt_are_signed_anew_by_the_secret(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["team-changed"])
    receiver.answer_with(status(500))
    put(council.hris, "/v1/teams/a", TEAM)
    wait_until(lambda: len(receiver.told) == 1)
    then = council.house.now
    wait_until(lambda: bool(hook.failures_of("a")))
    council.house.set_clock((then + timedelta(minutes=20)).isoformat())
    wait_until(lambda: len(receiver.told) > 1)
    challenge, first, second = receiver.received[:3]
    assert signed_by(hook.secret, challenge, then)
    assert signed_by(hook.secret, first, then)
    assert signed_by(hook.secret, second, council.house.now)
    assert not signed_by(hook.secret, first, council.house.now), "it is too old by then"
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    assert (first.id, first.headers["content-type"]) == (second.id, "application/json")
    forged = Received(first.path, first.headers, first.content + b" ")
    assert not signed_by(hook.secret, forged, then)
    other = f"whsec_{'A' * 43}="
    assert not signed_by(other, first, then)


def test_for_a_day_the_old_secret_signs_beside_the_new_one(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["team-changed"])
    etag = council.hris.get(hook.address).headers["etag"]
    headers = {"If-Match": etag, **key()}
    address = f"{hook.address}/rotate-secret"
    rotated = council.hris.post(address, json={}, headers=headers).json()
    again = council.hris.post(address, json={}, headers=headers)
    assert again.json() == rotated | {"secret": None}
    assert rotated["previous_secret_until"].startswith("2026-04-03T09:")
    both = ping(hook, receiver)
    assert len(both.headers["webhook-signature"].split(" ")) == 2
    for secret in (hook.secret, rotated["secret"]):
        assert signed_by(secret, both, council.house.now)
    council.house.set_clock((council.house.now + timedelta(hours=25)).isoformat())
    later = ping(hook, receiver)
    assert signed_by(rotated["secret"], later, council.house.now)
    assert not signed_by(hook.secret, later, council.house.now)


def test_a_sealed_secret_opens_for_its_own_webhook_and_with_a_key_that_is_given() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed = Seal([old]).seal("whsec_x", of="a")
    assert "whsec_x" not in sealed
    assert Seal([new, old]).open(sealed, of="a") == "whsec_x"
    for seal, thing in ((Seal([old]), "b"), (Seal([new]), "a")):
        with pytest.raises(UnsealableError):
            seal.open(sealed, of=thing)


def test_a_key_that_is_none_is_refused_at_the_start_and_none_at_all_seals_nothing() -> None:
    with pytest.raises(ValidationError):
        Settings(database_url=SecretStr("unused"), webhook_keys=(SecretStr("short"),))
    assert make_seal(()) is None
