"""Start everything on this machine, say what to try, and end it all again.

Each service is a child of this process. It ends with it: when this process is interrupted or asked
to stop it stops its children, and where the system can do so (Linux) a child also ends when this
process is killed outright.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
HOST: Final = "127.0.0.1"
PAYCALC_PORT: Final = int(os.environ.get("PAYCALC_PORT", "8001"))
READY_SECONDS: Final = 30
STOP_SECONDS: Final = 30
_PR_SET_PDEATHSIG: Final = 1

TRY: Final = ROOT / "deploy" / "try.txt"


class StartError(Exception):
    """Something could not be started; the message says what to do."""


def main() -> int:
    """Start every service, wait until one ends or this process is asked to stop."""
    signal.signal(signal.SIGTERM, _interrupt)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(_start_paycalc())
        _wait_until_ready(children[-1], PAYCALC_PORT)
        text = TRY.read_text(encoding="utf-8")
        print(text.replace("127.0.0.1:8001", f"{HOST}:{PAYCALC_PORT}"), flush=True)
        return _wait_for_the_first_to_end(children)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
        return 0
    finally:
        _stop(children)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start_paycalc() -> subprocess.Popen[bytes]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PAYCALC_PORT))
        except OSError:
            raise StartError(
                f"Port {PAYCALC_PORT} is taken. Stop what listens on {HOST}:{PAYCALC_PORT}, or "
                "choose another port with PAYCALC_PORT=..., then try again."
            ) from None
    log = ROOT / ".run" / "paycalc.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own service, with arguments of our own
            [sys.executable, "-m", "paycalc", "serve", "--host", HOST, "--port", str(PAYCALC_PORT)],
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches this process alone, which then stops it
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads here
        )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_ready(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    log = ROOT / ".run" / "paycalc.log"
    raise StartError(f"paycalc did not start. Its last words are in {log.relative_to(ROOT)}.")


def _wait_for_the_first_to_end(children: list[subprocess.Popen[bytes]]) -> int:
    while True:
        for child in children:
            if child.poll() is not None:
                print(f"A service ended by itself ({child.args!r}).", file=sys.stderr)
                return 1
        time.sleep(0.5)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
