"""What the bytes of a PDF show before it is understood: one document, whole, and nothing else.

Names are looked for in every spelling that PDF has for them (`/J#61vaScript`), in objects that no
table mentions too. Short names are left to the walk through the objects: by chance they occur in
pictures.
"""

import re
from typing import Final

from applications.evidence.domain.files.refusals import FileRefusedError

_VERSION: Final = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n %]")
_HEADER: Final = re.compile(rb"%PDF-[12]\.\d")
_END: Final = re.compile(rb"%%EOF[\r\n \t]*\Z")
_LAST: Final = 1024
_ZIP_REACH: Final = 65557
_PAGE: Final = re.compile(rb"<(!doctype|html|script|svg|\?php)", re.IGNORECASE)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPED_NAME: Final = re.compile(rb"/[!-\"$-&'*-.0-;=?-Z\\^-z|~]*#[0-9A-Fa-f]{2}[!-~]{0,64}")
_REFUSED: Final = (
    (re.compile(rb"/(JavaScript|Launch|ImportData|SubmitForm|Rendition)\b"), "active-content"),
    (re.compile(rb"/(EmbeddedFiles?|RichMedia\w*|FileAttachment)\b"), "embedded-files"),
    (re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R\b"), "encrypted"),
)


def check_pdf_bytes(data: bytes) -> None:
    """Make sure that a file is one whole PDF, by its bytes.

    Raises:
        FileRefusedError: It is not.
    """
    if not _VERSION.match(data):
        raise FileRefusedError("damaged")
    if not _END.search(data[-_LAST:]):
        raise FileRefusedError("hidden-data" if b"%%EOF" in data[-_ZIP_REACH:] else "damaged")
    if _HEADER.search(data, 5) or b"PK\x05\x06" in data[-_ZIP_REACH:]:
        raise FileRefusedError("hidden-data")
    if _PAGE.search(data[:_LAST]):
        raise FileRefusedError("executable")
    check_pdf_names(data)


def check_pdf_names(data: bytes) -> None:
    """Make sure that some bytes of a PDF, unpacked or not, have no name that acts or embeds.

    Raises:
        FileRefusedError: They have.
    """
    spelt_out = b"\n".join(_ESCAPED.sub(_plain, found[0]) for found in _ESCAPED_NAME.finditer(data))
    for pattern, rule in _REFUSED:
        if pattern.search(data) or pattern.search(spelt_out):
            raise FileRefusedError(rule)


def _plain(escaped: re.Match[bytes]) -> bytes:
    return bytes([int(escaped[1], 16)])
