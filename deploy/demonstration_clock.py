"""The clock of the demonstration: back to the days on which its cases were worked, and forth."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from deploy.demonstration_files import NOW

from plumbing.clock import Clock, FileClock, SystemClock

_AHEAD: Final = re.compile(r"in (?P<days>\d+) days at (?P<time>\d\d:\d\d)")


class ClockError(Exception):
    """The clock cannot be moved; the message says what to do."""


class DemonstrationClock:
    """Moves the file that all services go by to a day, and at last back to the present.

    Attributes:
        day: The day that it is for the services.
        wanted: The day on which the next thing is to be done, if it is not done already.
    """

    def __init__(self, file: Path | None) -> None:
        clock: Clock = FileClock(file) if file is not None else SystemClock()
        self._file: Final = file
        self._present: Final = clock.now()
        self._began: Final = time.monotonic()
        self.day = NOW
        self.wanted = NOW

    def has_come(self, day: str) -> bool:
        """Whether a day is not after the present."""
        return day == NOW or day <= self._present.date().isoformat()

    def move(self) -> None:
        """Let it be noon of the day that is wanted, or the present again.

        Raises:
            ClockError: There is no file that moves the clock.
        """
        day = self.wanted
        if day == self.day:
            return
        if self._file is None:
            raise ClockError(
                f"Something is to be shown of {day}: set CLOCK_FILE, for every service, to a file "
                "that holds the present instant."
            )
        written = self._file.with_name(f"{self._file.name}.written")
        written.write_text(self._now().isoformat() if day == NOW else day, encoding="ascii")
        written.replace(self._file)
        self.day = day

    def told(self, value: Any) -> Any:  # noqa: ANN401 - what a body may hold
        """A body with "in 9 days at 10:00" as the instant that this is, seen from the present."""
        match value:
            case dict():
                return {name: self.told(each) for name, each in value.items()}
            case list():
                return [self.told(each) for each in value]
            case str() if found := _AHEAD.fullmatch(value):
                day = (self._present + timedelta(days=int(found["days"]))).date()
                return f"{day.isoformat()}T{found['time']}:00Z"
            case _:
                return value

    def _now(self) -> datetime:
        passed = timedelta(seconds=time.monotonic() - self._began)
        return (self._present + passed).astimezone(UTC)


@contextmanager
def moving_clock() -> Iterator[DemonstrationClock]:
    """Give the clock that `CLOCK_FILE` names, and leave it at the present whatever happens."""
    file = os.environ.get("CLOCK_FILE")
    clock = DemonstrationClock(Path(file) if file else None)
    try:
        yield clock
    finally:
        clock.wanted = NOW
        clock.move()
