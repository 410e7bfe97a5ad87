"""What `make run` starts, for tests that ask it as a newcomer would."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from deploy.children import free_port, is_taken
from tests.support.live import ROOT
from tests.support.waiting import wait_until

NAMES = ("APPLICATIONS_PORT", "PAYCALC_PORT", "ISSUER_PORT", "POSTGRES_PORT")
COMMAND = [sys.executable, "-m", "deploy.local"]


@dataclass(frozen=True, slots=True)
class Everything:
    """What `make run` starts: the process that starts it, what it said, and where all listens."""

    process: subprocess.Popen[bytes]
    said: Path
    ports: dict[str, int]

    def get(self, name: str, path: str, **headers: str) -> httpx.Response:
        """Ask one of the services."""
        address = f"http://127.0.0.1:{self.ports[name]}{path}"
        return httpx.get(address, headers=headers, timeout=10)

    def children(self) -> list[int]:
        """Return the numbers of the processes that it started."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in listed.read_text(encoding="ascii").split()]

    def is_listening(self) -> bool:
        """Whether any of its ports is taken."""
        return any(is_taken(port) for port in self.ports.values())

    def wait_until_it_says_what_to_try(self) -> None:
        """Return once it does, or has ended without."""
        wait_until(lambda: "Try this" in self.said.read_text() or self.process.poll() is not None)


def environment(folder: Path, ports: dict[str, int], **settings: str) -> dict[str, str]:
    """Return the environment of an installation in a folder, on these ports."""
    told = {name: str(port) for name, port in ports.items()}
    return {**os.environ, **told, **settings, "RUN_FOLDER": str(folder)}


def start(folder: Path, command: Sequence[str] = COMMAND, **settings: str) -> Everything:
    """Start an installation, and do not wait for it."""
    said = folder / "said.txt"
    ports = {name: free_port() for name in NAMES}
    with said.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=ROOT,
            env=environment(folder, ports, **settings),
            stdout=output,
            stderr=output,
        )
    return Everything(process, said, ports)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Everything]:
    """Run an installation until the end of the block."""
    found = start(folder, **settings)
    try:
        found.wait_until_it_says_what_to_try()
        yield found
    finally:
        found.process.terminate()
        found.process.wait()
        wait_until(lambda: not found.is_listening())
