"""Webhooks: added, verified, told of what happens, disabled, changed and deleted."""

from collections.abc import Iterator

import pytest
from tests.support.council import Council, key, problem, put
from tests.support.hooks import add, hook_to
from tests.support.house_fixtures import MakeCouncil
from tests.support.log import add_person, append
from tests.support.receiver import Receiver, receiving, status
from tests.support.waiting import wait_until

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


def add_teams(council: Council, *names: str) -> None:
    for name in names:
        put(council.hris, f"/v1/teams/{name}", TEAM)


def test_a_webhook_is_told_which_event_it_was_of_what_and_where_to_read_it(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver)
    add_teams(council, "a")
    wait_until(lambda: len(receiver.told) == 1)
    events = council.hris.get("/v1/events").json()["items"]
    (event,) = [each for each in events if each["kind"] == "team-changed"]
    (told,) = receiver.told
    assert told.message == {
        "type": "team-changed",
        "timestamp": event["recorded_at"],
        "data": {
            "id": event["id"],
            "seq": event["seq"],
            "subject": {"kind": "team", "id": "a", "href": "/v1/teams/a"},
            "href": "/v1/teams/a",
        },
    }
    wait_until(lambda: hook.status_of("a") == "delivered")
    delivery = hook.of_event("a")
    assert delivery is not None
    assert delivery["message_id"] == told.id
    (attempt,) = delivery["attempts"]
    assert (attempt["attempt"], attempt["http_status"], attempt["failure"]) == (1, 204, None)
    assert delivery["seq"] == event["seq"]


def test_what_happens_to_a_variation_leads_to_it(council: Council, receiver: Receiver) -> None:
    hook_to(council, receiver, kinds=["variation-changed"])
    body = {"variation_id": "c41d7a5e-9b0f-4f3a-a2d6-7e8f90a1b2c3", "status": "approved"}
    append(council, kind="variation-changed", subject_kind="application", subject="4711", body=body)
    wait_until(lambda: len(receiver.told) == 1)
    data = receiver.told[0].message["data"]
    assert data["href"] == f"/v1/variations/{body['variation_id']}"
    assert data["subject"]["href"] == "/v1/applications/4711"
    assert "approved" not in receiver.told[0].content.decode()


def test_a_webhook_is_told_of_the_kinds_that_it_wants_and_never_of_itself(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["worker-changed", "webhook-changed"])
    add_teams(council, "a")
    append(council, kind="worker-changed", subject_kind="worker", subject="100001")
    wait_until(lambda: len(receiver.told) == 1)
    assert receiver.told[0].subject == "100001"
    assert {each["type"] for each in hook.deliveries()} == {"webhook.verify", "worker-changed"}


def test_nothing_is_sent_before_the_endpoint_has_answered_the_challenge(
    council: Council, receiver: Receiver
) -> None:
    hook = add(council, receiver.url)
    add_teams(council, "a")
    receiver.verify = lambda _: status(200, body=b'{"challenge": "another"}')
    hook.post("verify")
    wait_until(lambda: hook.deliveries()[0]["status"] == "given_up")
    assert hook.deliveries()[0]["attempts"][0]["failure"] == "not-answered"
    refused = hook.post("ping")
    assert (refused.status_code, problem(refused)) == (409, "webhook-state")
    assert hook.now["status"] == "unverified"
    assert receiver.told == []
    receiver.verify = lambda each: status(
        200, body=each.message["data"]["challenge"].encode()
    )  # as text is as good
    hook.post("verify")
    hook.wait_for("enabled")
    wait_until(lambda: [each.subject for each in receiver.told] == ["a"])


def test_the_secret_is_shown_once_and_not_even_to_the_same_request_again(
    council: Council, receiver: Receiver
) -> None:
    body, headers = {"url": receiver.url}, key()
    first = council.hris.post("/v1/webhooks", json=body, headers=headers)
    again = council.hris.post("/v1/webhooks", json=body, headers=headers)
    assert first.json()["secret"].startswith("whsec_")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json() | {"secret": None}
    address = f"/v1/webhooks/{first.json()['webhook_id']}"
    assert "secret" not in council.hris.get(address).json()
    secret = first.json()["secret"].removeprefix("whsec_")
    for table in ("webhooks", "idempotency_keys", "events", "event_texts"):
        rows = council.house.sql(f"SELECT t::text FROM {table} AS t")  # noqa: S608 - our own
        assert all(secret not in str(row) for row in rows), table


def test_a_disabled_webhook_is_told_nothing_and_misses_nothing(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["team-changed"])
    assert hook.post("disable").json()["disabled_because"] == "asked"
    add_teams(council, "a", "b")
    assert hook.post("ping").status_code == 202
    wait_until(lambda: receiver.received[-1].type == "webhook.ping")
    assert receiver.told == []
    refused = hook.post("disable")
    assert (refused.status_code, problem(refused)) == (409, "webhook-state")
    assert hook.post("enable").json()["status"] == "enabled"
    wait_until(lambda: {each.subject for each in receiver.told} == {"a", "b"})
    assert hook.post("enable").status_code == 409


