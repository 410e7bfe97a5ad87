"""Files that somebody could send to do harm, each named, with the rule that it breaks.

All are made here: nothing of the kind is kept in the repository.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from PIL import Image
from tests.support.good_files import DOCX, JPEG, ODT, PDF, PNG, docx, jpeg, odt, pdf, zipped
from tests.support.hostile import HTML, PROGRAM, Hostile
from tests.support.hostile_documents import DOCUMENTS
from tests.support.hostile_pdfs import PDFS
from tests.support.hostile_pictures import PICTURES

_ELF: Final = b"\x7fELF\x02\x01\x01" + b"\x00" * 57
_SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def _gif() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").save(out, "GIF")
    return out.getvalue()


_SOMETHING_ELSE: Final[Mapping[str, Hostile]] = {
    "nothing-at-all": Hostile(PDF, b"", "empty"),
    "program-named-pdf": Hostile(PDF, PROGRAM, "wrong-type"),
    "elf-named-docx": Hostile(DOCX, _ELF, "wrong-type"),
    "html-named-pdf": Hostile(PDF, HTML, "wrong-type"),
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
}
HOSTILE: Final[Mapping[str, Hostile]] = {**_SOMETHING_ELSE, **PDFS, **DOCUMENTS, **PICTURES}
"""Each by its name."""
