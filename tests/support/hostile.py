"""What a hostile file is, and what several of them hide."""

from dataclasses import dataclass
from typing import Final

PROGRAM: Final = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode."
HTML: Final = b"<!DOCTYPE html><script>alert(1)</script>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file: what it says it is, its bytes, and the rule that it breaks."""

    media_type: str
    content: bytes
    rule: str
