"""A scheme that does not exist, in three versions, two of them corrected.

| In force from | Published on | Binds who joined | Months | Submission dates |
|---|---|---|---|---|
| 2020-01-01 | 2020-01-01 | at any time | 12 | 1 March |
| 2020-01-01 | 2021-06-01 | at any time | 18 | 15 March |
| 2024-01-01 | 2023-11-01 | since 2024-01-01 | 24 | 1 June, 1 December |
| 2024-01-01 | 2024-06-01 | since 2024-02-01 | 24 | 1 June, 1 December |
| 2027-04-01 | 2026-05-01 | since 2027-04-01 | 30 | 1 July |
"""

from pathlib import Path
from typing import Final

from tests.support.live import ROOT

FIRST: Final = (ROOT / "tests" / "paycalc" / "data" / "westshire.yaml").read_text(encoding="utf-8")

_OLD_FACT: Final = FIRST[FIRST.index("  old_test_passed:\n") : FIRST.index("\npay:")]
_OLD_RULE: Final = FIRST[FIRST.index("      tested:\n") : FIRST.index("    sign_off:")]


def write_versions(folder: Path) -> Path:
    """Write every version of the scheme."""
    second = _version("2024-01-01", months=24, dates="06-01, 12-01")
    third = _version("2027-04-01", months=30, dates="07-01")
    corrected = FIRST.replace("[03-01]", "[03-15]").replace("at_least: 12", "at_least: 18")
    for text, in_force, published, joined in (
        (FIRST, "2020-01-01", "2020-01-01", None),
        (corrected, "2020-01-01", "2021-06-01", None),
        (second, "2024-01-01", "2023-11-01", "2024-01-01"),
        (second, "2024-01-01", "2024-06-01", "2024-02-01"),
        (third, "2027-04-01", "2026-05-01", "2027-04-01"),
    ):
        dated = text.replace("published: 2020-01-01", f"published: {published}")
        if joined:
            binds = f'binds: {{fact: joined_on, on_or_after: "{joined}"}}'
            dated = dated.replace("\ndocuments:", f"{binds}\n\ndocuments:", 1)
        file = folder / "westshire" / f"{in_force}.{published}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dated, encoding="utf-8")
    return folder


def _version(in_force: str, *, months: int, dates: str) -> str:
    """Return a later version: it knows nothing of the old test."""
    text = FIRST.replace(_OLD_FACT, "").replace(_OLD_RULE, "")
    text = text.replace("from: 2020-01-01", f"from: {in_force}")
    return text.replace("at_least: 12", f"at_least: {months}").replace("[03-01]", f"[{dates}]")
