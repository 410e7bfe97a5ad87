"""The rulebook: every scheme version and pay table that this service holds, ready to run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from paycalc.domain.fact_reader import FactReader
from paycalc.domain.plans import SchemePlan, compile_scheme
from paycalc.rulebook.pay_table_files import load_pay_tables
from scheme_files.library import load, scheme_paths


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What this service holds.

    Attributes:
        schemes: Every version of each scheme, by its id, in the order of ids; versions in the
            order in which they come into force, corrections after what they correct.
        readers: How to read facts, by the SHA-256 of a version.
    """

    schemes: Mapping[str, tuple[SchemePlan, ...]]
    readers: Mapping[str, FactReader]


def load_rulebook(scheme_folders: Sequence[Path], table_folders: Sequence[Path]) -> Rulebook:
    """Read everything once.

    Raises:
        SchemeLibraryError: when a scheme file cannot be used.
        PayTableFileError: when a pay table cannot be used.
    """
    tables = {
        name: table for folder in table_folders for name, table in load_pay_tables(folder).items()
    }
    texts = load([path for folder in scheme_folders for path in scheme_paths(folder)])
    schemes: dict[str, list[SchemePlan]] = {}
    for text in sorted(texts, key=lambda text: text.scheme.scheme):
        plan = compile_scheme(text.scheme, text.sha256, tables)
        schemes.setdefault(text.scheme.scheme, []).append(plan)
    readers = {plan.sha256: FactReader(plan) for plans in schemes.values() for plan in plans}
    return Rulebook(
        MappingProxyType({name: _in_order(plans) for name, plans in schemes.items()}),
        MappingProxyType(readers),
    )


def _in_order(plans: list[SchemePlan]) -> tuple[SchemePlan, ...]:
    return tuple(sorted(plans, key=lambda plan: (plan.version, plan.published)))
