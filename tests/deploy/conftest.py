"""A folder that a server's own user can reach: pytest's are closed to everybody else."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="spinepoint-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder
