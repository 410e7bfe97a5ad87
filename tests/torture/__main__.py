"""`make torture`: a storm of TORTURE_SECONDS, ten minutes unless said otherwise."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.torture.storm import house_of_its_own, weather

_SECONDS: Final = "600"
_CALM: Final = 80


def main() -> int:
    """Have a storm, and say what it came to."""
    seconds = float(os.environ.get("TORTURE_SECONDS") or _SECONDS)
    with (
        tempfile.TemporaryDirectory(prefix="spinepoint-torture-") as folder,
        house_of_its_own(Path(folder)) as house,
    ):
        summary = weather(house, seconds=seconds, kills=1, calm=_CALM)
    sys.stdout.write(f"{summary}\n")
    if summary.findings.said:
        sys.stderr.write(f"{summary.findings.report()}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
