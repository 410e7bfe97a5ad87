"""A document as a page: text alone, nothing that runs, nothing from elsewhere."""

import base64
import hashlib
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from applications.documents.model import Document
from applications.documents.words import NOT_ANSWERED, moment_in_words, paragraphs, plain

_PAGES: Final = Environment(
    loader=PackageLoader("applications.documents"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {"plain": plain, "paragraphs": paragraphs, "moment": moment_in_words}
_STYLE: Final = _PAGES.loader.get_source(_PAGES, "document.css")[0]  # type: ignore[union-attr] # it has one
_PAGE: Final = _PAGES.get_template("document.html")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""The Content-Security-Policy of such a page: its own style, and nothing else."""


def render_html(document: Document) -> str:
    """A page that reads well on a screen and on paper, and is well-formed XML besides."""
    return _PAGE.render(document=document, style=_STYLE, not_answered=NOT_ANSWERED)
