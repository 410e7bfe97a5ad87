"""Start everything on this machine, say what to try, and end it all again.

Each service is a child of this process. It ends with it: when this process is interrupted or asked
to stop it stops its children, and where the system can do so (Linux) a child also ends when this
process is killed outright.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from string import Template
from types import FrameType
from typing import Final, Never

import httpx
from deploy.children import HOST, end_with, is_taken, start_child, stop_child
from deploy.embedded_postgres import EmbeddedPostgres
from deploy.postgres_folder import PostgresError
from deploy.processes import (
    CHECKPOINT_KEY,
    CLOCK,
    ROOT,
    RUN,
    WEBHOOK_KEYS,
    PortError,
    Ports,
    Process,
    ports,
    processes,
)
from deploy.secret_files import make_sealing_key, make_signing_key

from plumbing.clock import SystemClock

_READY_SECONDS: Final = 60
_STOP_SECONDS: Final = 30
_TRY: Final = ROOT / "deploy" / "try.txt"

Child = tuple[Process, subprocess.Popen[bytes]]


class StartError(Exception):
    """Something could not be started; the message says what to do."""


def main() -> int:
    """Start everything, and wait until something ends or this process is asked to stop."""
    for asking in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asking, _interrupt)
    if "MAKELEVEL" in os.environ:
        end_with(os.getppid())  # make, killed outright, would leave this process behind
    try:
        with ExitStack() as until_the_end:
            at = ports()
            _refuse_taken_ports(at)
            postgres = _start_postgres(at, until_the_end)
            make_signing_key(CHECKPOINT_KEY)
            make_sealing_key(WEBHOOK_KEYS)
            demonstrated = postgres.folder.place / "demonstrated"
            if not demonstrated.exists():
                _make_clock()
            children: list[Child] = []
            until_the_end.callback(_stop, children)
            _start(processes(at, postgres.owner_url, postgres.app_url), children)
            demonstrated.touch()
            print(_what_to_try(at, postgres.folder.place), flush=True)
            _watch(postgres, children)
    except (PortError, PostgresError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0


def _make_clock() -> None:
    """Have all services go by a file, so that the demonstration can show what was months ago."""
    if "CLOCK_FILE" not in os.environ:
        CLOCK.write_text(SystemClock().now().isoformat(), encoding="ascii")
        os.environ["CLOCK_FILE"] = str(CLOCK)


def _interrupt(_: int, __: FrameType | None) -> Never:
    raise KeyboardInterrupt


def _refuse_taken_ports(at: Ports) -> None:
    for name, port in at.items().items():
        if is_taken(port):
            raise StartError(
                f"Port {port} is taken. Stop what listens on {HOST}:{port}, or "
                f"choose another port with {name}=..., then try again."
            )


def _start_postgres(at: Ports, until_the_end: ExitStack) -> EmbeddedPostgres:
    RUN.mkdir(parents=True, exist_ok=True)
    asked = RUN / "postgres"
    postgres = until_the_end.enter_context(EmbeddedPostgres(asked, port=at.postgres))
    if postgres.folder.place != asked:
        place = postgres.folder.place
        print(f"The data is in {place}: PostgreSQL's user cannot reach {asked}.", flush=True)
    return postgres


def _start(declared: list[Process], children: list[Child]) -> None:
    """Start what is declared, in order; what is to be done once waits for all before it."""
    for process in declared:
        if process.once:
            _wait_until_ready(children)
            _do(process)
        else:
            children.append((process, _start_one(process)))
    _wait_until_ready(children)


def _start_one(process: Process) -> subprocess.Popen[bytes]:
    with process.log.open("ab") as output:
        return start_child(
            process.command,
            output=output,
            environment={**os.environ, **process.environment},
            folder=ROOT,
        )


def _do(process: Process) -> None:
    child = _start_one(process)
    try:
        if child.wait():
            raise StartError(f"{process.name} failed. See {_shown(process.log)}.")
    finally:
        stop_child(child, _STOP_SECONDS)


def _wait_until_ready(children: list[Child]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    for process, child in children:
        while not _is_ready(process):
            if child.poll() is not None or time.monotonic() > deadline:
                raise StartError(f"{process.name} did not start. See {_shown(process.log)}.")
            time.sleep(0.1)


def _is_ready(process: Process) -> bool:
    if process.ready is None:
        return True
    try:
        return httpx.get(process.ready, timeout=1, trust_env=False).is_success
    except httpx.TransportError:
        return False


def _what_to_try(at: Ports, data: Path) -> str:
    elsewhere = "" if at.issuer == Ports().issuer else f" ISSUER_PORT={at.issuer}"
    told = {"DATA": _shown(data), "MAKE_TOKEN": f"make -s token{elsewhere}"}
    return Template(_TRY.read_text(encoding="utf-8")).substitute(at.items(), **told)


def _watch(postgres: EmbeddedPostgres, children: list[Child]) -> Never:
    while True:
        for process, child in children:
            if child.poll() is not None:
                raise StartError(f"{process.name} ended by itself. See {_shown(process.log)}.")
        if postgres.process is None or postgres.process.poll() is not None:
            raise StartError(f"PostgreSQL ended by itself. See {_shown(postgres.folder.log)}.")
        time.sleep(0.5)


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _stop(children: list[Child]) -> None:
    for _, child in children:
        child.terminate()
    for _, child in children:
        stop_child(child, _STOP_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
