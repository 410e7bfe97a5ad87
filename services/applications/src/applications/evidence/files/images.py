"""Pictures: the bytes are walked through, then every pixel is decoded once."""

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from applications.evidence.domain.files.pictures import check_jpeg_bytes, check_png_bytes
from applications.evidence.domain.files.refusals import FileRefusedError

_SMALL: Final = (64, 64)
_BROKEN: Final = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, ArithmeticError,
    IndexError, KeyError, EOFError, Image.DecompressionBombError,
)  # fmt: skip
"""What the decoder raises for a picture that is damaged."""


def check_jpeg(data: bytes) -> None:
    """Look through a JPEG.

    Raises:
        FileRefusedError: It breaks a rule.
    """
    check_jpeg_bytes(data)
    _decode(data, "JPEG")


def check_png(data: bytes) -> None:
    """Look through a PNG.

    Raises:
        FileRefusedError: It breaks a rule.
    """
    check_png_bytes(data)
    _decode(data, "PNG")


def _decode(data: bytes, kind: str) -> None:
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # odd notes of a camera harm nobody
            Image.open(BytesIO(data), formats=[kind]) as image,
        ):
            # Where the format allows it an eighth of the size is decoded: of all of its data.
            image.draft("RGB", _SMALL)
            image.load()
    except _BROKEN:
        raise FileRefusedError("damaged") from None
