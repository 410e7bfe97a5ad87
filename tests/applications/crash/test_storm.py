"""Killed at random moments under writers: one effect each, nothing acknowledged lost."""

from pathlib import Path

from tests.torture.storm import house_of_its_own, weather

SECONDS = 12.0
KILLS = 10


def test_whatever_is_killed_each_request_takes_effect_once_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    with house_of_its_own(tmp_path) as house:
        summary = weather(house, seconds=SECONDS, at_least=KILLS)
    assert not summary.findings.said, f"{summary}\n{summary.findings.report()}"
    assert len(summary.kills) == len({"service", "worker", "postgres", "at once", "paycalc"})
    assert summary.retries > 0, f"nothing was cut: {summary}"
    assert summary.paid > 0, f"nothing came to its end: {summary}"
