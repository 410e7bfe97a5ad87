"""People come in from an extract, and variations go out on paper and come back by hand."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.support.adapting import StoppedError, approve, around, at, run, stop_at
from tests.support.council import Council
from tests.support.durham import TEAM, settle

import csv_hris
import people_in

Json = dict[str, Any]


@pytest.fixture
def here(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    for name, value in around(council).items():
        monkeypatch.setenv(name, value)
    return council


def rows_of(file: Path) -> list[Json]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def enter(file: Path, worker: str, **cells: str) -> None:
    rows = [row | (cells if row["employee_number"] == worker else {}) for row in rows_of(file)]
    write(file, list(rows[0]), rows)


def write(file: Path, columns: Sequence[str], rows: Sequence[Json]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(rows)


def test_variations_go_out_as_a_file_and_forms_and_what_is_entered_comes_back(
    here: Council, tmp_path: Path
) -> None:
    waiting = approve(here)
    file = tmp_path / "variations.csv"
    csv_hris.main("out", tmp_path)
    assert set(at(here, "sent")) == set(waiting)
    form = tmp_path / "forms" / f"{waiting['W-1']['variation_id']}.html"
    assert "Person W-1" in form.read_text("utf-8")
    enter(file, "W-1", hris_reference="MV-2041")
    csv_hris.main("out", tmp_path)  # whoever enters is in no hurry: what is there stays
    enter(file, "W-3", reason_code="NO POST", words="There is no such post.")
    csv_hris.main("back", tmp_path)
    csv_hris.main("back", tmp_path)
    assert at(here, "acknowledged")["W-1"]["hris_reference"] == "MV-2041"
    assert at(here, "rejected")["W-3"]["rejected_because"] == "no_post"
    csv_hris.main("out", tmp_path)
    assert [row["employee_number"] for row in rows_of(file)] == ["W-4"]


def test_a_row_that_is_wrong_does_not_keep_the_others_from_coming_back(
    here: Council, tmp_path: Path
) -> None:
    approve(here, ["W-1", "W-3"])
    csv_hris.main("out", tmp_path)
    enter(tmp_path / "variations.csv", "W-1", hris_reference="x" * 65)
    enter(tmp_path / "variations.csv", "W-3", hris_reference="MV-1")
    with pytest.raises(SystemExit, match=r"1 rows were refused\."):
        csv_hris.main("back", tmp_path)
    assert set(at(here, "acknowledged")) == {"W-3"}


def test_no_variation_is_noted_as_sent_before_it_stands_in_the_file(
    here: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = approve(here, ["W-1", "W-3"])
    for number in range(20):
        with monkeypatch.context() as patch:
            stop_at(patch, number)
            try:
                csv_hris.main("out", tmp_path)
            except StoppedError:
                has_ended = False
            else:
                has_ended = True
        sent, file = set(at(here, "sent")), tmp_path / "variations.csv"
        assert not sent or sent <= {row["employee_number"] for row in rows_of(file)}
        if has_ended:
            break
    assert set(at(here, "sent")) == set(waiting)


def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_made_harmless() -> None:
    assert csv_hris.harmless("=1+1") == "'=1+1"
    assert csv_hris.harmless("W-1") == "W-1"


def extract(file: Path, *people: Json) -> None:
    row = dict.fromkeys(people_in.COLUMNS, "") | {
        "Cost Centre": TEAM,
        "Grade": "9",
        "Point": "5",
        "Weekly Hours": "37.00",
        "Position Start": "2021-09-06",
        "Position No": "1",
        "Car Park": "none",
    }
    write(file, list(row), [row | each for each in people])


def test_people_come_in_from_the_extract_as_it_is_and_the_same_file_does_nothing_again(
    here: Council, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(here)
    file = tmp_path / "extract.csv"
    names = [{"Employee No": f"N-{number}", "Full Name": f"New {number}"} for number in (1, 2)]
    extract(file, *names, names[1] | {"Position No": "2", "Weekly Hours": "10.00"})
    assert people_in.main(file, only_check=True) == 0
    assert here.hris.get("/v1/workers/N-1").status_code == 404
    assert people_in.main(file, only_check=False) == 0
    assert [post["post_number"] for post in here.hris.get("/v1/workers/N-2").json()["posts"]] == [
        "1",
        "2",
    ]
    etag = here.hris.get("/v1/workers/N-1").headers["etag"]
    assert people_in.main(file, only_check=False) == 0
    assert here.hris.get("/v1/workers/N-1").headers["etag"] == etag
    assert "2 created" in capsys.readouterr().out


def test_refused_rows_are_named_by_their_line_and_the_others_are_in(
    here: Council, tmp_path: Path
) -> None:
    settle(here)
    file = tmp_path / "extract.csv"
    extract(
        file,
        {"Employee No": "N-1", "Full Name": "New 1", "Cost Centre": "no-such-team"},
        {"Employee No": "N-2", "Full Name": "New 2"},
    )
    process = run("people_in.py", around(here), str(file))
    assert process.returncode == 1
    assert here.hris.get("/v1/workers/N-2").is_success
    assert here.hris.get("/v1/workers/N-1").status_code == 404


def test_an_extract_without_a_column_is_not_sent(tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text("Employee No,Full Name\n1,A\n")
    with pytest.raises(SystemExit, match="no column Cost Centre, Grade"):
        people_in.translated(file)
