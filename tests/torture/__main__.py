"""`make torture`: a flood of files, a storm of TORTURE_SECONDS (600), then a large import."""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.support.seed import SEED
from tests.torture.importing import import_many
from tests.torture.storm import have_a_flood, house_of_its_own, weather

_SECONDS: Final = "600"
_CALM: Final = 80


def main() -> int:
    """Have a storm, then a large file, and say what they came to.

    The logs stay where something is wrong.
    """
    seconds = float(os.environ.get("TORTURE_SECONDS") or _SECONDS)
    folder = Path(tempfile.mkdtemp(prefix="spinepoint-torture-"))
    sys.stdout.write(f"{seconds:.0f} seconds from now on; the logs are in {folder}; SEED={SEED}\n")
    sys.stdout.flush()
    with house_of_its_own(folder) as house:
        came = have_a_flood(house)
        sys.stdout.write(f"{came}\n")
        summary = weather(house, seconds=seconds, kills=1, calm=_CALM)
        sys.stdout.write(f"{summary}\n")
        many = import_many(house)
        sys.stdout.write(f"{many}\n")
    wrong = [each.report() for each in (summary.findings, many.findings) if each.said]
    if wrong or not came.is_good:
        sys.stderr.write("\n".join([*wrong, ""]))
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
