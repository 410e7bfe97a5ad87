"""What may be in the parts of an OpenDocument text."""

import re
from collections.abc import Mapping
from typing import Final

from applications.evidence.domain.files.refusals import FileRefusedError
from applications.evidence.files.texts import Text

_SCRIPTS: Final = frozenset({"event-listener", "script", "script-data"})
_OBJECTS: Final = frozenset({"object-ole", "object", "applet", "plugin"})
_FETCHES: Final = frozenset(
    {"dde-source", "dde-connection", "dde-connection-decl", "floating-frame", "auto-reload",
     "section-source", "database-display"}
)  # fmt: skip
_LINKS: Final = frozenset({"a", "bookmark-ref"})
_FOLLOWED: Final = re.compile(r"(https?://|mailto:|#|tel:|$)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\|/|\.\./)", re.IGNORECASE)
_BY_ELEMENT: Final = (
    (_SCRIPTS, "macros"),
    (_OBJECTS, "embedded-files"),
    (_FETCHES, "external-content"),
    (frozenset({"encryption-data"}), "encrypted"),
)
_LINES: Final = frozenset({"p", "h"})
_SPACES: Final = frozenset({"s", "tab", "line-break"})


class OdfPart:
    """A part: no scripts, no objects, nothing fetched; its text is gathered."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element."""
        for names, rule in _BY_ELEMENT:
            if name in names:
                raise FileRefusedError(rule)
        target = attributes.get("href", "").strip()
        if name in _LINKS:
            refused = not _FOLLOWED.match(target)
        elif name == "template":  # where the author's program had its template: never fetched
            refused = target.casefold().startswith(("http:", "https:", "//", "\\\\"))
        else:
            refused = bool(_ELSEWHERE.match(target))
        if refused:
            raise FileRefusedError("external-content")
        if name in _SPACES:
            self._text.add(" ")

    def ended(self, name: str) -> None:
        """The end of an element; a paragraph ends a line."""
        if name in _LINES:
            self._text.add("\n")

    def said(self, text: str) -> None:
        """Words."""
        self._text.add(text)
