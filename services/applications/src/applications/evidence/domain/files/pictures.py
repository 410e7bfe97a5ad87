"""JPEG and PNG, byte for byte: from the first marker or chunk to the last, and nothing after it."""

import re
import struct
import zlib
from typing import Final

from applications.evidence.domain.files.refusals import FileRefusedError

LONGEST_SIDE: Final = 20_000
MOST_PIXELS: Final = 50_000_000
_SCRIPT: Final = re.compile(rb"<(!doctype|html|script|\?php)", re.IGNORECASE)
_MARKER_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_END_OF_IMAGE: Final = 0xD9
_START_OF_SCAN: Final = 0xDA
_APPLICATION_0: Final = 0xE0
_FIRST_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_APPLICATION_0_KINDS: Final = (b"JFIF\x00", b"JFXX\x00", b"AVI1")
_PNG_BEGIN: Final = 8
_IHDR: Final = 13
_KNOWN_CRITICAL: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_ANCILLARY: Final = 0x20


def check_dimensions(width: int, height: int) -> None:
    """Make sure that a picture can be shown without filling the memory.

    Raises:
        FileRefusedError: It cannot, or has no pixels at all.
    """
    if width < 1 or height < 1:
        raise FileRefusedError("damaged")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise FileRefusedError("too-many-pixels")


def check_jpeg_bytes(data: bytes) -> None:
    """Walk through the segments of a JPEG, from its start to its end.

    Raises:
        FileRefusedError: It is not whole, or there is something else in it or behind it.
    """
    at, has_frame = 2, False
    while True:
        marker, at = _next_marker(data, at)
        if marker == _END_OF_IMAGE:
            break
        if marker in _ALONE:
            continue
        segment = _segment(data, at)
        _check_segment(marker, segment)
        has_frame = has_frame or marker in _FIRST_FRAMES
        at += 2 + len(segment)
        if marker == _START_OF_SCAN:
            at = _after_scan(data, at)
    if not has_frame:
        raise FileRefusedError("damaged")
    if at != len(data):
        raise FileRefusedError("hidden-data")


def _after_scan(data: bytes, at: int) -> int:
    """Where the marker is that ends a scan."""
    found = _MARKER_AFTER_SCAN.search(data, at)
    if found is None:
        raise FileRefusedError("damaged")
    return found.start()


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    if at + 1 >= len(data) or data[at] != 0xFF:  # noqa: PLR2004 - what a marker begins with
        raise FileRefusedError("damaged")
    while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - as above, and as padding
        at += 1
    if at >= len(data):
        raise FileRefusedError("damaged")
    return data[at], at + 1


def _segment(data: bytes, at: int) -> bytes:
    if at + 2 > len(data):
        raise FileRefusedError("damaged")
    length = int.from_bytes(data[at : at + 2], "big")
    segment = data[at + 2 : at + length]
    if length < 2 or len(segment) != length - 2:  # noqa: PLR2004 - the length counts itself
        raise FileRefusedError("damaged")
    return segment


def _check_segment(marker: int, segment: bytes) -> None:
    if marker == _APPLICATION_0 and not segment.startswith(_APPLICATION_0_KINDS):
        raise FileRefusedError("hidden-data")
    if marker in _FIRST_FRAMES:
        height, width = struct.unpack_from(">xHH", segment.ljust(5, b"\0"))
        check_dimensions(width, height)
    if _SCRIPT.search(segment):
        raise FileRefusedError("executable")


def check_png_bytes(data: bytes) -> None:
    """Walk through the chunks of a PNG, from its start to its end.

    Raises:
        FileRefusedError: It is not whole, or there is something else in it or behind it.
    """
    at = _PNG_BEGIN
    names: list[bytes] = []
    while not names or names[-1] != b"IEND":
        if at + 12 > len(data):
            raise FileRefusedError("damaged")
        length, name = struct.unpack_from(">L4s", data, at)
        body = data[at + 8 : at + 8 + length]
        crc = data[at + 8 + length : at + 12 + length]
        if len(body) != length or crc != zlib.crc32(name + body).to_bytes(4, "big"):
            raise FileRefusedError("damaged")
        _check_chunk(name, body, first=not names)
        names.append(name)
        at += 12 + length
    if b"IDAT" not in names or names.count(b"IHDR") != 1:
        raise FileRefusedError("damaged")
    if at != len(data):
        raise FileRefusedError("hidden-data")


def _check_chunk(name: bytes, body: bytes, *, first: bool) -> None:
    if first:
        if name != b"IHDR" or len(body) != _IHDR:
            raise FileRefusedError("damaged")
        check_dimensions(*struct.unpack_from(">LL", body))
    if name not in _KNOWN_CRITICAL and not name[0] & _ANCILLARY:
        raise FileRefusedError("hidden-data")
    if name != b"IDAT" and _SCRIPT.search(body):
        raise FileRefusedError("executable")
