"""A document as a PDF: the same content gives the same bytes."""

import logging
from datetime import UTC
from typing import Final, cast
from unicodedata import bidirectional

from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection, XPos, YPos
from fpdf.prefs import ViewerPreferences

from applications.documents.fonts import FAMILY, OTHERS, font_files, showable
from applications.documents.model import Document, Entry, Statement
from applications.documents.words import NOT_ANSWERED, paragraphs, plain

_MARGIN: Final = 18
_LABELS: Final = 50
_BODY: Final = 10
_SMALL: Final = 9
_LEADING: Final = 1.45
_POINT: Final = 25.4 / 72
_GREY: Final = 90
_LONGEST_FOOT: Final = 80
_PAGES: Final = "\N{LEFT-TO-RIGHT EMBEDDING}n"
"""What stands for the number of pages until it is known: no text has it, as `showable` sees to."""
_FROM_RIGHT: Final = frozenset({"R", "AL"})
# A table of hints for screens that it leaves out, and would mention each time.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


class _Paper(FPDF):
    """Pages with their number at the foot."""

    def __init__(self, document: Document) -> None:
        super().__init__(unit="mm", format="A4")
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN + 4)
        for (family, style), file in font_files().items():
            self.add_font(family, style, file)
        self.set_fallback_fonts(list(OTHERS), exact_match=False)
        self.alias_nb_pages(_PAGES)
        self.set_title(showable(plain(document.title)))
        self.set_author(showable(plain(document.authority)))
        self.set_lang("en-GB")
        self.set_creator("applications")
        self.set_producer("applications")
        self.set_creation_date(document.completed_at.astimezone(UTC))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._foot = showable(plain(document.title))

    def footer(self) -> None:
        """What it is, and which page of how many."""
        self.set_y(-_MARGIN)
        page = f"page {self.page_no()} of {_PAGES}"
        self.say(f"{self._foot[:_LONGEST_FOOT]} - {page}", size=8, grey=True)

    def say(
        self, text: str, *, size: float = _BODY, bold: bool = False, grey: bool = False
    ) -> None:
        """Write a paragraph across the page."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(_GREY if grey else 0)
        height = size * _POINT * _LEADING
        for line in self._lines(text, height):
            self.multi_cell(0, height, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _lines(self, text: str, height: float) -> list[str]:
        """The text whole; what is read from right to left, by the lines that it will have."""
        if not any(bidirectional(one) in _FROM_RIGHT for one in text):
            return [text]
        laid_out = self.multi_cell(0, height, text, align="L", dry_run=True, output="LINES")
        lines = cast("list[str]", laid_out)
        return [BidiParagraph(line, TextDirection.LTR).get_reordered_string() for line in lines]


def render_pdf(document: Document) -> bytes:
    """A PDF with title, language and headings as bookmarks, in fonts that it carries itself.

    A character that no font has is shown by its number, [U+1F600]. It takes its time over long
    answers: about a second for 50,000 characters.
    """
    paper = _Paper(document)
    paper.add_page()
    paper.say(_shown(document.authority), grey=True)
    _heading(paper, document.title, size=16, level=0)
    _texts(paper, document.introduction, if_none=None)
    _heading(paper, "About this form", size=12, level=1)
    for detail in document.details:
        _row(paper, detail.label, detail.value)
    _heading(paper, "Answers", size=12, level=1)
    for entry in document.entries:
        _entry(paper, entry)
    paper.ln(4)
    paper.say(_shown(document.grounds), size=8, grey=True)
    return bytes(paper.output())


def _shown(text: str) -> str:
    return showable(plain(text)) or " "


def _heading(paper: _Paper, text: str, *, size: float, level: int) -> None:
    paper.ln(2 if level else 0)
    words = _shown(text)
    _keep_together(paper, 3 * size)
    paper.start_section(words.replace("\n", " "), level=level)
    paper.say(words, size=size, bold=True)
    paper.ln(1)


def _keep_together(paper: _Paper, size: float) -> None:
    """Go on with the next page where so many points of lines have no room on this one."""
    if paper.will_page_break(size * _POINT * _LEADING):
        paper.add_page()


def _entry(paper: _Paper, entry: Entry) -> None:
    _heading(paper, entry.question, size=_BODY, level=2)
    for statements in entry.statements:
        _keep_together(paper, 2 * _SMALL + 2 * _BODY)
        paper.say(_shown(statements.title), bold=True, size=_SMALL)
        for item in statements.items:
            _statement(paper, item)
    if not entry.statements:
        _texts(paper, entry.answer, if_none=NOT_ANSWERED)


def _statement(paper: _Paper, item: Statement) -> None:
    _keep_together(paper, 2 * _SMALL + _BODY)  # of two lines at most, with the first of its answer
    paper.say(_shown(item.words), size=_SMALL, grey=True)
    _texts(paper, item.answer, if_none=NOT_ANSWERED)
    paper.ln(1)


def _texts(paper: _Paper, text: str | None, *, if_none: str | None) -> None:
    lines = paragraphs(text)
    for line in lines:
        paper.say(showable(line))
    if not lines and if_none:
        paper.say(if_none, grey=True)


def _row(paper: _Paper, label: str, value: str) -> None:
    """A label and, beside it, its value."""
    height = _BODY * _POINT * _LEADING
    if paper.will_page_break(2 * height):
        paper.add_page()
    paper.set_font(FAMILY, "B", _BODY)
    paper.set_text_color(0)
    top, page = paper.get_y(), paper.page
    paper.multi_cell(_LABELS, height, _shown(label), align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
    paper.set_font(FAMILY, "", _BODY)
    paper.set_xy(_MARGIN + _LABELS, top if paper.page == page else paper.get_y())
    paper.multi_cell(0, height, _shown(value), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
