"""Batches: lines to ask, and how to ask them."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import httpx
from tests.support.live import environment
from tests.support.worked_cases import load

Json = dict[str, Any]

BATCH: Final = "/v1/determinations/batch"
LINES: Final = {"Content-Type": "application/jsonl"}
SECONDS: Final = 240


def as_line(asked: Json) -> bytes:
    """Return a request as a line, without its line end."""
    return json.dumps(asked, separators=(",", ":")).encode()


def as_lines(lines: Iterable[bytes]) -> bytes:
    """Return lines as a body, each with its line end."""
    return b"".join(line + b"\n" for line in lines)


WORKED: Final = [
    as_line(case.request)
    for file in ("determinations.yaml", "boundaries.yaml", "pathways.yaml")
    for case in load(file)
]
"""Every worked case as a line."""


def batch(client: httpx.Client, body: bytes, path: str = BATCH, **headers: str) -> list[bytes]:
    """Send a batch, and return the lines of its answer."""
    response = client.post(path, content=body, headers={**LINES, **headers})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/jsonl"
    return split(response.content)


def split(answers: bytes) -> list[bytes]:
    """Return the lines of an answer, each of which must have its line end."""
    lines = answers.split(b"\n")
    assert lines.pop() == b""
    return lines


def run_batch(*arguments: str | Path, **settings: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Type `paycalc batch` as an operator with these settings would."""
    command = [sys.executable, "-m", "paycalc", "batch", *map(str, arguments)]
    set_to = environment({name: str(value) for name, value in settings.items()})
    return subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, env=set_to, timeout=SECONDS, check=False
    )


def without_request_id(problem: Json) -> Json:
    """Return a problem without what differs from one request to the next."""
    return {name: value for name, value in problem.items() if name != "request_id"}
