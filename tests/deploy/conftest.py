"""A folder that a server's own user can reach: pytest's are closed to everybody else."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# What root alone finds cannot be tried by anybody else: for them there is nothing to find.
collect_ignore = [] if os.geteuid() == 0 else ["test_embedded_postgres_for_root.py"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="spinepoint-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder
