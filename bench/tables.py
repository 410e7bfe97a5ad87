"""Tables and notes as they are printed."""

from collections.abc import Iterable, Sequence
from typing import Final

from bench.cost import NO_PROC, is_measurable
from bench.rounds import Spread
from rich import box
from rich.console import Console
from rich.table import Table

NOISE: Final = (
    "Slices of each in turn; server CPU from /proc; ratios paired per round; medians, quartiles in "
    "brackets. A single ratio is good to 10-15 %; requests a second of wall clock to much less."
)

_CONSOLE: Final = Console(width=120, highlight=False, markup=False, emoji=False)


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: words in its first column, figures in the others."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    _CONSOLE.print(table)


def say(*sentences: str) -> None:
    """Print sentences, each on lines of its own."""
    for sentence in sentences:
        _CONSOLE.print(sentence)


def say_method() -> None:
    """Print how well the figures can be trusted."""
    say(NOISE, *(() if is_measurable() else (NO_PROC,)))


def ratio(spread: Spread) -> str:
    """Return a ratio with its quartiles."""
    digits = 2 if spread.median < 10 else 1  # noqa: PLR2004 - three figures are more than enough
    low, median, high = (f"{each:.{digits}f}" for each in (spread.low, spread.median, spread.high))
    return f"{median} [{low} - {high}]"


def microseconds(spread: Spread) -> str:
    """Return a cost with its quartiles."""
    return f"{spread.median:.1f} [{spread.low:.1f} - {spread.high:.1f}]"


def whole(figure: float) -> str:
    """Return a figure in whole numbers."""
    return f"{figure:,.0f}"
