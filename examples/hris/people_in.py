"""People in: an HRIS's extract, as it is, to Spinepoint's import of workers.

    python people_in.py EXTRACT.csv            check the file, then take it in
    python people_in.py EXTRACT.csv --check    check it only: nothing is changed

COLUMNS says which column of the extract is which member; change it to your HRIS's own words. Who
holds several posts has a row for each, one under the other. The same file again does nothing again,
unless rows were refused or another file came in since: then it is worked through once more. Every
refused row is printed with its line and what to mend, and the exit code is 1 then; the other rows
are in.
"""

import csv
import io
import sys
import time
from pathlib import Path
from uuid import uuid4

import httpx

from spinepoint import Json, ask, connect, good

COLUMNS = {
    "Employee No": "employee_number",
    "Full Name": "name",
    "Network Login": "subject",
    "Work Email": "email",
    "SWE Number": "registration.number",
    "Position No": "posts.post_number",
    "Cost Centre": "posts.team",
    "Grade": "posts.grade",
    "Point": "posts.point_position",
    "Weekly Hours": "posts.hours_per_week",
    "Position Start": "posts.starts_on",
    "Position End": "posts.ends_before",
}


def main(extract: Path, *, only_check: bool) -> int:
    """Take an extract in; how many of its rows were refused."""
    content = translated(extract)
    with connect("APPLICATIONS") as spinepoint:
        refused = bring_in(spinepoint, content, only_check=True)
        if not only_check:
            refused = bring_in(spinepoint, content, only_check=False)
    for row in refused:
        problem = row["problem"]
        for error in problem["errors"] or [{"pointer": "", "detail": problem["detail"]}]:
            print(f"line {row['line']}: {error['pointer']} {error['detail']}")
    return len(refused)


def translated(extract: Path) -> bytes:
    """The extract with our columns, line for line; columns that COLUMNS does not name stay out."""
    with extract.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        missing = COLUMNS.keys() - set(reader.fieldnames or ())
        if missing:
            raise SystemExit(f"The extract has no column {', '.join(sorted(missing))}.")
        written = io.StringIO()
        writer = csv.DictWriter(written, list(COLUMNS.values()))
        writer.writeheader()
        for row in reader:
            writer.writerow({ours: row[theirs] or "" for theirs, ours in COLUMNS.items()})
    return written.getvalue().encode()


def bring_in(spinepoint: httpx.Client, content: bytes, *, only_check: bool) -> list[Json]:
    """Send a file, wait until it is worked through, and give the rows that were refused."""
    query = {"kind": "workers", "validate_only": str(only_check).lower()}
    # A key for this run: by its content the file is known anyway.
    headers = {"Content-Type": "text/csv", "Idempotency-Key": f"people-{uuid4()}"}
    answer = ask(spinepoint, "POST", "/v1/imports", params=query, content=content, headers=headers)
    address = good(answer).headers["Location"]
    about = good(ask(spinepoint, "GET", address)).json()
    while about["status"] != "done":
        time.sleep(0.5)
        about = good(ask(spinepoint, "GET", address)).json()
    counts = ", ".join(f"{count} {what}" for what, count in about["rows"].items())
    print(f"{'checked' if only_check else 'imported'}: {counts}")
    return rows(spinepoint, address) if about["rows"]["refused"] else []


def rows(spinepoint: httpx.Client, address: str) -> list[Json]:
    """The refused rows of an import, page by page."""
    found: list[Json] = []
    query: Json = {"outcome": "refused", "limit": 200}
    while True:
        page = good(ask(spinepoint, "GET", f"{address}/rows", params=query)).json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if each != "--check"]
    if len(given) != 1:
        raise SystemExit(__doc__)
    raise SystemExit(1 if main(Path(given[0]), only_check="--check" in sys.argv) else 0)
