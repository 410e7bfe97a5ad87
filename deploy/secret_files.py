"""Files that nobody but their owner may read."""

import os
import tempfile
from pathlib import Path


def write_secret(path: Path, text: str) -> None:
    """Write a file that nobody else can ever read; an older one is replaced whole."""
    descriptor, making = tempfile.mkstemp(dir=path.parent)  # 0600 from the first
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(making).rename(path)
