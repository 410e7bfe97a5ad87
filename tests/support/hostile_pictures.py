"""Pictures that somebody could send to do harm."""

import struct
import zlib
from collections.abc import Mapping
from typing import Final

from tests.support.good_files import JPEG, PNG, docx, jpeg, png, png_chunk
from tests.support.hostile import PROGRAM, Hostile

_PNG_BEGIN: Final = b"\x89PNG\r\n\x1a\n"


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


PICTURES: Final[Mapping[str, Hostile]] = {
    "jpeg-with-an-archive-behind": Hostile(JPEG, jpeg() + docx(), "hidden-data"),
    "jpeg-with-a-script-in-its-comment": Hostile(
        JPEG, _in_jpeg(0xFE, b"<script>alert(1)</script>"), "executable"
    ),
    "jpeg-that-is-javascript": Hostile(JPEG, _in_jpeg(0xE0, b"/*" + b"x" * 30), "hidden-data"),
    "jpeg-cut-short": Hostile(JPEG, jpeg()[:-400], "damaged"),
    "jpeg-of-too-many-pixels": Hostile(JPEG, _jpeg_that_says(60_000, 60_000), "too-many-pixels"),
    "png-bomb": Hostile(PNG, _picture_of_many_pixels(), "too-many-pixels"),
    "png-with-a-program-behind": Hostile(PNG, png() + PROGRAM, "hidden-data"),
    "png-with-php-inside": Hostile(
        PNG, _after_header(png_chunk(b"tEXt", b"a\x00<?php system('id');")), "executable"
    ),
    "png-with-a-chunk-of-its-own": Hostile(
        PNG, _after_header(png_chunk(b"EVIL", b"payload")), "hidden-data"
    ),
    "png-with-a-wrong-checksum": Hostile(PNG, png().replace(b"IDAT", b"IDAt"), "damaged"),
}
"""Each by its name."""
