"""A completed form on paper: everything that was written is there, and nothing of it runs."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination, TextStringObject

from applications.documents.html import POLICY, render_html
from applications.documents.model import Detail, Document, Entry, Statement, Statements
from applications.documents.pdf import render_pdf

FORM = Document(
    title="Assessment of Readiness to Progress",
    authority="Durham County Council",
    introduction="Progression is solely an assessment of practice.",
    details=(Detail("Worker", "Zoë Wójcik (W-1)"), Detail("Completed", "3 March 2026")),
    entries=(Entry("Strengths", "Clear analysis.\n\nFamilies trust her."), Entry("Gaps")),
    grounds="Asked for by: Progression Procedure, 2.4.",
    completed_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
)
DOMAINS = Statements(
    "Professional Capabilities Framework",
    (Statement("Professionalism", "Reliable in court."), Statement("Values and ethics", None)),
)
HOSTILE = {
    "markup": "</td></table><script>alert(1)</script><img src=x onerror=alert(1)>",
    "entities": "&lt;b&gt; &amp;amp; &#x3c;",
    "templates": "{{ 7 * 7 }}{% raw %} ${7*7} {nb}",
    "quotes": "\"' onmouseover='x' `",
    "comments": "<!-- ]]> --><![CDATA[ x ]]>",
    "style": "</style><style>*{display:none}</style>",
    "PDF syntax": ") Tj ET /JS (app.alert(1)) endobj",
}


def with_answer(text: str) -> Document:
    return replace(FORM, entries=(Entry("What do you say?", text),))


def text_of(pdf: bytes) -> str:
    """What a reader of the PDF finds, with the breaks of its lines as blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


