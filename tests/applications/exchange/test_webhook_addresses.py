"""Where webhooks may go: the address that was judged is the one that is connected to."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.certificates import Certificates
from tests.support.council import Council, key, problem
from tests.support.receiver import Receiver, receiving, status

from applications.exchange.domain.addresses import (
    EndpointRefusedError,
    Networks,
    check_address,
    check_endpoint,
    endpoint_of,
)
from applications.exchange.domain.webhooks import Outcome
from applications.exchange.webhook_client import Courier, Message

NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
HERE = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
HEADERS = {"webhook-id": "msg_1"}

REFUSED = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",  # noqa: S104 - a table
    "192.168.1.1", "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200",
    "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fec0::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1", "4000::1", "3fff::1",
]  # fmt: skip
TAKEN = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused_unless_the_operator_allows_it(address: str) -> None:
    endpoint, found = endpoint_of("https://hris.council.example/hook"), ip_address(address)
    with pytest.raises(EndpointRefusedError, match="public address"):
        check_address(endpoint, found, [])
    everything = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    check_address(endpoint, found, everything)


@pytest.mark.parametrize("address", TAKEN)
def test_what_is_public_is_taken(address: str) -> None:
    check_address(endpoint_of("https://hris.council.example/hook"), ip_address(address), [])


def test_an_address_that_is_mapped_into_the_new_ones_is_the_old_one() -> None:
    endpoint = endpoint_of("http://hris.council.example/hook")
    check_address(endpoint, ip_address("::ffff:127.0.0.1"), HERE)


@given(st.ip_addresses())
def test_whatever_is_taken_is_unicast_and_global(address: Any) -> None:  # noqa: ANN401 - of either version
    endpoint = endpoint_of("https://hris.council.example/hook")
    try:
        check_address(endpoint, address, [])
    except EndpointRefusedError:
        return
    plain = getattr(address, "ipv4_mapped", None) or address
    assert plain.is_global
    odd = plain.is_multicast or plain.is_loopback or plain.is_link_local or plain.is_private
    assert not odd


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://hris.council.example/", []),
        ("https://hris.council.example:22/", []),
        ("https://hris.council.example:80/", []),
        ("https://10.0.0.1/", []),
        ("https://[::1]/", []),
        ("http://8.8.8.8/", HERE),
        ("https://somebody@hris.council.example/", HERE),
        ("https://:secret@hris.council.example/", HERE),
        ("https://hris.council.example/#part", HERE),
        ("https://hris.council.example:0/", HERE),
        ("https://hris.council.example:65536/", HERE),
        ("https://[::1/", HERE),
        ("ftp://hris.council.example/", HERE),
        ("https:///hook", HERE),
    ],
)
def test_an_address_that_can_be_seen_to_be_wrong_is_refused(url: str, allowed: Networks) -> None:
    with pytest.raises(EndpointRefusedError):
        check_endpoint(endpoint_of(url), allowed)


def test_who_adds_a_webhook_is_told_what_to_give(council: Council) -> None:
    for url in (
        "https://10.0.0.1/", "https://[fe80::1]/", "http://8.8.8.8/", "https://169.254.169.254/",
        "https://[::ffff:10.0.0.1]/", "https://8.8.8.8:25/", "https://a.example:65536/",
    ):  # fmt: skip
        answer = council.hris.post("/v1/webhooks", json={"url": url}, headers=key())
        assert (answer.status_code, problem(answer)) == (422, "invalid-request"), url
        assert answer.json()["errors"][0]["pointer"] == "/url"
        assert url not in answer.text
    for url in ("https://u@a.example/", "ftp://a.example/", "https://a.example/#x", "//a.example"):
        answer = council.hris.post("/v1/webhooks", json={"url": url}, headers=key())
        assert (answer.status_code, problem(answer)) == (422, "invalid-request"), url


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.made_in(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        started.answer_with(status(204))
        yield started


def send(url: str, allowed: Networks = (), ca_file: Path | None = None) -> Outcome:
    courier = Courier(allowed, ca_file, seconds=3)
    message = Message(url=url, headers=HEADERS, body=b'{"type":"x"}')
    return asyncio.run(courier.send(message, now=NOW))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "localhost"])
def test_nothing_is_sent_to_this_machine_by_any_name_of_it(receiver: Receiver, host: str) -> None:
    url = receiver.url.replace("127.0.0.1", host)
    for scheme in ("http", "https"):
        assert send(url.replace("http", scheme)).failure == "address-refused"
    assert receiver.received == []
    if host != "localhost":
        assert send(url, HERE).http_status == 204


def test_a_name_that_leads_elsewhere_when_it_is_asked_again_is_asked_once(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    port = int(receiver.url.rsplit(":", 1)[1].partition("/")[0])

    def rebind(host: str, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        found = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    allowed = [ip_network("127.0.0.1/32")]
    sent = send(f"http://rebinding.example:{port}/hook", allowed)
    assert sent.http_status == 204
    assert [each for each in asked if each == "rebinding.example"] == ["rebinding.example"]
    assert receiver.received[0].headers["host"] == f"rebinding.example:{port}"


def test_where_one_of_a_names_addresses_is_refused_nothing_is_sent(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(receiver.url.rsplit(":", 1)[1].partition("/")[0])
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
        for each in ("127.0.0.1", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert send(f"http://both.example:{port}/", HERE).failure == "address-refused"
    assert receiver.received == []


def test_a_certificate_is_checked_against_the_name_and_the_authorities(
    certificates: Certificates,
) -> None:
    ca = certificates.ca_file
    cases = {
        ("localhost", False): (ca, None),
        ("127.0.0.1", False): (ca, None),
        ("other.example", False): (ca, "not-trusted"),
        ("localhost", True): (ca, "not-trusted"),
    }
    for (name, expired), (trusted, failure) in cases.items():
        host = name if name != "other.example" else "localhost"
        with receiving(certificates.context(name, expired=expired), host) as secure:
            assert send(secure.url, HERE, trusted).failure == failure, (name, expired)
            assert send(secure.url, HERE).failure == "not-trusted", "by nobody public"


def test_what_does_not_answer_or_exist_is_said_so() -> None:
    assert send("http://127.0.0.1:9/", HERE).failure == "unreachable"
    assert send("https://nowhere.invalid/", HERE).failure == "unknown-name"
    assert send(f"https://{'a' * 70}.example/", HERE).failure == "unknown-name"
