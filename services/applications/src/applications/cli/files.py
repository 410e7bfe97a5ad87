"""Files that the commands write: whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from applications.cli.settings import refuse

_PROGRESS: Final = Console(stderr=True)
"""Beside the output, which a script may read."""


@contextmanager
def whole(path: Path) -> Iterator[BufferedRandom]:
    """A file to write to: it has its name only once the block has ended well.

    Where it did not, whatever had that name before has it still. Only its owner can read it: it is
    about people's pay.
    """
    if not path.parent.is_dir():
        refuse(f"There is no folder {path.parent}.")
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def counting() -> Progress:
    """Shows how many are done, of how many where that is known."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_PROGRESS,
        disable=not _PROGRESS.is_terminal,
        transient=True,
    )


def downloading() -> Progress:
    """Shows how much has come."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        DownloadColumn(),
        TimeElapsedColumn(),
        console=_PROGRESS,
        disable=not _PROGRESS.is_terminal,
        transient=True,
    )
