"""The parts of a document that is an archive: what they may be called, hold and unpack to."""

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from applications.evidence.domain.files.archive import STORED, Bytes, Entry
from applications.evidence.domain.files.refusals import FileRefusedError

MOST_UNPACKED: Final = 100_000_000
"""How many bytes all parts may unpack to together."""
_STEEPEST: Final = 150
_FREE_OF_STEEPNESS: Final = 1_000_000
_PIECE: Final = 65536
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]|^/|(^|/)\.{1,2}(/|$)|//")
_PROGRAMS: Final = re.compile(
    r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|class|sh|py|html?|xhtml|"
    r"chm|cpl|reg|so|dylib|app|apk)$"
)
_ARCHIVES: Final = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|tar|cab|iso|docx|xlsx|pptx|odt|ods)$")
_MACROS: Final = re.compile(r"vbaproject|vbadata|(^|/)(basic|scripts)/|(^|/)activex/")
_EMBEDDED: Final = re.compile(r"(^|/)(embeddings/|object(replacements/| \d))|oleobject|\.bin$")
_KNOWN: Final = re.compile(
    r"\.(xml|rels|rdf|jpe?g|png|gif|bmp|tiff?|emf|wmf|odttf|ttf|otf)$|/$|^mimetype$|^layout-cache$"
)
_BY_NAME: Final = (
    (_MACROS, "macros"),
    (_EMBEDDED, "embedded-files"),
    (_PROGRAMS, "executable"),
    (_ARCHIVES, "nested-archive"),
)
_BEGINNINGS: Final = (
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"#!", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "embedded-files"),
    (b"%PDF-", "embedded-files"),
    (b"PK\x03\x04", "nested-archive"),
    (b"Rar!", "nested-archive"),
    (b"7z\xbc\xaf\x27\x1c", "nested-archive"),
    (b"\x1f\x8b", "nested-archive"),
    (b"BZh", "nested-archive"),
    (b"\xfd7zXZ", "nested-archive"),
)


def check_names(entries: Sequence[Entry]) -> None:
    """Make sure that parts have names of ordinary parts, each its own.

    Raises:
        FileRefusedError: One has not.
    """
    names = [each.name.casefold() for each in entries]
    if len({*names}) != len(names):
        raise FileRefusedError("duplicate-names")
    for name in names:
        if _UNSAFE.search(name):
            raise FileRefusedError("unsafe-names")
        for pattern, rule in _BY_NAME:
            if pattern.search(name):
                raise FileRefusedError(rule)
        if not _KNOWN.search(name):
            raise FileRefusedError("embedded-files")


def check_sizes(entries: Sequence[Entry]) -> None:
    """Make sure that an archive says of itself that it unpacks to something ordinary.

    That it says the truth is for `unpack` to see.

    Raises:
        FileRefusedError: It does not.
    """
    if sum(each.size for each in entries) > MOST_UNPACKED:
        raise FileRefusedError("inflates")
    for each in entries:
        if each.size > _FREE_OF_STEEPNESS and each.size > each.packed * _STEEPEST:
            raise FileRefusedError("inflates")


def unpack(data: Bytes, entry: Entry) -> Iterator[bytes]:
    """The bytes of a part, piece by piece: exactly as many as the archive says.

    Raises:
        FileRefusedError: They are fewer, more, or others, or are a program or another archive.
    """
    packed = memoryview(data)[entry.begins : entry.begins + entry.packed]
    pieces = _stored(packed) if entry.method == STORED else _inflated(packed)
    size, crc = 0, 0
    for piece in pieces:
        if not size:
            _check_beginning(piece)
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        if size > entry.size:
            raise FileRefusedError("inflates")
        yield piece
    if (size, crc) != (entry.size, entry.crc):
        raise FileRefusedError("damaged")


def _check_beginning(piece: bytes) -> None:
    for beginning, rule in _BEGINNINGS:
        if piece.startswith(beginning):
            raise FileRefusedError(rule)


def _stored(packed: memoryview) -> Iterator[bytes]:
    for at in range(0, len(packed), _PIECE):
        yield bytes(packed[at : at + _PIECE])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _PIECE):
            waiting: bytes = bytes(packed[at : at + _PIECE])
            while waiting:
                yield inflating.decompress(waiting, _PIECE)
                waiting = inflating.unconsumed_tail
                if inflating.unused_data:
                    raise FileRefusedError("hidden-data")
        yield inflating.flush()
    except zlib.error:
        raise FileRefusedError("damaged") from None
    if not inflating.eof:
        raise FileRefusedError("damaged")
