"""Pay points on their way out as one file: which forms there are, and how a whole one is told."""

import hashlib
from dataclasses import dataclass, field
from typing import Final, Literal

Form = Literal["csv", "jsonl"]

FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula. Text that begins with one of these
is given an apostrophe before it; numbers, days and codes of ours never begin with one."""


@dataclass(slots=True)
class Tally:
    """How many rows were handed out, and the SHA-256 digest of every byte that they are in."""

    count: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, content: bytes, rows: int) -> bytes:
        """Reckon with some more content, and give it back."""
        self.count += rows
        self._digest.update(content)
        return content

    @property
    def sha256(self) -> str:
        """The digest so far, as hexadecimal digits."""
        return self._digest.hexdigest()


def harmless(text: str) -> str:
    """Text as it stands in a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text
