"""`make torture`: a flood of files, a storm of TORTURE_SECONDS (600), very many in and to pay.

TORTURE_PARTS says which parts, of `storm`, `importing` and `paying-out`; all unless said otherwise.
TORTURE_PAY_POINTS says how many pay points are taken as a file, a million unless said otherwise.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import httpx
from tests.support.contract import Contract, Record
from tests.support.council import Council
from tests.support.seed import SEED
from tests.torture.importing import import_many
from tests.torture.paying_out import pay_out
from tests.torture.storm import have_a_flood, house_of_its_own, weather

_SECONDS: Final = "600"
_CALM: Final = 80
_PAY_POINTS: Final = "1000000"


def storm() -> int:
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


def importing() -> int:
    """Import a large file, and say how quickly and in how much memory it went."""
    folder = Path(tempfile.mkdtemp(prefix="spinepoint-torture-"))
    with house_of_its_own(folder) as house:
        many = import_many(house)
    sys.stdout.write(f"{many}\n")
    if many.findings.said:
        sys.stderr.write(f"{many.findings.report()}\n")
        return 1
    shutil.rmtree(folder)
    return 0


def paying_out() -> int:
    """Take very many pay points as files, and say how quickly and in how much memory they came."""
    rows = int(os.environ.get("TORTURE_PAY_POINTS") or _PAY_POINTS)
    folder = Path(tempfile.mkdtemp(prefix="spinepoint-torture-"))
    with house_of_its_own(folder) as house:
        contract = Contract(httpx.get(f"{house.url}/openapi.json").json(), Record())
        council, small = (Council(house, house.add_authority(), contract) for _ in range(2))
        paid = pay_out(house, council, small, rows)
    sys.stdout.write(f"{paid}\n")
    if paid.findings.said:
        sys.stderr.write(f"{paid.findings.report()}\n")
        return 1
    shutil.rmtree(folder)
    return 0


_PARTS: Final[Mapping[str, Callable[[], int]]] = {
    "storm": storm, "importing": importing, "paying-out": paying_out,
}  # fmt: skip


def main() -> int:
    """Run the parts that are asked for; 1 where something is wrong in any."""
    wanted = (os.environ.get("TORTURE_PARTS") or ",".join(_PARTS)).split(",")
    return max([_PARTS[name]() for name in wanted])


if __name__ == "__main__":
    sys.exit(main())
