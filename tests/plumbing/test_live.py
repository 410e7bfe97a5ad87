"""Behind a real server: what an in-process client cannot show."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
import uvicorn
from plumbing.logs import configure_logging
from plumbing.service import make_service
from tests.plumbing import sample_service

def slow_to_stop(**options):
    return make_service(**options, drain_seconds=1.0)

sample_service.make_service = slow_to_stop
configure_logging()
uvicorn.run(
    sample_service.sample_service(), fd=int(sys.argv[1]), log_config=None, access_log=False,
    server_header=False,
)
"""


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        process = subprocess.Popen(  # noqa: S603 - this interpreter and the program above
            [sys.executable, "-c", PROGRAM, str(listening.fileno())],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            pass_fds=[listening.fileno()],
            stdout=subprocess.PIPE,
        )
        try:
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()
            process.communicate()


async def test_a_server_answers_drains_and_stops(
    address: tuple[str, subprocess.Popen[bytes]],
) -> None:
    url, process = address
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        alive = await client.get("/livez")
        assert alive.status_code == 200
        assert "server" not in alive.headers
        await _check_answers(client)
        await _check_draining(client, process)
    assert await asyncio.to_thread(process.wait, 10) in {0, -signal.SIGTERM}
    _check_lines(process)


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


def _check_lines(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    lines = [json.loads(line) for line in process.stdout.read().splitlines()]
    operations = {line.get("operation_id") for line in lines if line["event"] == "request"}
    assert {"get_liveness", "add_raw", "explode", "break_off", "unmatched"} <= operations
    assert any(line.get("logger") == "uvicorn.error" for line in lines)


JSON = {"Content-Type": "application/json"}
