"""`python -m applications.evidence.files.inspector TYPE text|no-text < FILE`: look through a file.

It is a process of its own for each file, with little time and memory, nothing to write to and no
secrets in its environment: what reads files that anybody may have made is a thing to keep apart.
It answers with one JSON document: `{"refused": rule}` or `{"text": ...}`.
"""

import json
import logging
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Final

from applications.evidence.domain.files.refusals import FileRefusedError
from applications.evidence.files.texts import Text

_MEMORY: Final = 640 * 1024 * 1024
_CPU_SECONDS: Final = 20
_WITH_TEXT: Final = "text"


def main(kind: str, wanted: str) -> None:
    """Look through what comes on standard input, and say what was found."""
    _limit(resource.RLIMIT_AS, _MEMORY)
    _limit(resource.RLIMIT_CPU, _CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    logging.disable()  # what is wrong with a file is for its sender to know, in our words
    answer = look(kind, sys.stdin.buffer.read(), wants_text=wanted == _WITH_TEXT)
    document = json.dumps(answer, ensure_ascii=False)
    sys.stdout.buffer.write(document.encode("utf-8", "replace"))


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, allowed))


def look(kind: str, data: bytes, *, wants_text: bool) -> Mapping[str, str]:
    """Look through the bytes of a file of a type."""
    text = Text()
    try:
        _CHECKS[kind](data, text, wants_text)
    except FileRefusedError as refusal:
        return {"refused": refusal.rule}
    except (MemoryError, RecursionError):
        return {"refused": "too-complex"}
    return {"text": str(text) if wants_text else ""}


# Each brings its own libraries, which take longer to import than most files take to look through.
# ruff: noqa: PLC0415


def _docx(data: bytes, text: Text, _wants_text: bool) -> None:  # noqa: FBT001 - as its like
    from applications.evidence.files.packages import check_docx

    check_docx(data, text)


def _odt(data: bytes, text: Text, _wants_text: bool) -> None:  # noqa: FBT001 - as its like
    from applications.evidence.files.packages import check_odt

    check_odt(data, text)


def _pdf(data: bytes, text: Text, wants_text: bool) -> None:  # noqa: FBT001 - as its like
    from applications.evidence.files.pdfs import check_pdf

    check_pdf(data, text if wants_text else None)


def _jpeg(data: bytes, _text: Text, _wants_text: bool) -> None:  # noqa: FBT001 - as its like
    from applications.evidence.files.images import check_jpeg

    check_jpeg(data)


def _png(data: bytes, _text: Text, _wants_text: bool) -> None:  # noqa: FBT001 - as its like
    from applications.evidence.files.images import check_png

    check_png(data)


_CHECKS: Final[Mapping[str, Callable[[bytes, Text, bool], None]]] = {
    "docx": _docx,
    "odt": _odt,
    "pdf": _pdf,
    "jpeg": _jpeg,
    "png": _png,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
