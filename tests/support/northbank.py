"""A scheme that turns on more days than any that does, and questions about it.

The three councils ask little of days but that they have come. A scheme may ask more: parts that
end, prices to compare, days that choose the point or the rule for the date. This one does.
"""

from pathlib import Path
from typing import Any, Final

from tests.support.live import ROOT

from paycalc.domain.fact_reader import FactReader
from paycalc.domain.plans import compile_scheme
from paycalc.rulebook.loading import Rulebook, load_rulebook

Json = dict[str, Any]

TEXT: Final = (ROOT / "tests" / "paycalc" / "data" / "northbank.yaml").read_text(encoding="utf-8")

ALWAYS: Final = {"grade": "A", "qualified_on": "2019-07-01"}

PLACED: Final[Json] = {
    **ALWAYS,
    "registered_on": "2023-06-01",
    "joined_on": "2022-12-31",
    "asye_outcome": "passed",
    "asye_completed_on": "2023-12-31",
    "submitted_on": "2024-08-31",
    "evidence_complete_on": "2024-08-31",
    "signed_off_on": "2025-12-31",
    "standards_met": True,
    "team_type": "assessment",
    "fit_to_practise": True,
    "supervised": True,
    "trained": False,
    "caseload_share": "1",
    "point_position": 1,
}
"""Facts of somebody who is placed by accelerated pay."""


def holding(folder: Path, text: str) -> Rulebook:
    """Return what a service with this scheme holds."""
    (folder / "northbank").mkdir()
    (folder / "northbank" / "2020-01-01.2020-01-01.yaml").write_text(text, encoding="utf-8")
    return load_rulebook([folder], [ROOT / "shared" / "pay_tables"])


def new(held: Rulebook) -> Rulebook:
    """Return the scheme as it is when nothing has been asked yet."""
    (plan,) = held.schemes["northbank"]
    table = plan.grades.table
    assert table is not None
    made = compile_scheme(plan.scheme, plan.sha256, {table.id: table})
    return Rulebook({"northbank": (made,)}, {made.sha256: FactReader(made)})


def question(facts: Json, known_on: str = "2026-07-01") -> Json:
    """Return a question; facts that are None are not given."""
    return {
        "scheme": "northbank",
        "pathway": "a-to-b",
        "facts": {name: value for name, value in facts.items() if value is not None},
        "known_on": known_on,
        "rules_on": "2024-01-01",
    }
