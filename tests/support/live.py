"""The real service, as an operator starts it: a process of its own, found by its port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
STOP_SECONDS = 30.0

_SETTINGS = ("SCHEMES_DIR", "PAY_TABLES_DIR", "CLOCK_FILE", "DRAIN_SECONDS")


@dataclass(frozen=True, slots=True)
class LiveService:
    """A service that answers.

    Attributes:
        url: Where it answers.
        log: The file that all its output goes to.
        client: Asks it, and holds every answer against its contract.
    """

    url: str
    log: Path
    client: httpx.Client


StartService = Callable[..., LiveService]
"""Starts one more instance: `start_service(CLOCK_FILE=...)`. It ends with the run."""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a service that has these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return {**kept, "PYTHONUNBUFFERED": "1", **settings}


def serve_command(port: int) -> list[str]:
    """Return the command that an operator would type."""
    command = [sys.executable, "-m", "paycalc", "serve"]
    return [*command, "--host", "127.0.0.1", "--port", str(port)]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def running(log: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Run the service until the end of the block, and give its address once it is ready."""
    port = free_port()
    with (
        log.open("wb") as output,
        subprocess.Popen(  # noqa: S603 - this interpreter and a port of our own
            serve_command(port),
            cwd=ROOT,
            env=environment(settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(url, process, log)
            yield url
        finally:
            end(process)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a process that was started answers that it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"The service did not start:\n{log.read_text(encoding='utf-8')}")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and fail when it does not."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
