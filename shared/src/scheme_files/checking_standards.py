"""Checks that one version of a set of statements is in force on every day of a scheme."""

from collections.abc import Iterator
from itertools import pairwise

from scheme_files.mending import at
from scheme_files.mistakes import Mistake
from scheme_files.model.evidence import Standards
from scheme_files.model.scheme import Scheme

_MOST_STATEMENTS = 50


def standards_mistakes(scheme: Scheme) -> Iterator[Mistake]:
    """Yield every mistake in the sets of statements of a scheme."""
    owners: dict[str, str] = {}
    for name, standards in scheme.standards.items():
        yield from _versions(scheme, standards)
        for version in standards.versions:
            if not 1 <= len(version.items) <= _MOST_STATEMENTS:
                yield at(
                    version, f"give a version 1 to {_MOST_STATEMENTS} statements under 'items'"
                )
            for statement in version.items:
                if owners.setdefault(statement, name) != name:
                    yield at(
                        version,
                        f"statement '{statement}' is there already, in '{owners[statement]}': "
                        "give this one another id",
                    )


def _versions(scheme: Scheme, standards: Standards) -> Iterator[Mistake]:
    first = standards.versions[0]
    if first.from_ > scheme.in_force.from_:
        yield at(
            first,
            "no version is in force on the first day of this scheme: "
            f"let the first one start by {scheme.in_force.from_}",
        )
    for earlier, later in pairwise(standards.versions):
        if later.from_ == earlier.from_:
            yield at(later, f"two versions start on {later.from_}: keep one of them")
        elif later.from_ < earlier.from_:
            yield at(later, "list the versions in the order of their first days")
