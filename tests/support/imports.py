"""Files sent to be imported, and what came of them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx
from tests.support.council import Council, key
from tests.support.waiting import wait_until

Json = dict[str, Any]

CSV: Final = "text/csv"
JSON_LINES: Final = "application/jsonl"


def row(number: str, post_number: str = "P-1", **cells: object) -> dict[str, object]:
    """A line of a file of workers: a person and one of their posts."""
    return {
        "employee_number": number,
        "subject": number,
        "name": f"Person {number}",
        "registration.number": "",
        "qualifications.asye_outcome": "passed",
        "qualifications.pq_award": "TRUE",
        "facts.my_plan_complete": "true",
        "facts.years_here": "3",
        "posts.post_number": post_number,
        "posts.team": "cic-east",
        "posts.grade": "9",
        "posts.point_position": "2",
        "posts.hours_per_week": "18.5",
        "posts.starts_on": "2024-09-02",
        "posts.ends_before": "",
        **cells,
    }


def send(
    client: httpx.Client,
    kind: str,
    content: str | bytes,
    *,
    media_type: str = CSV,
    validate_only: bool = False,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """Send a file."""
    query = {"kind": kind} | ({"validate_only": "true"} if validate_only else {})
    told = {"Content-Type": media_type, **(headers or key())}
    body = content.encode() if isinstance(content, str) else content
    return client.post("/v1/imports", params=query, content=body, headers=told)


def bring_in(
    council: Council,
    kind: str,
    content: str | bytes,
    *,
    media_type: str = CSV,
    validate_only: bool = False,
) -> Json:
    """The import of a file, once it is worked through."""
    answer = send(council.hris, kind, content, media_type=media_type, validate_only=validate_only)
    assert answer.status_code == 202, answer.text
    return finished(council, answer.json()["import_id"])


def finished(council: Council, import_id: str) -> Json:
    """An import, once it is worked through."""
    seen: list[Json] = []

    def is_done() -> bool:
        seen.append(council.hris.get(f"/v1/imports/{import_id}").json())
        return bool(seen[-1]["status"] == "done")

    wait_until(is_done)
    return seen[-1]


def rows(council: Council, about: Json, **query: str) -> list[Json]:
    """What came of every row of an import, page by page."""
    found: list[Json] = []
    address: str | None = f"/v1/imports/{about['import_id']}/rows"
    params: Mapping[str, str] = {"limit": "200", **query}
    while address is not None:
        answer = council.hris.get(address, params=params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return found
        params = {**params, "cursor": cursor}
    return found


def outcomes(council: Council, about: Json) -> list[str]:
    """What came of each row, in order."""
    return [row["outcome"] for row in rows(council, about)]


def as_csv(table: Sequence[Mapping[str, object]]) -> str:
    """A table as CSV, its columns those of the first row."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(table[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    return written.getvalue()


def as_lines(documents: Sequence[Mapping[str, object]]) -> str:
    """Documents as JSON lines."""
    return "".join(json.dumps(each) + "\n" for each in documents)
