"""Pages and pictures in a real browser, which shows what it finds wrong with them."""

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pypdf import PdfReader
from tests.support.live import LiveService

from applications.documents.html import render_html
from applications.documents.model import Detail, Document, Entry

COMPLAINT = re.compile(r"CONSOLE[:(].*")


FORM = Document(
    title="Assessment of Readiness to Progress",
    authority="Durham County Council",
    introduction="Progression is solely an assessment of practice.",
    details=(Detail("Worker", "Zoë Wójcik (W-1)"), Detail("Attempt", "1")),
    entries=(
        Entry("Strengths", "</p><script>document.title = 'run'</script>\nFamilies trust her."),
        *(Entry(f"Question {number}", "An answer of some length. " * 40) for number in range(12)),
    ),
    grounds="Asked for by: Progression Procedure, 2.4.",
    completed_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the browser has it once it is loaded, and what its console says."""

    document: str
    complaints: list[str]


def look_at(address: str, profile: Path, *wanted: str) -> Seen:
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
            *(wanted or ("--dump-dom",)),
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


def test_a_completed_form_is_printed_whole_and_runs_nothing(tmp_path: Path) -> None:
    page, printed = tmp_path / "form.html", tmp_path / "form.pdf"
    page.write_text(render_html(FORM), encoding="utf-8")

    seen = look_at(page.as_uri(), tmp_path / "profile")
    look_at(
        page.as_uri(), tmp_path / "print", f"--print-to-pdf={printed}", "--no-pdf-header-footer"
    )

    assert seen.complaints == []
    assert f"<title>{FORM.title} - {FORM.authority}</title>" in seen.document
    sheets = PdfReader(printed).pages
    assert len(sheets) > 1
    assert all(abs(float(sheet.mediabox.width) - 595) < 2 for sheet in sheets)  # A4
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "Zoë Wójcik (W-1)" in words
    assert "Question 11" in words
    assert "<script>document.title = 'run'</script>" in words
