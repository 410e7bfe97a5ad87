"""Processes beside this one that answer a line of JSON with a line of JSON."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time
from types import TracebackType
from typing import Any, Final, Self, TypeVar

ROOT: Final = Path(__file__).resolve().parents[1]
PEERS_PYTHON: Final = ROOT / ".venv-peers" / "bin" / "python"

_GRACE_SECONDS: Final = 10
_CALLS_AT_ONCE: Final = 20

Json = dict[str, Any]
T = TypeVar("T")


class WorkerError(Exception):
    """A worker ended without an answer."""


class Worker:
    """A process that runs one module of this folder, and is asked things."""

    def __init__(self, module: str, *, python: Path | None = None) -> None:
        self._module = module
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [str(python or sys.executable), "-m", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stop(self._process)

    def ask(self, message: Json) -> Json:
        """Send a message and return the answer.

        Raises:
            WorkerError: when the process ends instead.
        """
        pipes = self._process.stdin, self._process.stdout
        if pipes[0] is None or pipes[1] is None:
            raise WorkerError(f"{self._module} has no pipes")
        try:
            pipes[0].write(json.dumps(message) + "\n")
            pipes[0].flush()
        except BrokenPipeError:
            raise WorkerError(f"{self._module} has ended: see its message above") from None
        line = pipes[1].readline()
        if not line:
            raise WorkerError(f"{self._module} has ended: see its message above")
        answer: Json = json.loads(line)
        return answer


def stop(process: "subprocess.Popen[Any]") -> None:
    """End a process that was started here, and wait for it."""
    process.terminate()
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answer_lines(answer: Callable[[Json], Json]) -> None:
    """Answer every line of standard input, until there are no more."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def timed(call: Callable[[T], object], items: Sequence[T], seconds: float) -> Json:
    """Call a function on one item after another for about so long, and say what it cost."""
    turn = cycle(items)
    calls = 0
    started, cpu = perf_counter(), process_time()
    while perf_counter() - started < seconds:
        for _ in range(_CALLS_AT_ONCE):
            call(next(turn))
        calls += _CALLS_AT_ONCE
    return {
        "requests": calls,
        "cpu": process_time() - cpu,
        "seconds": perf_counter() - started,
    }
