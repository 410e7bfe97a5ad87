"""Waiting for what another process does."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx

SECONDS = 90.0


def wait_until(condition: Callable[[], bool], *, seconds: float = SECONDS) -> None:
    """Return once a condition holds; fail when it has not after long enough."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited long enough"
        time.sleep(0.05)


def is_running(process: int) -> bool:
    """Whether a process runs; one that has ended and was not collected yet does not."""
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())
    except FileNotFoundError:
        return False


def is_answering(address: str) -> bool:
    """Whether somebody answers there with success."""
    try:
        return httpx.get(address, timeout=1).is_success
    except httpx.TransportError:
        return False
