"""Write the documents that others build on, or check that the committed ones are current.

`openapi/*.json` are the contracts of the services; `shared/schemes/scheme.schema.json` is what an
editor needs to help with a scheme file. All are generated: change the code, then run this.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from paycalc.main import create_app
from paycalc.settings import Settings
from scheme_files.json_schema import scheme_json_schema

ROOT = Path(__file__).resolve().parents[1]


def documents() -> Mapping[Path, object]:
    """Return every generated document by the file that it belongs in."""
    settings = Settings(schemes_dir=None, pay_tables_dir=None, clock_file=None)
    return {
        ROOT / "openapi" / "paycalc.json": create_app(settings).openapi(),
        ROOT / "shared" / "schemes" / "scheme.schema.json": scheme_json_schema(),
    }


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
