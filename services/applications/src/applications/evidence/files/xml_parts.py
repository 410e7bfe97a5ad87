"""XML of a part, read as a stream: no document type, no entities, nothing kept."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from applications.evidence.domain.files.refusals import FileRefusedError

_DEEPEST: Final = 256
_MOST_ELEMENTS: Final = 4_000_000


class Listener(Protocol):
    """What is told of the elements of a part. Names are without their namespaces."""

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def ended(self, name: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """A stretch of text, in the element that began last and has not ended."""


def read_xml(pieces: Iterable[bytes], listener: Listener) -> None:
    """Tell a listener what is in a part.

    Raises:
        FileRefusedError: It is not XML, declares a document type, or is nested beyond reason.
    """
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    told = _Told(listener)
    parser.StartElementHandler = told.start
    parser.EndElementHandler = told.end
    parser.CharacterDataHandler = listener.said
    parser.StartDoctypeDeclHandler = told.refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError):
        raise FileRefusedError("damaged") from None


class _Told:
    """Counts, and takes the namespaces off."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._depth = 0
        self._count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise FileRefusedError("too-complex")
        self._listener.started(_local(name), {_local(key): attributes[key] for key in attributes})

    def end(self, name: str) -> None:
        self._depth -= 1
        self._listener.ended(_local(name))

    def refuse(self, *_: object) -> None:
        raise FileRefusedError("document-type")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
