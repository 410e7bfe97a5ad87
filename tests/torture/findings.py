"""What was found wrong: told whole, and with the seed, at the end."""

from dataclasses import dataclass, field
from typing import Final

from tests.support.seed import SEED

_MOST: Final = 40


@dataclass(slots=True)
class Findings:
    """What was lost, done twice, or does not go together, in words."""

    said: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Note something that is wrong."""
        self.said.append(words)

    def expect(self, is_so: bool, words: str) -> None:  # noqa: FBT001 - it reads as an assertion
        """Note something that is wrong unless it is right."""
        if not is_so:
            self.add(words)

    def report(self) -> str:
        """All of it, for the message of a failure."""
        more = len(self.said) - _MOST
        told = [*self.said[:_MOST], *([f"... and {more} more"] if more > 0 else [])]
        return "\n".join([f"{len(self.said)} things are wrong (SEED={SEED}):", *told])
