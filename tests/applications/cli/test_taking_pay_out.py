"""Files of pay that an operator takes out are whole, or are not there."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.commands import Ended, applications
from tests.support.council import Council
from tests.support.files_of_pay import digest, fetch, read_csv, read_lines
from tests.support.scripted_service import Scripted, answering, said

Json = dict[str, Any]
Command = Callable[..., Ended]

ANYBODY = "a-token"
ON = ("--effective-on", "2026-07-01")
HEADERS = {
    "Effective-On": "2026-07-01",
    "Known-On": "2026-04-02",
    "Known-At": "2026-04-02T09:00:00Z",
}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_pay_points_are_written_as_the_service_gives_them(
    paid: Council, command: Command, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "pay"
    ended = command("export", "pay-points", *ON, "--format", form, "-o", str(file))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("2 pay points of 2026-07-01, as known at 2026-04-02T")
    if form == "csv":
        found = read_csv(file.read_bytes(), digest(paid.hris, "csv", effective_on="2026-07-01"))
    else:
        found = read_lines(file.read_bytes())
    assert [each["employee_number"] for each in found] == ["W-1", "W-2"]
    media_type = "text/csv" if form == "csv" else "application/jsonl"
    again = fetch(paid.hris, media_type, effective_on="2026-07-01")
    assert file.read_bytes() == again.content


def test_a_file_of_nobody_is_whole_too(command: Command, tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        file = str(tmp_path / form)
        ended = command("export", "pay-points", "--format", form, "-o", file)
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.startswith("0 pay points")


def write_from(url: str, file: Path, *more: str) -> Ended:
    return applications(
        *("export", "pay-points", "-o", str(file), *more),
        APPLICATIONS_URL=url,
        APPLICATIONS_TOKEN=ANYBODY,
    )


def sent(content: bytes, promised: int | None = None) -> Scripted:
    return Scripted(200, content, HEADERS, promised)


LINE = b'{"employee_number":"W-1"}\n'
CLOSED = json.dumps({"closing": {"count": 1, "sha256": hashlib.sha256(LINE).hexdigest()}}).encode()
ROWS = b"employee_number\r\nW-1\r\n"
RIGHT = {"count": 1, "sha256": hashlib.sha256(ROWS).hexdigest()}
BAD_LINES = {
    "cut off after a line": [sent(LINE)],
    "cut off in its last line": [sent(LINE + CLOSED)],
    "another line than was sent": [sent(b'{"employee_number":"W-2"}\n' + CLOSED + b"\n")],
    "a line twice": [sent(LINE + LINE + CLOSED + b"\n")],
    "nothing": [sent(b"")],
    "a connection that breaks": [sent(LINE, promised=10_000)],
}
BAD_ROWS = {
    "a row less": [sent(b"employee_number\r\n"), said(RIGHT)],
    "another row": [sent(b"employee_number\r\nW-2\r\n"), said(RIGHT)],
    "another count": [sent(ROWS), said({**RIGHT, "count": 2})],
    "a connection that breaks": [sent(ROWS, promised=10_000)],
}
BAD = [("jsonl", *each) for each in BAD_LINES.items()] + [
    ("csv", *each) for each in BAD_ROWS.items()
]


@pytest.mark.parametrize(("form", "what", "answers"), BAD, ids=[f"{a}-{b}" for a, b, _ in BAD])
def test_what_is_not_whole_never_takes_the_place_of_what_was_there(
    tmp_path: Path, form: str, what: str, answers: list[Scripted]
) -> None:
    file = tmp_path / "pay"
    file.write_text("of last month")
    with answering(*answers) as url:
        ended = write_from(url, file, "--format", form)
    assert ended.returncode == 6, what
    assert "nothing was written" in ended.stderr
    assert file.read_text() == "of last month"
    assert [each.name for each in tmp_path.iterdir()] == ["pay"]


def test_what_is_whole_is_written(tmp_path: Path) -> None:
    with answering(sent(ROWS), said(RIGHT)) as url:
        assert write_from(url, tmp_path / "rows").returncode == 0
    with answering(sent(LINE + CLOSED + b"\n")) as url:
        assert write_from(url, tmp_path / "lines", "--format", "jsonl").returncode == 0
    assert (tmp_path / "rows").read_bytes() == ROWS
    assert (tmp_path / "rows").stat().st_mode & 0o077 == 0  # it is about people's pay


def test_every_change_is_written_and_the_next_run_goes_on_from_there(
    paid: Council, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "changes"
    ended = command("export", "pay-changes", "-o", str(file))
    assert ended.returncode == 0, ended.stderr
    changes = [json.loads(line) for line in file.read_text().splitlines()]
    assert changes == paid.hris.get("/v1/pay-changes").json()["items"]
    assert [(each["employee_number"], each["back_dated"]) for each in changes] == [
        ("W-1", True),
        ("W-2", False),
    ]
    told, position = ended.stdout.rstrip(".\n").split("--after ")
    assert told == f"2 changes are in {file}; go on with "
    later = command("export", "pay-changes", "-o", str(file), "--after", position)
    assert later.stdout == f"0 changes are in {file}; go on with --after {position}.\n"
    assert file.read_text() == ""
    since = ("--affecting-from", "2026-06-01", "--format", "csv")
    assert command("export", "pay-changes", "-o", str(file), *since).returncode == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert {row["point_spine"] for row in rows} == {"njc-2019"}
    assert {"W-2"} <= {row["employee_number"] for row in rows}


def test_arrears_are_shown_or_written_and_add_up(
    paid: Council, command: Command, tmp_path: Path
) -> None:
    asked = ("--through", "2026-03-31", "--closed-through", "2026-02-28")
    shown = command("arrears", *asked)
    assert shown.returncode == 0, shown.stderr
    query = {"through": "2026-03-31", "closed_through": "2026-02-28"}
    totals = paid.hris.get("/v1/arrears", params=query).json()["totals"]
    assert totals["lines"] == 3
    assert f"3 lines, {totals['difference']} in all" in shown.stdout
    assert "2026-01" in shown.stdout
    file = tmp_path / "arrears.csv"
    assert command("arrears", *asked, "-o", str(file)).returncode == 0
    service = paid.hris.get("/v1/arrears", params=query, headers={"Accept": "text/csv"})
    assert file.read_bytes() == service.content


def test_arrears_that_do_not_add_up_are_not_written(tmp_path: Path) -> None:
    totals = {"lines": 1, "open_lines": 0, "difference": "10.00"}
    page = {"items": [{"difference": "9.99"}], "totals": totals, "next_cursor": None}
    with answering(said(page)) as url:
        ended = applications(
            *("arrears", "-o", str(tmp_path / "arrears.csv")),
            APPLICATIONS_URL=url,
            APPLICATIONS_TOKEN=ANYBODY,
        )
    assert (ended.returncode, list(tmp_path.iterdir())) == (6, [])
