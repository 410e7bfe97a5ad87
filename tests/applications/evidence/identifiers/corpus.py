"""The texts, the people in the records, and which places are marked as what."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
_MARK: Final = re.compile(r"\{(?P<kind>[a-z_]+):(?P<value>[^}]*)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the places that were marked."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


def people() -> list[str]:
    return _lines("people.txt")


def texts() -> list[Marked]:
    """Half of them with identifiers, each marked; half with what only looks like one."""
    return [
        _read(line)
        for file in ("with_identifiers.txt", "without_identifiers.txt")
        for line in _lines(file)
    ]


def _lines(file: str) -> list[str]:
    return (HERE / file).read_text(encoding="utf-8").splitlines()


def _read(line: str) -> Marked:
    text, marks, place = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[place : mark.start()]
        marks.append((mark["kind"], len(text), len(text) + len(mark["value"])))
        text += mark["value"]
        place = mark.end()
    return Marked(text + line[place:], tuple(marks))
