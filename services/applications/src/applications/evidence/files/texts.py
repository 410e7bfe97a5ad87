"""The text of a document, gathered up to a length."""

from typing import Final

MOST_CHARACTERS: Final = 500_000
"""How much of a document's text is looked at. A long portfolio has a tenth of it."""


class Text:
    """Text as it is gathered. Of what is longer than we look at nothing is given.

    Whoever looks at half a text would take it for the whole.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MOST_CHARACTERS

    @property
    def is_full(self) -> bool:
        """Whether there is more of it than we look at."""
        return self._room < 0

    def add(self, piece: str) -> None:
        """Add to it."""
        if not self.is_full:
            self._pieces.append(piece)
            self._room -= len(piece)

    def __str__(self) -> str:
        return "" if self.is_full else "".join(self._pieces)
