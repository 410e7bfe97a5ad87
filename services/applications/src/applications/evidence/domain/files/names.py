"""What a file is called when it is downloaded."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from applications.evidence.domain.files.media import FileType

_LONGEST: Final = 100
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|%]')
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def disposition(name: str, kind: FileType) -> str:
    """The value of `Content-Disposition`: a file to keep, whose name ends as its type does."""
    seen = "".join(each for each in name if unicodedata.category(each) not in _INVISIBLE)
    stem = _UNSAFE.sub("_", seen).strip(" .")[:_LONGEST]
    if stem.casefold().endswith(kind.suffix):
        stem = stem[: -len(kind.suffix)]
    called = f"{stem.strip(' .') or 'evidence'}{kind.suffix}"
    return f"attachment; filename*=UTF-8''{quote(called, safe='')}"
