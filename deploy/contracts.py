"""Write the documents that others build on, or check that the committed ones are current.

`openapi/*.json` are the contracts of the services; `shared/schemes/scheme.schema.json` is what an
editor needs to help with a scheme file. All are generated: change the code, then run this.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

import applications.main
import applications.settings
import paycalc.main
import paycalc.settings
from scheme_files.json_schema import scheme_json_schema

ROOT = Path(__file__).resolve().parents[1]


def documents() -> Mapping[Path, object]:
    """Return every generated document by the file that it belongs in."""
    return {
        ROOT / "openapi" / "applications.json": _applications(),
        ROOT / "openapi" / "paycalc.json": _paycalc(),
        ROOT / "shared" / "schemes" / "scheme.schema.json": scheme_json_schema(),
    }


def _applications() -> object:
    nowhere = SecretStr("postgresql+asyncpg://nobody@127.0.0.1/nothing")  # nothing is asked of it
    settings = applications.settings.Settings(database_url=nowhere, clock_file=None)
    return applications.main.create_app(settings).openapi()


def _paycalc() -> object:
    settings = paycalc.settings.Settings(schemes_dir=None, pay_tables_dir=None, clock_file=None)
    return paycalc.main.create_app(settings).openapi()


def main() -> int:
    """Write the documents; with --check only compare them, and name those that differ."""
    stale = 0
    for path, document in documents().items():
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        name = path.relative_to(ROOT)
        if "--check" in sys.argv[1:]:
            print(f"{name} is not current: run 'make contracts' and review the change.")
            stale += 1
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{name} is written.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
