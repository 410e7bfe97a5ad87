"""`make run`: everything starts, says what to try, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from deploy.readme import run
from tests.support.live import ROOT, free_port

PORT = str(free_port())
ADDRESS = f"127.0.0.1:{PORT}"
ENVIRONMENT = {**os.environ, "PAYCALC_PORT": PORT}
SECONDS = 40


@pytest.fixture
def everything(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    said = tmp_path / "said.txt"
    with said.open("wb") as output:
        started = subprocess.Popen(
            [sys.executable, "deploy/local.py"],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: "Try this" in said.read_text() or started.poll() is not None)
        yield started, said
    finally:
        started.terminate()
        started.wait()
        wait_until(lambda: not is_answering())


def wait_until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited long enough"
        time.sleep(0.1)


def is_answering() -> bool:
    try:
        return httpx.get(f"http://{ADDRESS}/livez", timeout=1).is_success
    except httpx.TransportError:
        return False


def test_what_it_says_to_try_works(everything: tuple[subprocess.Popen[bytes], Path]) -> None:
    _, said = everything
    command = said.read_text(encoding="utf-8").partition("  curl ")[2]

    assert run(f"curl {command}", ADDRESS).startswith("Determined: durham, grade-9-to-11")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_asked_and_leaves_nothing(
    everything: tuple[subprocess.Popen[bytes], Path], how: signal.Signals
) -> None:
    started, _ = everything
    started.send_signal(how)

    assert started.wait(SECONDS) == 0
    assert not is_answering()


def test_killed_outright_it_leaves_nothing(
    everything: tuple[subprocess.Popen[bytes], Path],
) -> None:
    started, _ = everything
    os.kill(started.pid, signal.SIGKILL)
    started.wait()

    wait_until(lambda: not is_answering())


def test_a_port_that_is_taken_is_named(
    everything: tuple[subprocess.Popen[bytes], Path],
) -> None:
    second = subprocess.run(
        [sys.executable, "deploy/local.py"],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert everything[0].poll() is None
    assert second.returncode == 1
    assert f"Port {PORT} is taken" in second.stderr