def test_another_address_has_to_be_verified_again_and_nothing_is_lost(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["team-changed"])
    etag = council.hris.get(hook.address).headers["etag"]
    body = {"url": f"{receiver.url}/other", "kinds": ["team-changed"], "description": "Other"}
    changed = council.hris.put(hook.address, json=body, headers={"If-Match": etag})
    assert (changed.json()["status"], changed.json()["verified_at"]) == ("unverified", None)
    add_teams(council, "a")
    hook.post("verify")
    wait_until(lambda: [each.path for each in receiver.told] == ["/hook/other"])


def test_a_deleted_webhook_is_gone_with_its_secret(council: Council, receiver: Receiver) -> None:
    hook = hook_to(council, receiver)
    etag = council.hris.get(hook.address).headers["etag"]
    assert council.hris.delete(hook.address, headers={"If-Match": etag}).status_code == 204
    for address in (hook.address, f"{hook.address}/deliveries"):
        assert council.hris.get(address).status_code == 404
    assert council.hris.get("/v1/webhooks").json()["items"] == []
    assert council.house.sql(
        "SELECT secret, previous_secret FROM webhooks WHERE authority_id = $1",
        council.authority.authority_id,
    ) == [(None, None)]


def test_what_was_delivered_is_delivered_again_under_the_same_id(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver, kinds=["team-changed"])
    add_teams(council, "a")
    wait_until(lambda: hook.status_of("a") == "delivered")
    delivery_id = hook.deliveries()[0]["delivery_id"]
    assert hook.post(f"deliveries/{delivery_id}/redeliver").json()["status"] == "pending"
    wait_until(lambda: len(receiver.told) == 2)
    first, second = receiver.told
    assert (first.id, first.content) == (second.id, second.content)
    wait_until(lambda: hook.status_of("a") == "delivered")
    assert [each["attempt"] for each in hook.deliveries()[0]["attempts"]] == [1, 2]
    challenge = hook.deliveries()[-1]["delivery_id"]
    refused = hook.post(f"deliveries/{challenge}/redeliver")
    assert (refused.status_code, problem(refused)) == (409, "webhook-state")
    missing = hook.post(f"deliveries/{hook.webhook_id}/redeliver")
    assert (missing.status_code, problem(missing)) == (404, "not-found")


def test_webhooks_and_deliveries_come_in_pages(council: Council, receiver: Receiver) -> None:
    told = {"kinds": ["team-changed"]}
    hooks = [
        hook_to(council, receiver, description=f"Number {number}", **told) for number in range(3)
    ]
    first = council.hris.get("/v1/webhooks", params={"limit": 2}).json()
    second = council.hris.get("/v1/webhooks", params={"cursor": first["next_cursor"]}).json()
    ids = [each["webhook_id"] for each in (*first["items"], *second["items"])]
    assert ids == [hook.webhook_id for hook in hooks]
    hooks[0].post("ping")
    wait_until(lambda: hooks[0].deliveries(status="pending") == [])
    address = f"{hooks[0].address}/deliveries"
    page = council.hris.get(address, params={"limit": 1}).json()
    rest = council.hris.get(address, params={"cursor": page["next_cursor"]}).json()
    types = [each["type"] for each in (*page["items"], *rest["items"])]
    assert types == ["webhook.ping", "webhook.verify"]
    assert len(hooks[0].deliveries(status="delivered")) == 2


def test_only_a_machine_that_may_read_events_adds_webhooks_and_people_only_watch(
    council: Council, receiver: Receiver
) -> None:
    body = {"url": receiver.url}
    machine = council.machine("webhooks.write")
    refused = machine.post("/v1/webhooks", json=body, headers=key())
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    add_person(council, "100009", "administrator")
    person = council.person("100009")
    assert person.post("/v1/webhooks", json=body, headers=key()).status_code == 403
    hook = hook_to(council, receiver)
    assert len(person.get("/v1/webhooks").json()["items"]) == 1
    headers = {"If-Match": person.get(hook.address).headers["etag"], **key()}
    stopped = person.post(f"{hook.address}/disable", json={}, headers=headers)
    assert stopped.json()["status"] == "disabled"


def test_the_log_says_who_did_what_with_a_webhook_and_not_where_it_goes(
    council: Council, receiver: Receiver
) -> None:
    hook = hook_to(council, receiver)
    hook.post("rotate-secret")
    feed = council.hris.get("/v1/events")
    changes = [(each["body"]["change"], each["actor"]) for each in feed.json()["items"]]
    assert changes == [
        ("created", "hris"),
        ("verification-asked", "hris"),
        ("verified", "system"),
        ("secret-rotated", "hris"),
    ]
    assert "127.0.0.1" not in feed.text
    assert feed.json()["items"][0]["subject"]["href"] == hook.address
    created = council.hris.get("/v1/audit").json()["items"][0]
    assert created["text"] == {"url": receiver.url, "description": None}


def test_one_authority_hears_nothing_of_another(make_council: MakeCouncil) -> None:
    one, other = make_council(), make_council()
    with receiving() as first, receiving() as second:
        hook_to(one, first)
        hook = hook_to(other, second)
        add_teams(one, "a")
        wait_until(lambda: len(first.told) == 1)
        assert second.told == []
        assert one.hris.get(hook.address).status_code == 404
        assert one.hris.get(f"{hook.address}/deliveries").status_code == 404
