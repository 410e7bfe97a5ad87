"""`make test-more`: the tests that need more than Python, make and a package index.

`tests/more/with_<tool>.py` needs the program of that name. One that is missing is named and fails
the run: nothing is left out silently.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_PREFIX: Final = "with_"


def main() -> int:
    """Run the tests whose tools are all here, then name those that are missing."""
    files = sorted((ROOT / "tests" / "more").glob(f"{_PREFIX}*.py"))
    missing = {file.stem.removeprefix(_PREFIX): file for file in files if not _is_here(file)}
    able = [str(file) for file in files if file not in missing.values()]
    # pytest looks for files of other names by itself, and runs these when they are named to it.
    status = subprocess.call([sys.executable, "-m", "pytest", *able], cwd=ROOT) if able else 0  # noqa: S603
    for tool, file in missing.items():
        print(
            f"{tool} is not installed: {file.relative_to(ROOT)} was not run. Install it, by the "
            f"name of {tool} in most package managers, and try again.",
            file=sys.stderr,
        )
    return 1 if missing else status


def _is_here(file: Path) -> bool:
    return shutil.which(file.stem.removeprefix(_PREFIX)) is not None


if __name__ == "__main__":
    sys.exit(main())
