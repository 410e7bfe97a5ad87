"""Stores answers of this release, so that every later release must give them again.

`tests/receipts/README.md` says when to run it, and how.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.support.in_process import Refusal, answer
from tests.support.live import ROOT
from tests.support.worked_cases import load

Json = dict[str, Any]

RECEIPTS: Final = ROOT / "tests" / "receipts"


def stored_receipts() -> list[Path]:
    """Return every stored receipt, with its request and its answer."""
    return sorted(RECEIPTS.glob("*/*.json"))


def _chosen() -> Iterator[Json]:
    """Yield the first case of each pathway, and of each outcome of each scheme."""
    seen: set[tuple[str, str]] = set()
    for case in (*load("pathways.yaml"), *load("determinations.yaml")):
        request = case.request
        found = answer(request)
        if isinstance(found, Refusal):
            continue
        kinds = {(request["scheme"], request["pathway"]), (request["scheme"], found["outcome"])}
        if kinds - seen:
            seen |= kinds
            yield {"request": request, "answer": found}


def main() -> None:
    """Write one file for each chosen case, beside what is there already."""
    for stored in _chosen():
        engine = stored["answer"]["receipt"]["engine"].replace("/", "-")
        folder = RECEIPTS / engine
        folder.mkdir(exist_ok=True)
        number = len(list(folder.glob("*.json"))) + 1
        text = json.dumps(stored, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{number:03}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
