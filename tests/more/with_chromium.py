"""Pages and pictures in a real browser, which shows what it finds wrong with them."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.support.live import LiveService

COMPLAINT = re.compile(r"CONSOLE[:(].*")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the browser has it once it is loaded, and what its console says."""

    document: str
    complaints: list[str]


def look_at(address: str, profile: Path) -> Seen:
    """Load a page in a browser of its own that can reach this machine alone."""
    finished = subprocess.run(  # noqa: S603 - an address of our own
        [  # noqa: S607 - wherever it is installed
            "chromium",
            "--headless=new",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # root has none
            f"--user-data-dir={profile}",
            "--enable-logging=stderr",
            "--virtual-time-budget=20000",
            "--timeout=60000",
            "--dump-dom",
            address,
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return Seen(finished.stdout, COMPLAINT.findall(finished.stderr))


def test_a_browser_s_complaints_are_heard(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<script>console.error('wrong')</script>", encoding="utf-8")

    assert any("wrong" in said for said in look_at(page.as_uri(), tmp_path / "p").complaints)


def test_the_documentation_shows_every_operation(service: LiveService, tmp_path: Path) -> None:
    seen = look_at(f"{service.url}/docs", tmp_path / "profile")
    paths = httpx.get(f"{service.url}/openapi.json").json()["paths"]

    assert seen.complaints == []
    for path in paths:
        assert f'data-path="{path}"' in seen.document


@pytest.mark.parametrize("scheme", ["durham", "rotherham"])
def test_a_timeline_is_drawn(client: httpx.Client, tmp_path: Path, scheme: str) -> None:
    grade, position = {"durham": ("11", 3), "rotherham": ("I", 1)}[scheme]
    asked = {
        "scheme": scheme,
        "known_on": "2026-03-31",
        "from": "2026-01-15",
        "through": "2029-12-31",
        "grade": grade,
        "position": position,
        "on_point_since": "2025-04-01",
    }
    answer = client.post("/v1/projections", json=asked, headers={"Accept": "image/svg+xml"})
    picture = tmp_path / "timeline.svg"
    picture.write_bytes(answer.content)
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><title>Timeline</title><img src=timeline.svg "
        "onload='document.title = `drawn ${this.naturalWidth}`'>",
        encoding="utf-8",
    )

    drawn = look_at(picture.as_uri(), tmp_path / "alone")
    placed = look_at(page.as_uri(), tmp_path / "placed")

    assert answer.is_success
    assert drawn.complaints == placed.complaints == []
    assert "This page contains the following errors" not in drawn.document
    assert f"Grade {grade}" in drawn.document
    assert re.search(r"<title>drawn [1-9]\d+</title>", placed.document)
