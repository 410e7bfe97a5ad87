"""PDF files that somebody could send to do harm."""

import zlib
from collections.abc import Mapping
from typing import Final

from tests.support.good_files import PDF, docx, pdf, pdf_of
from tests.support.hostile import HTML, PROGRAM, Hostile

_CATALOG: Final = b"/Type /Catalog /Pages 2 0 R"
_PAGES: Final = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE: Final = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
_SCRIPT: Final = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def _pdf(catalog: bytes = b"", page: bytes = b"", *more: bytes, trailer: bytes = b"") -> bytes:
    first = b"<< %s %s >>" % (_CATALOG, catalog)
    return pdf_of(first, _PAGES, b"<< %s %s >>" % (_PAGE, page), *more, trailer=trailer)


def _packed_script() -> bytes:
    packed = zlib.compress(b"9 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    return _pdf(b"", b"", b"%s\nstream\n%s\nendstream" % (head, packed))


PDFS: Final[Mapping[str, Hostile]] = {
    "pdf-cut-short": Hostile(PDF, pdf()[:-200], "damaged"),
    "pdf-of-no-objects": Hostile(PDF, b"%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n", "damaged"),
    "pdf-with-an-archive-behind": Hostile(PDF, pdf() + docx(), "hidden-data"),
    "pdf-with-a-program-behind": Hostile(PDF, pdf() + PROGRAM, "hidden-data"),
    "two-pdfs-in-one": Hostile(PDF, pdf() + pdf(), "hidden-data"),
    "pdf-that-is-a-web-page": Hostile(
        PDF, pdf().replace(b"\n", b"\n%" + HTML + b"\n", 1), "executable"
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
}
"""Each by its name."""
