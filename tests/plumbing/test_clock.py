"""The clock, and the days of instants."""

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from plumbing.clock import FileClock, SystemClock, log_instant, log_time, london_day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-05-14T23:30:00+00:00", "2026-05-15"),
        ("2026-05-14T22:59:59+00:00", "2026-05-14"),
        ("2026-01-14T23:30:00+00:00", "2026-01-14"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-10-25T23:30:00+00:00", "2026-10-25"),
        ("2026-01-14T23:30:00-01:00", "2026-01-15"),
    ],
)
def test_an_instant_falls_on_its_day_in_london(instant: str, day: str) -> None:
    assert london_day(datetime.fromisoformat(instant)) == date.fromisoformat(day)


def test_an_instant_without_an_offset_falls_on_no_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        london_day(datetime(2026, 5, 14, 23, 30))  # noqa: DTZ001 - that is the mistake


def test_the_system_clock_is_aware_and_goes() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first
    assert clock.today() in {london_day(first), london_day(clock.now())}


def test_a_file_moves_the_clock(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = FileClock(file)

    file.write_text("2026-05-14T23:30:00Z\n", encoding="ascii")
    _is_just_after(clock.now(), datetime(2026, 5, 14, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2026, 5, 15)

    file.write_text("2026-07-01T01:00:00+01:00", encoding="ascii")
    _is_just_after(clock.now(), datetime(2026, 7, 1, tzinfo=UTC))
    assert clock.now().tzinfo is UTC

    file.write_text("2026-07-02", encoding="ascii")
    _is_just_after(clock.now(), datetime(2026, 7, 2, 12, tzinfo=timezone(timedelta(hours=1))))
    assert clock.today() == date(2026, 7, 2)


def test_a_clock_that_a_file_moved_goes_on_from_there(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2026-05-14T23:30:00Z", encoding="ascii")
    written = file.stat().st_mtime
    os.utime(file, (written - 3600, written - 3600))
    _is_just_after(FileClock(file).now(), datetime(2026, 5, 15, 0, 30, tzinfo=UTC))


def test_a_file_that_is_just_being_written_stops_no_clock(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2026-05-14T23:30:00Z", encoding="ascii")
    clock = FileClock(file)
    clock.now()
    file.write_text("", encoding="ascii")
    _is_just_after(clock.now(), datetime(2026, 5, 14, 23, 30, tzinfo=UTC))


def _is_just_after(instant: datetime, expected: datetime) -> None:
    assert timedelta(0) <= instant - expected < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-05-14T23:30:00", "2026-02-30"])
def test_a_file_that_gives_no_instant_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clock"
    file.write_text(text, encoding="ascii")
    with pytest.raises(ValueError, match="give an instant with an offset"):
        FileClock(file).now()


def test_log_lines_have_the_time_of_the_machine() -> None:
    assert abs(datetime.fromisoformat(log_time(log_instant())) - SystemClock().now()) < timedelta(
        seconds=5
    )
    assert log_time(log_instant()).endswith("Z")
