"""Files of pay points, read as a payroll system reads them: with nothing but the standard library.

A file is believed when it comes to what the service says that it comes to, and not before.
"""

import csv
import hashlib
import io
import json
from typing import Any, Final

import httpx

Json = dict[str, Any]

PAY_POINTS: Final = "/v1/pay-points"
_LONGEST_SECONDS: Final = 600
"""A digest of very many takes as long as their file."""
_COLUMNS: Final = (
    "employee_number", "post_number", "grade", "point_position", "point_scp", "point_spine",
    "hours_per_week", "starts_on", "ends_before", "recorded_at", "annual_salary", "salary_status",
    "application_id", "variation_id", "source_known_on",
)  # fmt: skip


class NotWholeError(Exception):
    """A file ended too early, or is not what was sent."""


def fetch(client: httpx.Client, media_type: str, **asked: str) -> httpx.Response:
    """Ask for pay points as a file."""
    response = client.get(PAY_POINTS, params=asked, headers={"Accept": media_type})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == media_type
    return response


def digest(client: httpx.Client, form: str, **asked: str) -> Json:
    """What the service says that a file comes to."""
    params = {**asked, "form": form}
    response = client.get(f"{PAY_POINTS}/digest", params=params, timeout=_LONGEST_SECONDS)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def read_lines(content: bytes) -> list[Json]:
    """The pay points of a file of JSON lines, once its closing line says that it is whole."""
    *lines, last = content.splitlines(keepends=True) or [b""]
    try:
        closing = json.loads(last)["closing"]
    except (ValueError, KeyError):
        raise NotWholeError from None
    if not last.endswith(b"\n") or closing != _reckoned(b"".join(lines), len(lines)):
        raise NotWholeError
    return [json.loads(line) for line in lines]


def read_csv(content: bytes, said: Json) -> list[Json]:
    """The pay points of a CSV file, once they come to what the service says."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    if {name: said[name] for name in ("count", "sha256")} != _reckoned(content, len(rows) - 1):
        raise NotWholeError
    header, *found = rows
    assert tuple(header) == _COLUMNS
    return [_nested(dict(zip(header, row, strict=True))) for row in found]


def _reckoned(content: bytes, count: int) -> Json:
    return {"count": count, "sha256": hashlib.sha256(content).hexdigest()}


def _nested(row: dict[str, str]) -> Json:
    """A row as JSON has it; an empty cell is null."""
    found: Json = {name: value or None for name, value in row.items()}
    position, scp, spine = (found.pop(f"point_{name}") for name in ("position", "scp", "spine"))
    point = {"position": _number(position), "scp": _number(scp), "spine": spine}
    return {**found, "point": point if position else None}


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
