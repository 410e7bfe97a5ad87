"""Names of the people in our own records."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from applications.evidence.domain.identifiers_text import Span, fold
from applications.evidence.domain.identifiers_words import (
    EVERYDAY_WORDS,
    NEEDS_COMPANY,
    ORDINARY_WORDS,
    PARTICLES,
    PLAIN_TITLES,
    TITLES,
)

_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST_UNCOMMON: Final = 4
_MOST_GIVEN: Final = 4
_BESIDE: Final = frozenset({" ", ". ", ".", "-", "'"})
_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n\"(*#>-]) ?[\"'(]?\Z")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text: as it is compared, and where it stands."""

    folded: str
    start: int
    end: int
    is_capital: bool


@dataclass(frozen=True, slots=True)
class _Surnames:
    """Surnames by their first word, and whom each may belong to."""

    by_first: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    given: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))


def names_in(text: str, people: Iterable[str], dates: Sequence[Span]) -> Iterator[Span]:
    """Where the people's surnames stand, with the given names, initials and titles beside them.

    Whole words, in large letters or small; one that is an ordinary word too has a capital letter,
    or a given name, an initial or a title beside it.
    """
    surnames = _surnames(people)
    words = [
        _Word(match[0].casefold(), match.start(), match.end(), match[0][0].isupper())
        for match in _WORD.finditer(text)
    ]
    in_dates = {place for start, end in dates for place in range(start, end)}
    place = 0
    while place < len(words):
        found = _name_at(text, words, place, surnames)
        if found is None or words[place].start in in_dates:
            place += 1
            continue
        start, after = found
        yield start, words[after - 1].end
        place = after


def _surnames(people: Iterable[str]) -> _Surnames:
    known = _Surnames()
    for person in people:
        for given, surname in _readings(person):
            known.by_first[surname[0]].add(surname)
            known.given[surname].update(given)
    return known


def _readings(person: str) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Given names and surname: with what comes before it (van der, O'), and without."""
    parts = [_words(part) for part in fold(person).text.split() if _words(part)]
    if not parts:
        return
    first = len(parts) - 1
    while first > 1 and len(parts[first - 1]) == 1 and parts[first - 1][0] in PARTICLES:
        first -= 1
    given = [word for part in parts[:first] for word in part]
    surname = [word for part in parts[first:] for word in part]
    yield given, tuple(surname)
    bare = next((place for place, word in enumerate(surname) if word not in PARTICLES), 0)
    if bare:
        yield given, tuple(surname[bare:])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _name_at(
    text: str, words: Sequence[_Word], place: int, surnames: _Surnames
) -> tuple[int, int] | None:
    """Where the name whose surname begins at this word starts, and the word after it."""
    for stem in _stems(words[place].folded):
        for surname in sorted(surnames.by_first.get(stem, ()), key=len, reverse=True):
            after = _end_of(text, words, place, surname)
            if after is None:
                continue
            start, after = _with_company(text, words, (place, after), surnames.given[surname])
            alone = start == words[place].start and after == place + len(surname)
            if not alone or _stands_alone(text, words[place], surname):
                return start, after
    return None


def _stems(word: str) -> tuple[str, ...]:
    """The word, and what it is the plural of: the Smiths."""
    if word.endswith("es"):
        return word, word[:-1], word[:-2]
    return (word, word[:-1]) if word.endswith("s") else (word,)


def _end_of(text: str, words: Sequence[_Word], place: int, surname: tuple[str, ...]) -> int | None:
    """The word after the surname, if the words from this place are its words."""
    after = place + len(surname)
    if after > len(words):
        return None
    for offset, part in enumerate(surname[1:], start=place + 1):
        between = text[words[offset - 1].end : words[offset].start]
        if part not in _stems(words[offset].folded) or between not in {"'", "-", " ", " - ", ""}:
            return None
    return after


def _with_company(
    text: str, words: Sequence[_Word], span: tuple[int, int], given: set[str]
) -> tuple[int, int]:
    """From the first given name, initial or title before the surname, to what follows a comma."""
    first, after = span
    surname = words[first]
    while first > 0 and span[0] - first < _MOST_GIVEN:
        word = words[first - 1]
        between = text[word.end : words[first].start]
        if between not in _BESIDE or not (
            _is_initial(word, between, surname, given)
            or _is_given(word, given)
            or _is_title(word, surname)
        ):
            break
        first -= 1
    return words[first].start, _with_what_follows(text, words, after, given)


def _is_given(word: _Word, given: set[str]) -> bool:
    is_ordinary = word.folded in ORDINARY_WORDS or word.folded in EVERYDAY_WORDS
    return word.folded in given and (word.is_capital or not is_ordinary)


def _is_title(word: _Word, surname: _Word) -> bool:
    is_plain = word.folded in PLAIN_TITLES
    return is_plain or (word.folded in TITLES and word.is_capital and surname.is_capital)


def _is_initial(word: _Word, between: str, surname: _Word, given: set[str]) -> bool:
    if len(word.folded) != 1:
        return False
    if between.startswith("."):
        return word.is_capital or any(name.startswith(word.folded) for name in given)
    fits = any(name.startswith(word.folded) for name in given)
    return fits and word.is_capital and surname.is_capital


def _with_what_follows(text: str, words: Sequence[_Word], after: int, given: set[str]) -> int:
    """Smith, Jane; Smith, J."""
    if after >= len(words):
        return after
    word = words[after]
    between = text[words[after - 1].end : word.start]
    is_initial = len(word.folded) == 1 and word.is_capital
    if between in {" ", ", ", ","} and _is_given(word, given):
        return after + 1
    fits = is_initial and any(name.startswith(word.folded) for name in given)
    return after + 1 if fits and between == ", " else after


def _stands_alone(text: str, word: _Word, surname: tuple[str, ...]) -> bool:
    """Whether a surname by itself is a name here."""
    if len(surname) > 1:
        return True
    name = surname[0]
    is_ordinary = name in ORDINARY_WORDS or len(name) < _SHORTEST_UNCOMMON
    if word.folded != name and (not word.is_capital or name in EVERYDAY_WORDS):
        return False  # a plural of what may be no name
    if name in NEEDS_COMPANY:
        return False
    if name in EVERYDAY_WORDS:
        return word.is_capital and not _SENTENCE.search(text[max(0, word.start - 3) : word.start])
    return word.is_capital or not is_ordinary
