"""Starting: what cannot be used is named with file, line and mend, and nothing is served."""

import subprocess
from pathlib import Path

import pytest
from tests.support.live import ROOT, environment, free_port, serve_command
from tests.support.own_authorities import write_pay_tables, write_schemes

NORTHSHIRE = "northshire/2018-04-10.2018-04-10.yaml"


def start(**settings: Path) -> subprocess.CompletedProcess[str]:
    """Start a service that must not come up, and wait until it has given up."""
    return subprocess.run(  # noqa: S603 - this interpreter and a port of our own
        serve_command(free_port()),
        cwd=ROOT,
        env=environment({name: str(value) for name, value in settings.items()}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def line_of(path: Path, text: str) -> int:
    """Return the line of a file that holds a text, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.mark.parametrize(
    ("right", "wrong", "mend"),
    [
        ("    title: Lower to upper, at a census", "    titel: A census", "did you mean 'title'"),
        ("        when: {fact: cases_held, at_most: 20}",
         "        when: {fact: cases_hold, at_most: 20}", "did you mean 'cases_held'"),
        ("        next_of: [04-01, 10-01]", "        next_of: [04-31]", "no day of every year"),
        ("        nth: 2", "        nth: 5", "there is no point 5"),
        ("    in_force_until: 2024-04-01", "    in_force_until: 2019-03-31",
         "ends before it starts"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_scheme_file_stops_the_start_with_file_line_and_mend(
    tmp_path: Path, right: str, wrong: str, mend: str
) -> None:
    file = write_schemes(tmp_path) / NORTHSHIRE
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    ended = start(SCHEMES_DIR=tmp_path)
    assert ended.returncode == 1
    (said,) = [line for line in ended.stderr.splitlines() if mend in line]
    path, line, _ = said.split(":", 2)
    assert path == str(file)
    near = line_of(file, wrong.strip())
    assert near - 4 <= int(line) <= near
    assert "Traceback" not in ended.stderr
    assert "Uvicorn running" not in ended.stdout


def test_every_mistake_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    write_schemes(tmp_path)
    for file in tmp_path.glob("*/*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("standards_met, is: true", "standards_mat, is: yes"), "utf-8")
    ended = start(SCHEMES_DIR=tmp_path)
    assert ended.returncode == 1
    named = {line.partition(".yaml:")[0] for line in ended.stderr.splitlines() if ".yaml:" in line}
    assert len(named) == 4


def test_a_version_that_is_there_already_stops_the_start(tmp_path: Path) -> None:
    supplied = max((ROOT / "shared" / "schemes" / "durham").glob("*.yaml"))
    copy = tmp_path / "durham" / supplied.name
    copy.parent.mkdir()
    copy.write_bytes(supplied.read_bytes())
    ended = start(SCHEMES_DIR=tmp_path)
    assert ended.returncode == 1
    assert f"{copy}:" in ended.stderr
    assert "the same version stands in" in ended.stderr


@pytest.mark.parametrize(
    ("file", "right", "wrong", "mend"),
    [
        ("points.csv", "B,2,2020-04-01,33000,", "B,2,2020-04-01,33k,", "write the salary in GBP"),
        ("points.csv", "B,2,2020-04-01,33000,", "B,2,2020-05-01,33000,", "no award counts from"),
        ("points.csv", "B,2,2020-04-01,33000,", "B,two,2020-04-01,33000,", "whole number"),
        ("awards.csv", "2020-04-01,2020-02-01", "2020-04-01,1 Feb 2020", "YYYY-MM-DD"),
    ],
)
def test_a_mistake_in_a_pay_table_stops_the_start_with_file_line_and_mend(
    tmp_path: Path, file: str, right: str, wrong: str, mend: str
) -> None:
    path = write_pay_tables(tmp_path) / "southshire" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    ended = start(PAY_TABLES_DIR=tmp_path)
    assert ended.returncode == 1
    assert f"{path}:{line_of(path, wrong)}:" in ended.stderr
    assert mend in ended.stderr
    assert "Traceback" not in ended.stderr
