"""How much room words take, without knowing the reader's font: a generous estimate."""

from collections.abc import Iterator
from typing import Final

_NARROW: Final = frozenset("iljftrI.,:;'|!()[] -\N{RIGHT SINGLE QUOTATION MARK}")
_WIDE: Final = frozenset("mwMW@%&\N{EM DASH}")
_NARROW_EM, _USUAL_EM, _CAPITAL_EM, _WIDE_EM = 0.36, 0.6, 0.72, 0.95
_BOLD: Final = 1.08


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text in pixels, rather too wide than too narrow."""
    ems = sum(_ems(each) for each in text)
    return ems * size * (_BOLD if bold else 1)


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _WIDE or not letter.isascii():
        return _WIDE_EM
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break text into lines of at most this width; a word that is longer is broken too."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, size, width, bold=bold):
            longer = f"{lines[-1]} {piece}".strip()
            if width_of(longer, size, bold=bold) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return [line for line in lines if line]


def _pieces(word: str, size: float, width: float, *, bold: bool) -> Iterator[str]:
    start = 0
    for end in range(1, len(word) + 1):
        if end > start + 1 and width_of(word[start:end], size, bold=bold) > width:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]
