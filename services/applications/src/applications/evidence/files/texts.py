"""The text of a document, gathered up to a length."""

from typing import Final

MOST_CHARACTERS: Final = 500_000
"""How much of a document's text is looked at. A long portfolio has a tenth of it."""


class Text:
    """Text as it is gathered. What goes beyond the length is left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MOST_CHARACTERS

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken."""
        return self._room <= 0

    def add(self, piece: str) -> None:
        """Add to it."""
        if self._room > 0:
            self._pieces.append(piece[: self._room])
            self._room -= len(piece)

    def __str__(self) -> str:
        return "".join(self._pieces)
