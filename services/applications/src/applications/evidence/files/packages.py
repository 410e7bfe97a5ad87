"""Word processor documents: archives of XML, as Office Open XML and OpenDocument have them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from applications.evidence.domain.files.archive import STORED, Bytes, Entry, read_archive
from applications.evidence.domain.files.parts import check_names, check_sizes, unpack
from applications.evidence.domain.files.refusals import FileRefusedError
from applications.evidence.files.open_document import OdfPart
from applications.evidence.files.open_xml import ContentTypes, Relationships, WordPart
from applications.evidence.files.texts import Text
from applications.evidence.files.xml_parts import Listener, read_xml

_XML: Final = (".xml", ".rels", ".rdf")
_MIMETYPE: Final = b"application/vnd.oasis.opendocument.text"


def check_docx(data: Bytes, text: Text) -> None:
    """Look through a Word document, and gather its text.

    Raises:
        FileRefusedError: It breaks a rule.
    """
    entries = _entries(data)
    types = _named(entries, "[Content_Types].xml")
    _named(entries, "word/document.xml")
    read_xml(unpack(data, types), ContentTypes())

    def listener(name: str) -> Listener:
        return Relationships() if name.endswith(".rels") else WordPart(text)

    _read_all(data, entries, listener)


def check_odt(data: Bytes, text: Text) -> None:
    """Look through an OpenDocument text, and gather its text.

    Raises:
        FileRefusedError: It breaks a rule.
    """
    entries = _entries(data)
    first = entries[0]
    if first.name != "mimetype" or first.method != STORED or first.size > len(_MIMETYPE) + 1:
        raise FileRefusedError("wrong-type")
    if b"".join(unpack(data, first)) != _MIMETYPE:
        raise FileRefusedError("wrong-type")
    _named(entries, "META-INF/manifest.xml")
    _named(entries, "content.xml")
    _read_all(data, entries, lambda _: OdfPart(text))


def _entries(data: Bytes) -> Sequence[Entry]:
    entries = read_archive(data)
    check_sizes(entries)
    check_names(entries)
    return entries


def _named(entries: Sequence[Entry], name: str) -> Entry:
    by_name: Mapping[str, Entry] = {each.name: each for each in entries}
    if name not in by_name:
        raise FileRefusedError("wrong-type")
    return by_name[name]


def _read_all(data: Bytes, entries: Sequence[Entry], listener: Callable[[str], Listener]) -> None:
    """Unpack every part: XML is read, and of everything else it is seen that it is what it says."""
    for entry in entries:
        pieces = unpack(data, entry)
        if entry.size and entry.name.casefold().endswith(_XML):
            read_xml(pieces, listener(entry.name))
        else:
            for _ in pieces:
                pass
