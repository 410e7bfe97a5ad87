"""Behind a real server: what an in-process client cannot show."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.support.live import ROOT, free_port, wait_until_ready

PROGRAM = """
import asyncio
import sys
from fastapi.responses import StreamingResponse
from plumbing.service import make_service
from plumbing.serving import serve
from tests.plumbing import sample_service

def slow_to_stop(**options):
    return make_service(**options, drain_seconds=1.0)

sample_service.make_service = slow_to_stop
service = sample_service.sample_service()

@service.get("/late", include_in_schema=False)
async def come_late():
    async def parts():
        await asyncio.sleep(0.5)
        yield b"late"
    return StreamingResponse(parts())

serve(service, host="127.0.0.1", port=int(sys.argv[1]))
"""
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample service, served as any other."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(log: Path) -> Iterator[Sample]:
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - this interpreter and the program above
            [sys.executable, "-c", PROGRAM, str(port)], cwd=ROOT, stdout=output
        )
    sample = Sample(port, process, log)
    try:
        wait_until_ready(sample.url, process, log)
        yield sample
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with served(tmp_path_factory.mktemp("live") / "sample.log") as sample:
        yield sample


@pytest.fixture
def connection(sample: Sample) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", sample.port), timeout=10) as connection:
        yield connection


def read_until(connection: socket.socket, end: bytes) -> bytes:
    read = b""
    while not read.endswith(end):
        piece = connection.recv(65536)
        assert piece, read
        read += piece
    return read


def test_who_waits_to_be_asked_for_a_body_is_asked(connection: socket.socket) -> None:
    head = b"POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    connection.sendall(head + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    assert read_until(connection, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(b"{}")
    assert read_until(connection, b'{"total":1}').startswith(b"HTTP/1.1 200 OK\r\n")


def test_requests_sent_at_once_are_answered_in_their_order(connection: socket.socket) -> None:
    days = [b"1", b"22", b"333"]
    asked = [b"GET /v1/raw/%s/x HTTP/1.1\r\nHost: x\r\n\r\n" % day for day in days]
    connection.sendall(b"".join(asked))
    read = read_until(connection, b'{"total":3}')
    assert re.findall(rb'{"total":(\d)}', read) == [b"1", b"2", b"3"]


def test_the_head_of_an_answer_does_not_wait_for_a_body_that_is_late(
    connection: socket.socket,
) -> None:
    connection.sendall(b"GET /late HTTP/1.1\r\nHost: x\r\n\r\n")
    head = read_until(connection, b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"late" not in head
    assert read_until(connection, b"0\r\n\r\n") == b"4\r\nlate\r\n0\r\n\r\n"


def test_what_is_out_of_an_answer_that_breaks_off_arrives(connection: socket.socket) -> None:
    connection.sendall(b"GET /v1/sums/halves/answer HTTP/1.1\r\nHost: x\r\n\r\n")
    read = read_until(connection, b"half\r\n")
    assert read.startswith(b"HTTP/1.1 200 OK\r\n")
    assert connection.recv(1) == b""


def test_a_request_that_is_none_is_refused_and_the_connection_closed(
    connection: socket.socket,
) -> None:
    connection.sendall(b"no request\r\n\r\n")
    read = read_until(connection, b"Invalid HTTP request received.")
    assert read.startswith(b"HTTP/1.1 400 ")
    assert connection.recv(1) == b""


async def test_a_server_answers_drains_and_stops(tmp_path: Path) -> None:
    with served(tmp_path / "sample.log") as sample:
        async with httpx.AsyncClient(base_url=sample.url, timeout=20) as client:
            alive = await client.get("/livez")
            assert alive.status_code == 200
            assert "server" not in alive.headers
            await _check_answers(client)
            await _check_draining(client, sample.process)
        assert await asyncio.to_thread(sample.process.wait, 10) in {0, -signal.SIGTERM}
        _check_lines(sample.log)


async def _check_answers(client: httpx.AsyncClient) -> None:
    large = await client.post("/v1/raw", content=b" " * 10_000_000, headers=JSON)
    assert large.status_code == 413
    head = await client.head("/v1/sums")
    assert (head.status_code, head.headers["allow"], head.content) == (405, "GET, POST", b"")
    assert (await client.post("/v1/raw", json={}, headers=JSON)).json() == {"total": 1}
    assert (await client.get("/v1/sums/explosions/x")).status_code == 500
    with pytest.raises(httpx.RemoteProtocolError):
        await client.get("/v1/sums/halves/answer")


async def _check_draining(client: httpx.AsyncClient, process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 5
    while (await client.get("/readyz")).status_code != 503:
        assert time.monotonic() < deadline
    assert (await client.get("/livez")).status_code == 200


def _check_lines(log: Path) -> None:
    lines = [json.loads(line) for line in log.read_bytes().splitlines()]
    operations = {line.get("operation_id") for line in lines if line["event"] == "request"}
    assert {"get_liveness", "add_raw", "explode", "break_off", "unmatched"} <= operations
    assert any(line.get("logger") == "uvicorn.error" for line in lines)
