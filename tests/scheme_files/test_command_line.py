"""The command line, as a policy officer uses it: `paycalc check` and `paycalc publish`."""

from pathlib import Path

import pytest
from tests.scheme_files.editing import TEXT, edited, line_with
from tests.scheme_files.places import SCHEMES
from typer.testing import CliRunner, Result

from paycalc.cli import app

GOOD = "schemes/sample/2025-04-01.2025-02-10.yaml"
BAD = "schemes/sample/2025-04-01.2025-03-03.yaml"
FINE = f"{GOOD}: A sample, 2 pathways: nothing to mend.\n"


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(GOOD).parent.mkdir(parents=True)
    Path(GOOD).write_text(TEXT, encoding="utf-8")


def _write_a_bad_one() -> None:
    slips = (("published: 2025-02-10", "published: soon"), ("points: 4", "points: four"))
    Path(BAD).write_text(edited(*slips), encoding="utf-8")


def _paycalc(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize("path", [GOOD, "schemes", "schemes/sample", "schemes/../schemes"])
def test_a_good_file_is_called_so(path: str) -> None:
    result = _paycalc("check", path)

    assert result.exit_code == 0
    assert result.stdout.replace("/../schemes", "") == FINE
    assert result.stderr == ""


def test_a_bad_file_is_named_line_by_line() -> None:
    _write_a_bad_one()

    result = _paycalc("check", BAD)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{BAD}:{line_with(TEXT, 'published')}: a date such as 2026-01-15 is needed here",
        f"{BAD}:{line_with(TEXT, 'points: 4')}: a whole number is needed here",
    ]
    assert result.stderr == "2 to mend.\n"


@pytest.mark.parametrize("paths", [(GOOD, BAD), ("schemes",), ("schemes", BAD, GOOD)])
def test_several_files_and_folders_are_checked_together(paths: tuple[str, ...]) -> None:
    _write_a_bad_one()

    result = _paycalc("check", *paths)
    assert result.exit_code == 1
    assert result.stderr == "2 to mend.\n"


def test_several_good_files_are_each_called_so() -> None:
    correction = edited(("published: 2025-02-10", "published: 2025-03-03"))
    Path(BAD).write_text(correction, encoding="utf-8")

    result = _paycalc("check", "schemes", GOOD)
    assert result.exit_code == 0
    assert result.stdout == FINE + FINE.replace(GOOD, BAD)


def test_a_file_that_is_not_there_is_named() -> None:
    result = _paycalc("check", "schemes/nothing.yaml")

    assert result.exit_code == 1
    message = "there is no such file, or it cannot be opened"
    assert result.stdout == f"schemes/nothing.yaml:1: {message}\n"


def test_what_was_published_is_held_to_it() -> None:
    result = _paycalc("check", "--published", "schemes")
    assert result.exit_code == 1
    assert "this file is not published yet: run 'paycalc publish' when it is final" in result.stdout

    result = _paycalc("publish", "schemes")
    assert (result.exit_code, result.stdout) == (
        0,
        f"{Path(GOOD).relative_to('schemes')} is published.\n",
    )
    result = _paycalc("check", "--published", "schemes")
    assert (result.exit_code, result.stdout) == (0, FINE)

    Path(GOOD).write_text(f"{TEXT}# a comma\n", encoding="utf-8")
    for arguments in (("check", "--published", "schemes"), ("publish", "schemes")):
        result = _paycalc(*arguments)
        assert result.exit_code == 1
        assert result.stdout.startswith(f"{GOOD}:1: a published file never changes: undo it, ")


def test_a_bad_file_is_not_published() -> None:
    _write_a_bad_one()

    result = _paycalc("publish", "schemes")
    assert result.exit_code == 1
    assert BAD in result.stdout
    assert not Path("schemes/published.sha256").exists()


def test_the_files_that_come_with_the_service_are_as_they_were_published() -> None:
    result = _paycalc("check", "--published", str(SCHEMES))

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 3
