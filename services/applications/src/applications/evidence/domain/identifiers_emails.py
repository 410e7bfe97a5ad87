"""E-mail addresses, those written to be read by people alone too."""

import re
from collections.abc import Iterator
from typing import Final

from applications.evidence.domain.identifiers_text import Span

_SPOKEN_AT: Final = " at "
_SPOKEN_DOT: Final = " dot "
_AT: Final = re.compile(rf"@|[\[({{<] ?at ?[\])}}>]|{_SPOKEN_AT}", re.IGNORECASE)
_DOT: Final = rf"(?:\.|{_SPOKEN_DOT}| ?[\[({{<] ?dot ?[\])}}>] ?)"
_DOMAIN: Final = re.compile(
    rf"[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{0,7}}{_DOT}([a-z]{{2,24}})(?![a-z0-9])",
    re.IGNORECASE,
)
_LOCAL: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}\Z", re.IGNORECASE)
_LONGEST_LOCAL: Final = 64
_USUAL: Final = frozenset({"uk", "com", "org", "net", "gov"})


def emails_in(text: str) -> Iterator[Span]:
    """Addresses, found from their `@`, or from the word at where their dots are words too."""
    for at in _AT.finditer(text):
        spaced = text[at.start() - 1 : at.start()] == " ", text[at.end() : at.end() + 1] == " "
        before = at.start() - spaced[0]
        # What has no room left of it needs no look at the whole text: an address is short.
        local = _LOCAL.search(text[max(0, before - _LONGEST_LOCAL) : before])
        domain = _DOMAIN.match(text, at.end() + spaced[1])
        if local is None or domain is None:
            continue
        if any(spaced) and domain[1].lower() not in _USUAL:
            continue  # "met @ home.Then"
        if at[0].lower() == _SPOKEN_AT and _SPOKEN_DOT not in domain[0].lower():
            continue  # "met at home.Then"
        yield before - len(local[0].lstrip(".'")), domain.end()
