"""Processes that end with the one that started them, also when that one is killed outright."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Final

from deploy.unprivileged import User

HOST: Final = "127.0.0.1"
_PR_SET_PDEATHSIG: Final = 1
# Loaded here, because between a fork and the new program nothing may be loaded.
_LIBC: Final = ctypes.CDLL(None)


def start_child(
    command: Sequence[str | Path],
    *,
    output: IO[bytes],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    ending: signal.Signals = signal.SIGTERM,
    user: User | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that gets the signal `ending` when this process is no more.

    Where the system can do so (Linux), that holds for SIGKILL too. It is the thread that counts
    there: call this from one that lives as long as the process does, such as the main one.
    """
    return subprocess.Popen(  # noqa: S603 - callers give programs and arguments of our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=folder,
        env=environment,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        start_new_session=True,  # Ctrl-C reaches the parent alone, which then stops the child
        preexec_fn=partial(end_with, os.getpid(), ending),  # noqa: PLW1509 - system calls alone
    )


def end_with(parent: int, ending: signal.Signals = signal.SIGTERM) -> None:
    """Have this process sent a signal when its parent, of that number, is no more (on Linux)."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, ending)
        if os.getppid() != parent:  # it ended before it could be watched
            os._exit(1)


def stop_child(
    child: subprocess.Popen[bytes], seconds: float, ending: signal.Signals = signal.SIGTERM
) -> None:
    """Ask a process to end, and end it outright when it has not after so many seconds."""
    child.send_signal(ending)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def kill_with_children(child: subprocess.Popen[bytes]) -> None:
    """End a process and the processes that it started, all at once and without a word.

    Where their numbers cannot be read (elsewhere than on Linux) only the process itself is ended.
    """
    child.send_signal(signal.SIGSTOP)  # so that it starts no others meanwhile
    theirs = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    numbers = theirs.read_text(encoding="ascii").split() if theirs.is_file() else []
    child.kill()
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(number), signal.SIGKILL)
    child.wait()


def free_port() -> int:
    """Return a port of this machine's own address that nobody listens on."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    """Whether somebody listens on a port of this machine's own address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False
