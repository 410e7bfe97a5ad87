"""Documents and pictures as people make them, one of each type that evidence is taken in."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fpdf import FPDF
from PIL import Image

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"

WORDS: Final = "I worked with a family over eleven months."

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)


def relationships(*inside: str) -> str:
    """The relationships of a part of a Word document."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(inside)}</Relationships>"
    )


def relationship(kind: str, target: str, *, external: bool = False) -> str:
    """One relationship."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{kind}" Type="{RELATIONSHIP}/{kind}" Target="{target}"{mode}/>'


def word_document(inside: str = "", words: str = WORDS) -> str:
    """The main part of a Word document."""
    text = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return f"<w:document {_W}><w:body>{text}{inside}</w:body></w:document>"


def content_types(main: str = DOCUMENT_TYPE, more: str = "") -> str:
    """What the parts of a Word document are."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    )


def docx_parts() -> dict[str, str | bytes]:
    """The parts of a Word document, with a picture and a link to a web page."""
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(relationship("officeDocument", "word/document.xml")),
        "word/document.xml": word_document(),
        "word/_rels/document.xml.rels": relationships(
            relationship("hyperlink", "https://www.socialworkengland.org.uk", external=True),
            relationship("image", "media/image1.png"),
        ),
        "word/media/image1.png": png(),
    }


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts; `mimetype` is stored, as OpenDocument has it."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (2026, 4, 2, 9, 0, 0))
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def docx(more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document; parts can be added or replaced."""
    return zipped({**docx_parts(), **(more or {})})


_MANIFEST: Final = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
_ODF: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt_content(inside: str = "") -> str:
    """The main part of an OpenDocument text."""
    link = '<text:a xlink:href="https://www.bcswp.example">the domains</text:a>'
    text = f"<text:p>{WORDS} {link}</text:p>"
    return (
        f"<office:document-content {_ODF}><office:scripts/><office:body><office:text>"
        f"{text}{inside}</office:text></office:body></office:document-content>"
    )


def odt_parts() -> dict[str, str | bytes]:
    """The parts of an OpenDocument text, with an empty part as its programs write."""
    return {
        "mimetype": ODT,
        "Configurations2/accelerator/current.xml": "",
        "content.xml": odt_content(),
        "META-INF/manifest.xml": (
            f"<manifest:manifest {_MANIFEST}>"
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
            "</manifest:manifest>"
        ),
    }


def odt(more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text; parts can be added or replaced."""
    return zipped({**odt_parts(), **(more or {})})


def pdf(size: int = 0) -> bytes:
    """A PDF of one page, padded with a picture's worth of bytes up to about a size."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=12)
    page.cell(text=WORDS)
    written = bytes(page.output())
    return written if size <= len(written) else padded_pdf(size)


def padded_pdf(size: int) -> bytes:
    """A PDF whose bytes are mostly one stream that no page shows, of exactly a size."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    room = size - 1000
    missing = size - len(pdf_of(*objects, _stream(b"s" * room)))
    return pdf_of(*objects, _stream(b"s" * (room + missing)))


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its root."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def jpeg(*, progressive: bool = False) -> bytes:
    """A photograph."""
    out = BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, "JPEG", progressive=progressive)
    return out.getvalue()


def png() -> bytes:
    """A picture of a screen."""
    out = BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    return out.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    crc = struct.pack(">L", zlib.crc32(name + body))
    return struct.pack(">L", len(body)) + name + body + crc


GOOD: Final[Mapping[str, tuple[str, bytes]]] = {
    "a-pdf": (PDF, pdf()),
    "a-word-document": (DOCX, docx()),
    "an-opendocument-text": (ODT, odt()),
    "a-photograph": (JPEG, jpeg()),
    "a-progressive-photograph": (JPEG, jpeg(progressive=True)),
    "a-picture-of-a-screen": (PNG, png()),
}
"""Each by a name: its media type and its bytes."""