class Elements(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def test_a_page_says_everything_in_order() -> None:
    page = render_html(replace(FORM, entries=(*FORM.entries, Entry("Domains", None, (DOMAINS,)))))
    root = ET.fromstring(page)  # noqa: S314 - our own page, which must be well-formed
    headings = [each.tag for each in root.iter() if each.tag in {"h1", "h2", "h3", "h4"}]

    assert root.get("lang") == "en-GB"
    assert (
        root.findtext("head/title") == "Assessment of Readiness to Progress - Durham County Council"
    )
    assert headings == ["h1", "h2", "h3", "h3", "h3", "h4"]
    assert [each.get("scope") for each in root.iter("th")] == [
        "row", "row", "col", "col", "row", "row",
    ]  # fmt: skip
    said = " ".join("".join(root.itertext()).split())
    assert "Strengths Clear analysis. Families trust her. Gaps Not answered Domains" in said
    assert "Professionalism Reliable in court. Values and ethics Not answered" in said
    assert said.endswith("Asked for by: Progression Procedure, 2.4.")


def test_a_page_runs_nothing_and_loads_nothing() -> None:
    elements = Elements(render_html(FORM))
    assert not {*elements.names} & {"script", "img", "link", "iframe", "form", "a", "object"}
    assert not elements.attributes & {"src", "href", "style", "action"}
    assert "default-src 'none'" in POLICY
    assert "sandbox" in POLICY
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("text", HOSTILE.values(), ids=[*HOSTILE])
def test_what_is_hostile_is_text(text: str) -> None:
    plain, page = Elements(render_html(with_answer("Plain."))), render_html(with_answer(text))
    assert Elements(page).names == plain.names
    assert " ".join(text.split()) in " ".join(Elements(page).text.split())
    ET.fromstring(page)  # noqa: S314 - as above


def test_what_is_hostile_is_text_in_a_pdf_too() -> None:
    entries = tuple(Entry(what, text) for what, text in HOSTILE.items())
    pdf = render_pdf(replace(FORM, entries=entries))
    read = "".join(text_of(pdf).split())
    assert [what for what, text in HOSTILE.items() if "".join(text.split()) not in read] == []
    assert b"/JavaScript" not in pdf
    assert "page1of1" in read


@given(st.text(st.characters(codec=None), max_size=200))
def test_no_text_breaks_a_page(text: str) -> None:
    page = render_html(replace(with_answer(text), title=text, details=(Detail(text, text),)))
    ET.fromstring(page.encode())  # noqa: S314 - as above


def test_a_pdf_has_its_title_language_and_bookmarks() -> None:
    pdf = render_pdf(FORM)
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == FORM.title
    assert reader.metadata.author == FORM.authority
    assert reader.metadata.creation_date == FORM.completed_at
    assert reader.root_object["/Lang"] == TextStringObject("en-GB")
    assert b"/DisplayDocTitle true" in pdf
    assert [*bookmarks(reader.outline)] == [
        FORM.title, "About this form", "Answers", "Strengths", "Gaps",
    ]  # fmt: skip


def bookmarks(outline: object) -> Iterator[str]:
    """The bookmarks, those within others behind them."""
    if isinstance(outline, Destination):
        yield str(outline.title)
    elif isinstance(outline, list):
        for each in outline:
            yield from bookmarks(each)


def test_a_pdf_says_what_the_page_says() -> None:
    said = text_of(render_pdf(replace(FORM, entries=(*FORM.entries, Entry("?", None, (DOMAINS,))))))
    assert "Worker Zoë Wójcik (W-1)" in said
    assert "Strengths Clear analysis. Families trust her. Gaps Not answered" in said
    assert "Professionalism Reliable in court. Values and ethics Not answered" in said
    assert "Assessment of Readiness to Progress - page 1 of 1" in said


def test_the_same_form_gives_the_same_bytes() -> None:
    first = render_pdf(FORM)
    time.sleep(1.1)  # the clock of what is set has seconds
    assert render_pdf(FORM) == first
    assert render_pdf(replace(FORM, title="Another")) != first


WRITTEN = {
    "Łukasz Ş. Đặng Ọlá Ōno": "Łukasz Ş. Đặng Ọlá Ōno",
    "Ελένη Жанна გიორგი": "Ελένη Жанна გიორგი",
    "ticked ✓ and ☐": "ticked ✓ and ☐",
    "to \N{GRINNING FACE} her": "to [U+1F600] her",
    "王 Li": "[U+738B] Li",
    "bell\a and tab\tbed": "bell and tab bed",
    "turned \N{RIGHT-TO-LEFT OVERRIDE}round": "turned [U+202E]round",
    "half \ud800 a pair": "half \N{REPLACEMENT CHARACTER} a pair",
    "\u05e9\u05dc\u05d5\u05dd": "\u05dd\u05d5\u05dc\u05e9",
}
"""What is written, and what is set from left to right on the page."""


def test_nothing_that_was_written_vanishes_from_a_pdf() -> None:
    entries = tuple(Entry(f"{place}?", text) for place, text in enumerate(WRITTEN))
    read = text_of(render_pdf(replace(FORM, entries=entries)))
    missing = [on_page for text, on_page in WRITTEN.items() if not {on_page, text} & {*_in(read)}]
    assert missing == []


def _in(read: str) -> list[str]:
    return [each for pair in WRITTEN.items() for each in pair if each in read]


def test_long_answers_are_all_there() -> None:
    text = "word " * 20_000
    assert len(text) == 100_000
    assert Elements(render_html(with_answer(text))).text.count("word") == 20_000
    assert text_of(render_pdf(with_answer(text))).count("word") == 20_000


def test_long_answers_without_a_gap_are_all_there() -> None:
    text = "\N{GRINNING FACE}" * 2_000
    assert Elements(render_html(with_answer(text))).text.count(text) == 1
    pdf = render_pdf(with_answer(text))
    read, pages = "".join(text_of(pdf).split()), len(PdfReader(BytesIO(pdf)).pages)
    assert read.count("[U+1F600]") > 2_000 - pages  # one may begin on one and end on the next


@pytest.mark.parametrize("lines_before", range(8))
def test_no_page_ends_with_a_statement_whose_answer_is_on_the_next(lines_before: int) -> None:
    items = tuple(Statement(f"Standard {each}", f"Answer {each}.") for each in range(60))
    before = Entry("Before", "\n".join(["A line."] * (lines_before + 1)))
    asked = Entry("Standards", statements=(Statements("The set", items),))
    document = replace(FORM, entries=(before, asked))
    pages = [
        page.extract_text().split("\n") for page in PdfReader(BytesIO(render_pdf(document))).pages
    ]
    assert len(pages) > 2
    ends = [[line for line in page if " - page " not in line][-1] for page in pages[:-1]]
    assert [line for line in ends if not line.startswith("Answer")] == []
