"""Text, days and moments as they are read on paper."""

import unicodedata
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
NOT_ANSWERED: Final = "Not answered"
_KEPT: Final = frozenset("\n\t")
_SPOILT: Final = "\N{REPLACEMENT CHARACTER}"
_LAST_OF_A_PLANE: Final = 0xFFFE


def plain(text: str) -> str:
    """The text without control characters, and with a mark for what is no character at all."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(_plain, lines))


def _plain(character: str) -> str:
    if character in _KEPT:
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return ""
    code = ord(character)
    is_none = 0xFDD0 <= code <= 0xFDEF or code & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE  # noqa: PLR2004 - as Unicode has it
    return _SPOILT if is_none or category == "Cs" else character


def paragraphs(text: str | None) -> list[str]:
    """The lines of a text that have something on them."""
    return [line for line in plain(text or "").split("\n") if line.strip()]


def day_in_words(day: date) -> str:
    """A day as it is written: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(at: datetime) -> str:
    """A moment by the clock in London: 3 March 2026 at 14:05 GMT."""
    there = at.astimezone(LONDON)
    return f"{day_in_words(there)} at {there:%H:%M %Z}"
