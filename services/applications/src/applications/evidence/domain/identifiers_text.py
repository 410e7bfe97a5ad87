"""A text as the screen reads it: what looks the same is the same."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Span = tuple[int, int]
"""From the first character to the one after the last."""

_LOOK_ALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοı",  # noqa: RUF001 - letters that pass for others
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXoi",
)
_APOSTROPHES: Final = frozenset("'`´ʹʼʻˈ‘’‛′＇")  # noqa: RUF001 - what is typed for one
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"})
_BLANKS: Final = frozenset({"Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Folded:
    """The text in plain characters, and where in the original each of them stands."""

    text: str
    places: tuple[int, ...]
    """One place for each character, and the length of the original last."""

    def original(self, start: int, end: int) -> Span:
        """Where a part of the plain text stands in the original, marks of its last letter too."""
        return self.places[start], max(self.places[end], self.places[end - 1] + 1)


def fold(text: str) -> Folded:
    """The text without what cannot be seen: marks, joiners, soft hyphens, kinds of one character.

    Digits of any script are digits, dashes hyphens, apostrophes straight, and any room between
    words is one blank.
    """
    plain: list[str] = []
    places: list[int] = []
    after_blank = False
    for place, character in enumerate(text):
        for one in fold_character(character):
            if one == " " and after_blank:
                continue
            after_blank = one == " "
            plain.append(one)
            places.append(place)
    places.append(len(text))
    return Folded("".join(plain), tuple(places))


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """One character in plain ones: none, one or several."""
    if character.isascii():
        return " " if character.isspace() else character if character.isprintable() else ""
    if character in _APOSTROPHES:
        return "'"
    return "".join(_plain(one) for one in unicodedata.normalize("NFKD", character))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BLANKS or character.isspace():
        return " "
    if category in _UNSEEN:
        return ""
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character.translate(_LOOK_ALIKES)
