"""What is wrong with a scheme file, for the person who writes it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake: the line it stands on, and what to do about it."""

    line: int
    message: str


class SchemeFileError(Exception):
    """A scheme file cannot be used; `mistakes` says why, line by line."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("; ".join(f"line {item.line}: {item.message}" for item in self.mistakes))
