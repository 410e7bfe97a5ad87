"""The receiver believes what is signed, and misses nothing that it was never told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook
from tests.support.adapting import around
from tests.support.council import Council
from tests.support.durham import settle
from tests.support.hooks import add
from tests.support.waiting import wait_until

import receive_webhooks
import spinepoint
from receive_webhooks import is_signed, make_server, read_on

Json = dict[str, Any]


@contextmanager
def receiving(secrets: list[str], council: Council, knock: threading.Event) -> Iterator[str]:
    server = make_server(0, secrets, knock, council.house.now.timestamp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()


def feed(council: Council) -> list[str]:
    items = council.hris.get("/v1/events", params={"limit": 1000}).json()["items"]
    return [each["id"] for each in items]


def test_a_message_is_a_knock_and_the_feed_says_what_happened(
    council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in around(council).items():
        monkeypatch.setenv(name, value)
    knock, seen, secrets = threading.Event(), list[Json](), list[str]()
    position = tmp_path / "position"
    settle(council)
    with receiving(secrets, council, knock) as url, spinepoint.connect("APPLICATIONS") as client:
        hook = add(council, url)
        secrets.append(hook.secret)
        assert hook.post("verify").status_code == 202
        hook.wait_for("enabled")
        read_on(client, position, seen.append)
        council.hris.put("/v1/teams/new-team", json=TEAM_BODY)
        assert knock.wait(30)
        wait_until(lambda: bool(hook.deliveries(status="delivered")))
        read_on(client, position, seen.append)
        assert [each["id"] for each in seen] == feed(council)
        knock.clear()
        secrets[:] = ["whsec_" + "A" * 43 + "="]
        hook.post("ping")
        wait_until(lambda: hook.deliveries()[0]["attempts"] != [])
        assert not knock.is_set()


TEAM_BODY = {"title": "New Team", "service": "other", "locality": "west"}


def test_what_was_never_delivered_is_read_and_an_event_is_handled_again_rather_than_lost(
    council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in around(council).items():
        monkeypatch.setenv(name, value)
    settle(council)
    position, seen = tmp_path / "position", list[str]()

    def stop_at_third(event: Json) -> None:
        if len(seen) == 2:
            raise InterruptedError
        seen.append(event["id"])

    with spinepoint.connect("APPLICATIONS") as client:
        with pytest.raises(InterruptedError):
            read_on(client, position, stop_at_third)
        again: list[str] = []
        read_on(client, position, lambda event: again.append(event["id"]))
        assert again == feed(council)
        assert again[:2] == seen
        read_on(client, position, stop_at_third)  # which has nothing new to stop at


def test_only_a_message_that_was_signed_lately_by_one_of_our_secrets_is_believed() -> None:
    secret, other = ("whsec_" + letter * 32 for letter in "AB")
    body, at = '{"type":"webhook.ping"}', datetime(2026, 4, 2, 9, tzinfo=UTC)
    signature = Webhook(secret).sign("msg_1", at, body)  # by the library of Standard Webhooks
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
    then = at.timestamp()
    assert is_signed(headers, body.encode(), [secret], then)
    assert is_signed(headers, body.encode(), [other, secret], then + 299)
    several = headers | {"webhook-signature": f"v1,AAAA {signature}"}
    assert is_signed(several, body.encode(), [secret], then)
    assert not is_signed(headers, body.encode(), [other], then)
    assert not is_signed(headers, f"{body} ".encode(), [secret], then)
    assert not is_signed(headers | {"webhook-id": "msg_other"}, body.encode(), [secret], then)
    assert not is_signed(headers, body.encode(), [secret], then + 301)
    assert not is_signed(headers, body.encode(), [secret], then - 301)
    assert not is_signed({}, body.encode(), [secret], then)
    assert not is_signed(headers | {"webhook-signature": "ü"}, body.encode(), [secret], then)


def test_a_message_that_nobody_signed_or_that_is_huge_is_not_let_in(council: Council) -> None:
    knock = threading.Event()
    with receiving(["whsec_" + "B" * 32], council, knock) as url:
        assert httpx.post(url, json={"type": "webhook.ping"}).status_code == 401
        huge = b" " * (receive_webhooks.LONGEST_MESSAGE + 1)
        assert httpx.post(url, content=huge).status_code == 401
    assert not knock.is_set()


def test_a_busy_service_is_asked_again_when_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    answers = [
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(503, headers={"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}),
        httpx.Response(503),
        httpx.Response(200),
    ]
    client = httpx.Client(
        base_url="http://127.0.0.1", transport=httpx.MockTransport(lambda _: answers.pop(0))
    )
    assert spinepoint.ask(client, "GET", "/").status_code == 200
    assert waited == [7.0, 0.0, 8.0]
    answers += [httpx.Response(503)] * 6
    assert spinepoint.ask(client, "GET", "/").status_code == 503
