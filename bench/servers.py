"""Servers that are started here, measured, and ended."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.cost import highest_kib, seconds_spent
from bench.workers import PEERS_PYTHON, ROOT, stop

HOST: Final = "127.0.0.1"

_START_SECONDS: Final = 60
_PIECE: Final = 1 << 16
_LAST_WORDS: Final = 4096


class ServerError(Exception):
    """A server did not start, or ended."""


class Server:
    """A server process whose output goes to a file, so that no reader takes its core from it."""

    def __init__(
        self, name: str, port: int, process: "subprocess.Popen[bytes]", output: Path
    ) -> None:
        self.name = name
        self.port = port
        self._process = process
        self._output = output

    @property
    def lines(self) -> int:
        """How many lines it has written so far."""
        with self._output.open("rb") as output:
            return sum(piece.count(b"\n") for piece in iter(lambda: output.read(_PIECE), b""))

    def spent(self) -> float:
        """Return the CPU seconds that the server has cost so far."""
        return seconds_spent(self._process.pid)

    def highest_kib(self) -> int:
        """Return the most memory that the server ever took; 0 without /proc."""
        return highest_kib(self._process.pid)

    def wait_until_ready(self) -> None:
        """Wait until it takes connections.

        Raises:
            ServerError: with its last words, when it ends first or takes too long.
        """
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        last_words = self._output.read_bytes()[-_LAST_WORDS:].decode(errors="replace")
        raise ServerError(f"{self.name} did not start:\n{last_words}")


@contextmanager
def running(
    name: str, command: Sequence[str], port: int, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a server for as long as it is used."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output.log"
        with output.open("wb") as written:
            process = subprocess.Popen(  # noqa: S603 - one of the commands below
                command,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        try:
            server = Server(name, port, process, output)
            server.wait_until_ready()
            yield server
        finally:
            stop(process)


@contextmanager
def paycalc() -> Iterator[Server]:
    """Run paycalc as it is run anywhere: one process, its log on and read."""
    port = free_port()
    command = [sys.executable, "-m", "paycalc", "serve", "--host", HOST, "--port", str(port)]
    with running("paycalc", command, port) as server:
        yield server


@contextmanager
def floor(answer_bytes: int) -> Iterator[Server]:
    """Run the bare server that answers so many constant bytes."""
    port = free_port()
    command = [sys.executable, "-m", "bench.floor", str(port), str(answer_bytes)]
    with running("floor", command, port) as server:
        yield server


@contextmanager
def openfisca() -> Iterator[Server]:
    """Run OpenFisca's own web API on our country package, with one worker."""
    port = free_port()
    command = [
        str(Path(PEERS_PYTHON).with_name("openfisca")),
        "serve",
        "--country-package=bench.openfisca_derbyshire",
        f"--bind={HOST}:{port}",
        "--workers=1",
    ]
    with running("openfisca", command, port, {"PYTHONPATH": str(ROOT)}) as server:
        yield server


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port
