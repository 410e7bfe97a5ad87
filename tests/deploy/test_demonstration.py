"""The demonstration: its files fit together, and what fails is said."""

from pathlib import Path

import pytest
from deploy.demonstrate import main
from deploy.demonstration_clock import ClockError, DemonstrationClock, moving_clock
from deploy.demonstration_files import NOW, CouncilShown, councils, default_authority
from tests.support.house import NOW as PRESENT

from plumbing.clock import FileClock

COUNCILS = list(councils())


@pytest.mark.parametrize("council", COUNCILS, ids=[each.name for each in COUNCILS])
def test_everybody_who_is_named_is_sent_first(council: CouncilShown) -> None:
    there: set[str] = set()
    for path, body in council.put.items():
        kind, name = path.removeprefix("/v1/").split("/")
        named = {body[member] for member in ("line_manager", "employee_number") if member in body}
        named |= {post["team"] for post in body.get("posts", ())}
        assert named <= there, path
        there.add(name)
        assert kind != "workers" or body["subject"] == name
    for case in council.cases:
        assert {case.opened_by, *(act.by for act in case.acts)} <= there
        assert case.application["employee_number"] in there


@pytest.mark.parametrize("council", COUNCILS, ids=[each.name for each in COUNCILS])
def test_what_is_done_in_a_case_is_in_the_order_of_its_days(council: CouncilShown) -> None:
    for case in council.cases:
        days = [council.day, case.day, *(act.day for act in case.acts)]
        assert days == sorted(days), case.application
        assert all((act.action is None) != (act.give is None) for act in case.acts)


def test_tokens_are_for_a_council_that_is_shown() -> None:
    assert default_authority() in {council.name for council in COUNCILS}


def test_what_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("APPLICATIONS_DATABASE_URL", "postgresql+asyncpg://127.0.0.1/none")
    monkeypatch.delenv("APPLICATIONS_OWNER_DATABASE_URL", raising=False)
    monkeypatch.setenv("APPLICATIONS_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ISSUER_URL", "http://127.0.0.1:9")

    assert main() == 1
    said = capfd.readouterr().err
    assert "Set APPLICATIONS_OWNER_DATABASE_URL" in said
    assert f"The authority {COUNCILS[0].name} could not be put." in said


def test_the_clock_goes_to_the_days_of_the_cases_and_back_to_the_present(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "clock"
    file.write_text(PRESENT, encoding="ascii")
    monkeypatch.setenv("CLOCK_FILE", str(file))
    present = FileClock(file).now()

    with moving_clock() as clock:
        clock.wanted = "2026-01-28"
        assert FileClock(file).now() >= present  # until something is done
        clock.move()
        assert FileClock(file).today().isoformat() == "2026-01-28"
        assert clock.told({"starts_at": ["in 9 days at 10:00"]}) == {
            "starts_at": ["2026-04-11T10:00:00Z"]
        }
        assert not clock.has_come("2026-04-03")
    assert 0 <= (FileClock(file).now() - present).total_seconds() < 60


def test_without_a_file_the_clock_is_not_moved() -> None:
    clock = DemonstrationClock(None)
    clock.wanted = "2026-01-28"
    with pytest.raises(ClockError, match="set CLOCK_FILE, for every service"):
        clock.move()
    clock.wanted = NOW
    clock.move()
