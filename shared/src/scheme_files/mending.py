"""The words of a mistake: on which line it stands, and what was probably meant."""

import difflib
from collections.abc import Iterable

from scheme_files.mistakes import Mistake
from scheme_files.model.base import Located


def at(item: Located, message: str) -> Mistake:
    """Return a mistake on the line of a part of the file."""
    return Mistake(line=item.line, message=message)


def near(name: str, names: Iterable[str]) -> str:
    """Say what was probably meant, or what there is to choose from."""
    names = list(names)
    if close := difflib.get_close_matches(name, names, n=1):
        return f": did you mean '{close[0]}'?"
    return f". There is {', '.join(names)}" if names else ""
