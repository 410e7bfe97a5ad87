"""Dates, and which of them are somebody's date of birth."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from applications.evidence.domain.identifiers_text import Span

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?: ?(?:st|nd|rd|th))?"
_YEAR: Final = r"(?:(?:19|20)\d\d|'?\d\d)"
_FIGURES: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE: Final = re.compile(
    rf"(?<![\w/])(?:"
    rf"(?:19|20)\d\d ?[-/.] ?(?:0?[1-9]|1[0-2]) ?[-/.] ?{_FIGURES}"
    rf"|{_FIGURES} ?[-/.] ?(?:0?[1-9]|1[0-2])(?: ?[-/.] ?{_YEAR})?"
    rf"|{_FIGURES} (?:0?[1-9]|1[0-2]) (?:19|20)\d\d"
    rf"|{_DAY}[ -]?(?:of )?(?:the )?{_MONTH}\b\.?(?:[ ,-]{{0,2}}{_YEAR})?"
    rf"|{_MONTH}\.? {_DAY}(?:,? {_YEAR})?"
    rf")(?![\w/])",
    re.IGNORECASE,
)
_WITH_YEAR: Final = re.compile(r"(?:19|20)\d\d|\D'?\d\d\Z")
_HAS_PARTS: Final = re.compile(r"[a-z]|\d[-/. ]+\d+[-/. ]+\d", re.IGNORECASE)

_BEFORE: Final = re.compile(
    r".*(?:\bd\.? ?o\.? ?b\b\.?|\bdate of birth|\bbirth ?dates?|\bborn|\bbirthdays?|\bgave birth|"
    r"\bbirth of|\bd/o/b)(?P<gap>[^;!?]{0,40})\Z",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"[ ,()\[\]-]{0,3}(?:is |was |as )?(?:(?:her|his|their|the|a) )?(?:(?:[a-z]+'s|child'?s) )?"
    r"(?:d\.? ?o\.? ?b\b|date of birth|birth ?date|birthday|\(?born\b)",
    re.IGNORECASE,
)
_COMES_OF_AGE: Final = re.compile(
    r"\b(?:turn(?:s|ed|ing)?|becomes?|became|will be|reach(?:es|ed)?|would be)"
    r"(?: the age of)? [\w-]{1,12}(?: years?(?: old| of age)?)?(?: on)?[ :,(]{1,3}(?:the )?\Z",
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    r"\b(?:aged?:? \d{1,3}|\d{1,3}(?: years?)? old|\d{1,3} years of age|\d{1,3}[ -]?y/?o|"
    r"\d{1,3} yrs?(?: old)?)[ ,(:;-]{1,3}\Z",
    re.IGNORECASE,
)
_ANOTHER_MATTER: Final = re.compile(
    r"\. [A-Z]|\b(?:visit|review|meeting|assess|referr|conference|seen|saw|met|plan|hearing|"
    r"until|since|closed|opened|moved)",
)
_ROOM: Final = 60


def dates_in(text: str) -> list[Span]:
    """Every day that is named: in figures or in words, with its year or without."""
    return [match.span() for match in _DATE.finditer(text)]


def whole_dates(text: str, dates: Sequence[Span]) -> list[Span]:
    """Those of the dates that other figures do not look like: in three parts, or in words."""
    return [(start, end) for start, end in dates if _HAS_PARTS.search(text[start:end])]


def dates_of_birth_in(text: str, dates: Sequence[Span]) -> Iterator[Span]:
    """Days near words of birth, or that give an age its day. The other days of a case are none."""
    for start, end in dates:
        before = text[max(0, start - _ROOM) : start]
        after = text[end : end + _ROOM]
        if _follows_birth(before) or _AFTER.match(after) or _belongs_to_an_age(text, start, end):
            yield start, end


def _follows_birth(before: str) -> bool:
    found = _BEFORE.search(before)
    return found is not None and _ANOTHER_MATTER.search(found["gap"]) is None


def _belongs_to_an_age(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _ROOM) : start]
    if _COMES_OF_AGE.search(before):
        return True
    has_year = _WITH_YEAR.search(text[start:end]) and _HAS_PARTS.search(text[start:end])
    return has_year is not None and _AGE.search(before) is not None
