"""Many large files at once: little memory, and no transaction is open while they come.

`make torture` does the same with the largest files that are taken.
"""

from pathlib import Path

from tests.support.flood import flood
from tests.support.house_fixtures import MakeCouncil
from tests.support.one_more_service import one_more_service

SIZE = 4 * 1024 * 1024


def test_twenty_large_files_come_in_at_once_in_little_memory(
    make_council: MakeCouncil, tmp_path: Path
) -> None:
    council = make_council(["rotherham"])
    with one_more_service(council.house, tmp_path) as service:
        found = flood(council, service, SIZE)

    assert found.is_good, found
