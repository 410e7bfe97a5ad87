"""A council whose HRIS has no API: a CSV and printed forms out, the answers back by hand.

    python csv_hris.py out FOLDER     writes FOLDER/variations.csv and FOLDER/forms/*.html
    python csv_hris.py back FOLDER    reads what was entered in FOLDER/variations.csv

Somebody keys each variation into the HRIS, has its form signed, and enters `hris_reference` in the
file, or `reason_code` and `words` where it was turned down. What is entered already stays when the
file is written again. Both may be run again at any time, and `back` on a file that is half done.
"""

import csv
import html
import sys
from pathlib import Path
from string import Template

import httpx

from spinepoint import (
    Json,
    RefusedError,
    acknowledge,
    ask,
    connect,
    good,
    reject,
    send,
    variations,
)

OURS = [
    "variation_id", "employee_number", "name", "post_number", "grade_from", "point_from",
    "grade", "point", "effective_from", "annual_salary", "salary_status", "approved_by",
]  # fmt: skip
ENTERED = ["hris_reference", "reason_code", "words"]
FORM = Template("""<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><title>Variation $variation_id</title>
<style>body{font:12pt/1.5 sans-serif;margin:2cm}th{text-align:left;padding-right:2em}
p{margin-top:3em;border-top:1px solid}</style>
<h1>Variation of contract: grade and pay point</h1>
<table>$rows</table>
<p>Signed for HR, and date</p><p>Entered in the HRIS by, date and reference</p>
</html>
""")


def main(what: str, folder: Path) -> None:
    """Write what waits, or read what was entered."""
    with connect("APPLICATIONS") as spinepoint:
        if what == "out":
            out(spinepoint, folder)
        else:
            back(spinepoint, folder)


def out(spinepoint: httpx.Client, folder: Path) -> None:
    """Write every variation that waits for the HRIS, and only then note that it was sent."""
    forms = folder / "forms"
    forms.mkdir(parents=True, exist_ok=True)
    file = folder / "variations.csv"
    entered = {row["variation_id"]: row for row in read(file)}
    waiting = variations(spinepoint, "approved", "sent")
    rows = []
    for variation in waiting:
        row = row_of(spinepoint, variation)
        form = forms / f"{variation['variation_id']}.html"
        form.write_text(form_of(row), encoding="utf-8")
        safe = {name: harmless(row[name]) for name in OURS}
        rows.append(safe | answer_in(entered.get(variation["variation_id"], {})))
    new = file.with_suffix(".new")
    with new.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, OURS + ENTERED)
        writer.writeheader()
        writer.writerows(rows)
    new.replace(file)  # whole or not at all
    for variation in waiting:
        send(spinepoint, variation)
    print(f"{len(rows)} variations are in {file}")


def back(spinepoint: httpx.Client, folder: Path) -> None:
    """Note what somebody entered; a row that is wrong does not keep the others from it."""
    problems = 0
    for row in read(folder / "variations.csv"):
        reference, code, words = answer_in(row).values()
        if not (reference or code or words):
            continue
        variation = {"variation_id": row["variation_id"], "status": "sent"}
        try:
            if reference:
                acknowledge(spinepoint, variation, reference)
            else:
                reject(spinepoint, variation, code or "turned_down", words or code)
        except RefusedError as error:
            problems += 1
            print(f"{row['variation_id']}: {error}", file=sys.stderr)
    if problems:
        raise SystemExit(f"{problems} rows were refused.")


def row_of(spinepoint: httpx.Client, variation: Json) -> Json:
    """A variation as a row, with the worker's name for whoever signs."""
    address = f"/v1/workers/{variation['employee_number']}"
    worker = good(ask(spinepoint, "GET", address)).json()
    told = {"name": worker["name"], "point": variation["point"]["position"]}
    row = {**variation, **told}
    return {name: "" if row[name] is None else str(row[name]) for name in OURS}


def form_of(row: Json) -> str:
    """The form to print and sign."""
    cells = [
        f"<tr><th>{name.replace('_', ' ')}</th><td>{html.escape(row[name])}</td></tr>"
        for name in OURS
    ]
    return FORM.substitute(variation_id=html.escape(row["variation_id"]), rows="".join(cells))


def read(file: Path) -> list[Json]:
    """The rows of a file that was written here; none while there is no file."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [dict(row) for row in csv.DictReader(opened)]


def answer_in(row: Json) -> dict[str, str]:
    """What somebody entered in a row."""
    return {name: (row.get(name) or "").strip() for name in ENTERED}


def harmless(cell: str) -> str:
    """Text as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {"out", "back"}:
        raise SystemExit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]))
