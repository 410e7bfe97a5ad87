"""A million pay points taken as files: whole, in bounded memory, and disturbed by nothing."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

import httpx
from tests.support.council import Council
from tests.support.files_of_pay import PAY_POINTS, digest
from tests.support.house import House
from tests.support.many_pay_points import add_many_pay_points
from tests.torture.findings import Findings

_MEDIA_TYPES: Final = {"csv": "text/csv", "jsonl": "application/jsonl"}
_FEW: Final = 50_000
_MOST_MORE_KIB: Final = 64 * 1024
"""How much more memory a million may take than a few: what one stretch and its copies are."""
_CLOSING: Final = b'{"closing":'


@dataclass(slots=True)
class PaidOut:
    """What taking files came to."""

    rows: int
    seconds: dict[str, float] = field(default_factory=dict)
    more_kib: int = 0
    findings: Findings = field(default_factory=Findings)

    def __str__(self) -> str:
        """Say it in one line."""
        speeds = ", ".join(
            f"{name} {self.rows / seconds:,.0f} rows a second"
            for name, seconds in self.seconds.items()
        )
        return f"{self.rows:,} pay points: {speeds}; {self.more_kib / 1024:.0f} MiB more at most"


def pay_out(house: House, council: Council, small: Council, rows: int) -> PaidOut:
    """Take a council's pay points in every form, and hold them against what they come to.

    `small` is another council, by which it is known what memory a few take.
    """
    paid = PaidOut(rows)
    add_many_pay_points(house, small.authority.authority_id, min(_FEW, rows), house.now)
    add_many_pay_points(house, council.authority.authority_id, rows, house.now)
    for form in _MEDIA_TYPES:
        _take(small, form, Findings(), min(_FEW, rows))
    before = _highest_kib(house)
    for form in _MEDIA_TYPES:
        began = monotonic()
        _take(council, form, paid.findings, rows)
        paid.seconds[form] = monotonic() - began
    paid.more_kib = _highest_kib(house) - before
    paid.findings.expect(
        paid.more_kib < _MOST_MORE_KIB, f"A whole council takes {paid.more_kib} KiB more memory"
    )
    return paid


def _take(council: Council, form: str, findings: Findings, rows: int) -> None:
    """Take a file, keeping no more of it than a line."""
    headers = {
        "Accept": _MEDIA_TYPES[form],
        "Authorization": f"Bearer {council.token(None)}",
    }
    with (
        httpx.Client(base_url=council.house.url, timeout=60) as client,
        client.stream("GET", PAY_POINTS, headers=headers) as response,
    ):
        known_at = response.headers["known-at"]
        sha256, last, count = _reckon(response.iter_raw(), form)
    said = digest(council.hris, form, known_at=known_at)
    expected = {"count": rows, "sha256": sha256}
    found = {name: said[name] for name in expected}
    findings.expect(count == rows, f"{form}: {count} of {rows} pay points came")
    findings.expect(found == expected, f"{form}: what came is not what it is said to come to")
    if form == "csv":
        findings.expect(next(csv.reader([last.decode()]))[0] == f"M{rows:07}", "csv: cut off")


def _reckon(parts: Iterator[bytes], form: str) -> tuple[str, bytes, int]:
    """The digest, the last line and the number of the lines of pay points."""
    digested, last, lines, rest = hashlib.sha256(), b"", 0, b""
    for part in parts:
        *whole, rest = (rest + part).split(b"\n")
        kept = [line for line in whole if not line.startswith(_CLOSING)]
        digested.update(b"".join(line + b"\n" for line in kept))
        lines += len(kept)
        last = kept[-1] if kept else last
    return digested.hexdigest(), last, lines - (form == "csv")


def _highest_kib(house: House) -> int:
    """The most memory that the service ever took."""
    assert house.applications.running is not None
    status = Path(f"/proc/{house.applications.running.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])
