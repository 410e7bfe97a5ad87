"""The fonts that documents are set in, and which of them has a character."""

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from unicodedata import bidirectional

from fontTools.ttLib import TTFont
from pymupdf_fonts import fontbuffers

FAMILY: Final = "NotoSans"
OTHERS: Final = ("FiraGO", "NotoSansSymbols2")
"""Where `FAMILY` has no glyph: Hebrew, Arabic, Devanagari, Thai, Georgian; ticks and boxes."""
_TURNING: Final = frozenset({"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_NAMES: Final = {
    (FAMILY, ""): "notos",
    (FAMILY, "B"): "notosbo",
    ("FiraGO", ""): "figo",
    ("NotoSansSymbols2", ""): "symbol2",
}


@cache
def font_files() -> dict[tuple[str, str], Path]:
    """A file for each family and style, written once by each process."""
    folder = Path(_folder().name)
    files = {}
    for (family, style), name in _NAMES.items():
        files[family, style] = folder / f"{family}{style}.ttf"
        files[family, style].write_bytes(fontbuffers[name]())
    return files


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="document-fonts-")


@cache
def characters() -> frozenset[int]:
    """Every character that one of the fonts has, in every style that is used."""
    plain = [name for (_, style), name in _NAMES.items() if not style]
    return frozenset().union(*(_of(name) for name in plain))


def _of(name: str) -> frozenset[int]:
    return frozenset(TTFont(BytesIO(fontbuffers[name]()), lazy=True).getBestCmap())


def showable(text: str) -> str:
    """The text with what no font has shown by its number, so that nothing vanishes."""
    known = characters()
    return "".join(one if one == "\n" or _is_shown(one, known) else _named(one) for one in text)


def _is_shown(character: str, known: frozenset[int]) -> bool:
    """Whether it can be shown as it is: what turns the direction of others cannot be."""
    return ord(character) in known and bidirectional(character) not in _TURNING


def _named(character: str) -> str:
    return "    " if character == "\t" else f"[U+{ord(character):04X}]"
