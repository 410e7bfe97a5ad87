"""What may be in the parts of a Word document (Office Open XML)."""

import re
from collections.abc import Mapping
from typing import Final

from applications.evidence.domain.files.refusals import FileRefusedError
from applications.evidence.files.texts import Text

_DOCUMENT: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_MACROS: Final = re.compile(
    r"macroenabled|vba|attachedtoolbars|keymapcustomizations", re.IGNORECASE
)
_EMBEDDED: Final = re.compile(
    r"/(oleobject|package|control|activexcontrolbinary|afchunk|subdocument|frame|externallink\w*)$",
    re.IGNORECASE,
)
_TEMPLATE: Final = re.compile(r"/attachedtemplate$", re.IGNORECASE)
_FOLLOWED: Final = re.compile(r"(https?://|mailto:|#|tel:)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_FETCHING: Final = re.compile(
    r"\s*(DDE(AUTO)?|INCLUDE(TEXT|PICTURE)?|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)
_LONG_ENOUGH: Final = 64
_OBJECTS: Final = frozenset({"OLEObject", "control", "altChunk", "objectEmbed", "objectLink"})
_SAID: Final = frozenset({"t", "delText"})
_BREAKS: Final = frozenset({"p", "br", "tab", "cr"})


class ContentTypes:
    """The types that a document says its parts have: its main part is a plain document."""

    def __init__(self) -> None:
        self._found = False

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """A part's type."""
        kind = attributes.get("ContentType", "")
        if _MACROS.search(kind):
            raise FileRefusedError("macros")
        if "oleobject" in kind.casefold() or "activex" in kind.casefold():
            raise FileRefusedError("embedded-files")
        if name == "Override" and kind == _DOCUMENT:
            self._found = attributes.get("PartName") == "/word/document.xml"

    def ended(self, name: str) -> None:
        """The end of the list: it must have named the document."""
        if name == "Types" and not self._found:
            raise FileRefusedError("wrong-type")

    def said(self, text: str) -> None:
        """Nothing is said here."""


class Relationships:
    """What a part refers to: other parts, and links that a reader may follow, nothing else."""

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """A reference."""
        if name != "Relationship":
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if _MACROS.search(kind):
            raise FileRefusedError("macros")
        if _EMBEDDED.search(kind):
            raise FileRefusedError("embedded-files")
        leaves = attributes.get("TargetMode", "").casefold() == "external"
        if kind.casefold().endswith("/hyperlink"):
            refused = leaves and not _FOLLOWED.match(target)
        else:
            refused = leaves or bool(_ELSEWHERE.match(target)) or bool(_TEMPLATE.search(kind))
        if refused:
            raise FileRefusedError("external-content")

    def ended(self, name: str) -> None:
        """The end of a reference."""

    def said(self, text: str) -> None:
        """Nothing is said here."""


class WordPart:
    """A part with words: no objects, no fields that fetch; its text is gathered."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._in = ""
        self._field = ""

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element."""
        self._in = name
        if name in _OBJECTS:
            raise FileRefusedError("embedded-files")
        if name == "imagedata" and _ELSEWHERE.match(attributes.get("src", "")):
            raise FileRefusedError("external-content")
        if name == "fldSimple":
            _check_field(attributes.get("instr", ""))
        if name == "fldChar":
            self._field = ""

    def ended(self, name: str) -> None:
        """The end of an element; a paragraph ends a line."""
        self._in = ""
        if name in _BREAKS:
            self._text.add("\n" if name == "p" else " ")

    def said(self, text: str) -> None:
        """Words of the document, or of a field, whose first word may come in pieces."""
        if self._in in _SAID:
            self._text.add(text)
        elif self._in in ("instrText", "delInstrText"):
            self._field = (self._field + text)[:_LONG_ENOUGH]
            _check_field(self._field)


def _check_field(instruction: str) -> None:
    if _FETCHING.match(instruction):
        raise FileRefusedError("external-content")
