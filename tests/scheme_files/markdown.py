"""Takes what is written for the reader out of a Markdown page, so that it can be tried."""

import re
from typing import NamedTuple

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """One fenced block: its language and what stands in it."""

    language: str
    text: str


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [Block(found["language"], found["text"]) for found in _BLOCK.finditer(page)]


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of the same level."""
    level = heading.partition(" ")[0]
    _, found, rest = page.partition(f"\n{heading}\n")
    assert found, f"the page has no heading {heading}"
    return re.split(rf"^{level} ", rest, maxsplit=1, flags=re.MULTILINE)[0].strip()


def rows(page: str) -> list[list[str]]:
    """Return the cells of every table row of a page, heads and rules left out."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
