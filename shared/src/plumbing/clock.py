"""The one clock. Nothing else reads the time of day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from time import gmtime, strftime, time_ns
from typing import Final, Protocol
from zoneinfo import ZoneInfo

_LONDON: Final = ZoneInfo("Europe/London")


class Clock(Protocol):
    """What operations ask for the time."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""

    def today(self) -> date:
        """The day it is now in Europe/London."""


def london_day(instant: datetime) -> date:
    """The day that an instant falls on in Europe/London.

    Raises:
        ValueError: The instant has no offset, so that it names no moment.
    """
    if instant.utcoffset() is None:
        raise ValueError("An instant without an offset falls on no certain day.")
    return instant.astimezone(_LONDON).date()


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day it is now in Europe/London."""
        return london_day(self.now())


class FileClock:
    """A clock that a file moves, for demonstrations and stories.

    The file holds an ISO instant with its offset, or a date, which stands for noon of that day in
    Europe/London. From when the file was written the clock goes on as any other, so that what waits
    comes due. The file is read each time, so that moving the clock needs no restart.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last_text = ""

    def now(self) -> datetime:
        """The instant that the file gives, and what has passed since it was written, in UTC.

        Raises:
            ValueError: The file holds neither an instant with an offset nor a date.
        """
        # An empty file is about to be written: until then it says what it said before.
        text = self._path.read_text(encoding="ascii").strip() or self._last_text
        self._last_text = text
        passed = max(0, time_ns() - self._path.stat().st_mtime_ns)
        try:
            return _instant(text) + timedelta(microseconds=passed // 1000)
        except ValueError as error:
            raise ValueError(
                f"{self._path}: give an instant with an offset, or a date; found neither."
            ) from error

    def today(self) -> date:
        """The day in Europe/London of the instant that the file gives."""
        return london_day(self.now())


def _instant(text: str) -> datetime:
    if len(text) == len("2026-04-02"):
        return datetime.combine(date.fromisoformat(text), time(12), _LONDON).astimezone(UTC)
    instant = datetime.fromisoformat(text)
    london_day(instant)
    return instant.astimezone(UTC)


def log_instant() -> int:
    """The machine's own time for a log line, in nanoseconds: no clock file moves it.

    Log lines are read beside those of other machines, which know nothing of a demonstration.
    """
    return time_ns()


def log_time(instant: int) -> str:
    """An instant as a log line has it."""
    second, nanosecond = divmod(instant, 1_000_000_000)
    return f"{_second_text(second)}.{nanosecond // 1_000_000:03d}Z"


@lru_cache(maxsize=1)
def _second_text(second: int) -> str:
    # Every request has a log line, and most share their second with the one before.
    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(second))
