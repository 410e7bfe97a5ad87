"""`make torture`: a flood of files, then a storm of TORTURE_SECONDS, ten minutes unless said."""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.support.seed import SEED
from tests.torture.storm import have_a_flood, house_of_its_own, weather

_SECONDS: Final = "600"
_CALM: Final = 80


def main() -> int:
    """Have a storm, and say what it came to; the logs stay where something is wrong."""
    seconds = float(os.environ.get("TORTURE_SECONDS") or _SECONDS)
    folder = Path(tempfile.mkdtemp(prefix="spinepoint-torture-"))
    sys.stdout.write(f"{seconds:.0f} seconds from now on; the logs are in {folder}; SEED={SEED}\n")
    sys.stdout.flush()
    with house_of_its_own(folder) as house:
        came = have_a_flood(house)
        sys.stdout.write(f"{came}\n")
        summary = weather(house, seconds=seconds, kills=1, calm=_CALM)
    sys.stdout.write(f"{summary}\n")
    if summary.findings.said or not came.is_good:
        sys.stderr.write(f"{summary.findings.report()}\n")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
