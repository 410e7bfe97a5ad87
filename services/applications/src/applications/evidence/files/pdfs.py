"""PDF: every object is looked at, whether or not a page shows it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from applications.evidence.domain.files.pdf_bytes import check_pdf_bytes, check_pdf_names
from applications.evidence.domain.files.refusals import FileRefusedError
from applications.evidence.files.texts import Text

_MOST_OBJECTS: Final = 200_000
_MOST_PAGES: Final = 1000
_DEEPEST: Final = 64
_KEYS: Final = {
    "/JS": "active-content",
    "/JavaScript": "active-content",
    "/AA": "active-content",
    "/XFA": "active-content",
    "/EF": "embedded-files",
    "/EmbeddedFiles": "embedded-files",
    "/RichMediaContent": "embedded-files",
    "/Encrypt": "encrypted",
}
_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/ImportData", "/SubmitForm", "/ResetForm",
     "/Movie", "/Sound", "/Rendition", "/RichMediaExecute", "/GoTo3DView", "/Hide"}
)  # fmt: skip
_EMBEDDED: Final = frozenset(
    {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
)
_FOLLOWED: Final = ("http://", "https://", "mailto:", "tel:", "#")
_BROKEN: Final = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    ArithmeticError, NotImplementedError, OSError, UnicodeError,
)  # fmt: skip
"""What pypdf raises on a file that is damaged, or made with what it does not read."""


def check_pdf(data: bytes, text: Text | None) -> None:
    """Look through a PDF, and gather its text where it is asked for.

    Raises:
        FileRefusedError: It breaks a rule.
    """
    check_pdf_bytes(data)
    try:
        _check(PdfReader(BytesIO(data)), text)
    except RecursionError:
        raise FileRefusedError("too-complex") from None
    except _BROKEN:
        raise FileRefusedError("damaged") from None


def _check(reader: PdfReader, text: Text | None) -> None:
    if reader.is_encrypted:
        raise FileRefusedError("encrypted")
    _check_object(reader.trailer, 0)
    _check_opening(reader)
    for each in _objects(reader):
        _check_object(each, 0)
    pages = reader.get_num_pages()
    if not pages:
        raise FileRefusedError("damaged")
    if pages > _MOST_PAGES:
        raise FileRefusedError("too-complex")
    for page in reader.pages:
        if text is not None and not text.is_full:
            text.add(page.extract_text() + "\n")


def _objects(reader: PdfReader) -> Iterator[PdfObject | None]:
    """Every object that a table mentions."""
    numbers = [(number, kept) for kept, held in reader.xref.items() for number in held]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > _MOST_OBJECTS:
        raise FileRefusedError("too-complex")
    for number, generation in numbers:
        found = reader.get_object(IndirectObject(number, generation, reader))
        if number in reader.xref_objStm and isinstance(found, NullObject):
            raise FileRefusedError("damaged")  # another reader may find something there
        yield found


def _check_opening(reader: PdfReader) -> None:
    """Opening the document may show a place in it, and do nothing else."""
    opening = _value(reader.root_object, "/OpenAction")
    if isinstance(opening, DictionaryObject) and _word(opening, "/S") != "/GoTo":
        raise FileRefusedError("active-content")


def _check_object(found: PdfObject | None, depth: int) -> None:
    if depth > _DEEPEST:
        raise FileRefusedError("too-complex")
    if isinstance(found, DictionaryObject):
        _check_dictionary(found)
        parts = list(found.values())
    elif isinstance(found, ArrayObject):
        parts = list(found)
    else:
        return
    for part in parts:
        if isinstance(part, DictionaryObject | ArrayObject):
            _check_object(part, depth + 1)


def _check_dictionary(found: DictionaryObject) -> None:
    for name in found:
        if name in _KEYS:
            raise FileRefusedError(_KEYS[name])
    kind, subtype = _word(found, "/S"), _word(found, "/Subtype")
    if isinstance(found, StreamObject) and _word(found, "/Type") == "/ObjStm":
        check_pdf_names(found.get_data())
    if kind in _ACTIONS:
        raise FileRefusedError("active-content")
    if subtype in _EMBEDDED or _word(found, "/Type") == "/EmbeddedFile":
        raise FileRefusedError("embedded-files")
    if kind == "/URI" and not _word(found, "/URI").casefold().startswith(_FOLLOWED):
        raise FileRefusedError("external-content")


def _value(found: DictionaryObject, name: str) -> PdfObject | None:
    """The value of a name, wherever it stands: `get` would give a reference."""
    return found[name] if name in found else None  # noqa: SIM401 - as just said


def _word(found: DictionaryObject, name: str) -> str:
    return str(_value(found, name) or "")
