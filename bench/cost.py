"""What a server process has cost so far, in time and in memory, from /proc."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

_PROC: Final = Path("/proc")
_SELF: Final = _PROC / "self" / "stat"
# Positions in a stat line, counted from the state, which follows the name in brackets.
_PARENT, _FIRST_TIME, _AFTER_TIMES = 1, 11, 15

NO_PROC: Final = (
    "There is no /proc here, so that CPU time of a server cannot be read: these costs are "
    "wall-clock time, which other work on this machine distorts."
)


class _Process(NamedTuple):
    pid: int
    parent: int
    ticks: int


def is_measurable() -> bool:
    """Say whether this system tells what a process has cost."""
    return _SELF.exists()


def seconds_spent(pid: int) -> float:
    """Return the CPU seconds of a process and those below it; the wall clock's without /proc.

    Only differences between two readings mean anything.
    """
    if not is_measurable():
        return perf_counter()
    processes = list(_processes())
    family = {pid}
    while more := {each.pid for each in processes if each.parent in family} - family:
        family |= more
    ticks = sum(each.ticks for each in processes if each.pid in family)
    return ticks / os.sysconf("SC_CLK_TCK")


def highest_kib(pid: int) -> int:
    """Return the most memory that a process ever took; 0 without /proc."""
    if not is_measurable():
        return 0
    lines = (_PROC / str(pid) / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def _processes() -> Iterator[_Process]:
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        # Its own user and system time, and that of children it has seen end.
        ticks = sum(int(field) for field in fields[_FIRST_TIME:_AFTER_TIMES])
        yield _Process(int(path.parent.name), int(fields[_PARENT]), ticks)
