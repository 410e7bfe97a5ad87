"""Where the scheme files and the pages about them are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMES = ROOT / "shared" / "schemes"
PAY_TABLES = ROOT / "shared" / "pay_tables"
README = SCHEMES / "README.md"
CLAUSES = SCHEMES / "CLAUSES.md"
SAMPLE = Path(__file__).parent / "sample" / "2025-04-01.2025-02-10.yaml"
"""A small valid scheme file that uses every part of the format."""
