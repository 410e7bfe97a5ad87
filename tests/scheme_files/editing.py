"""Edits the sample scheme file in memory, and says what is then found wrong with it."""

from tests.scheme_files.places import SAMPLE

from scheme_files.checking import check
from scheme_files.mistakes import SchemeFileError
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read

TEXT = SAMPLE.read_text(encoding="utf-8")


def edited(*edits: tuple[str, str]) -> str:
    """Return the sample with each piece, which stands in it once, replaced by another."""
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times in the sample: {old}"
        text = text.replace(old, new)
    return text


def mistakes_in(text: str) -> list[tuple[int, str]]:
    """Return line and message of every mistake that reading, or else checking, finds."""
    try:
        found = check(read(text, Scheme))
    except SchemeFileError as error:
        found = list(error.mistakes)
    return [(mistake.line, mistake.message) for mistake in found]


def line_with(text: str, piece: str) -> int:
    """Return the number of the first line that a piece stands on."""
    assert piece in text
    return text[: text.index(piece)].count("\n") + 1
