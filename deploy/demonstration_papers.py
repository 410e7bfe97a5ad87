"""The documents of the demonstration: small PDFs, written for it."""

from functools import cache

from fpdf import FPDF

_WORDS = "This is a document of a demonstration. Nobody in it exists."


@cache
def paper(title: str) -> bytes:
    """Return a PDF of one page with a title."""
    page = FPDF()
    page.set_title(title)
    page.add_page()
    page.set_font("helvetica", "B", 16)
    page.cell(text=title, new_x="LMARGIN", new_y="NEXT")
    page.set_font("helvetica", size=11)
    page.multi_cell(w=0, text=_WORDS)
    return bytes(page.output())
