"""Killed at random moments under writers: one effect each, nothing acknowledged lost."""

from pathlib import Path

from tests.torture.storm import house_of_its_own, weather

KILLS, CALM = 8, 12


def test_whatever_is_killed_each_request_takes_effect_once_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    with house_of_its_own(tmp_path) as house:
        summary = weather(house, seconds=0.0, kills=KILLS, calm=CALM)
    assert not summary.findings.said, f"{summary}\n{summary.findings.report()}"
    assert len(summary.kills) == len({"service", "worker", "postgres", "at once", "paycalc"})
    assert summary.retries > 0, f"nothing was cut: {summary}"
    assert summary.paid > 0, f"nothing came to its end: {summary}"
