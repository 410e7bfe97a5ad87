"""The sets of statements that forms ask about, in the versions that count on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from scheme_files.model.evidence import Standards, StandardsVersion
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSet:
    """A set of statements in one version; `items` are their words, by id."""

    standards: str
    title: str
    since: date
    items: Mapping[str, str]


Statements = Mapping[str, StatementSet]
"""The sets of a scheme, by id, each in the version that counts."""
NO_STATEMENTS: Final[Statements] = MappingProxyType({})


def statements_on(scheme: Scheme, day: date) -> Statements:
    """Every set of a scheme as it is in force on a day: for a case, the day it was opened."""
    return {name: _set_on(name, each, day) for name, each in scheme.standards.items()}


def _set_on(name: str, standards: Standards, day: date) -> StatementSet:
    version = _version_on(standards, day)
    return StatementSet(
        standards=name,
        title=version.title or standards.title,
        since=version.from_,
        items=version.items,
    )


def _version_on(standards: Standards, day: date) -> StandardsVersion:
    started = [each for each in standards.versions if each.from_ <= day]
    return started[-1] if started else standards.versions[0]


def sets_of(form: Form, statements: Statements) -> Iterator[StatementSet]:
    """The sets that the fields of a form ask about."""
    for field in form.fields.values():
        for name in field.standards:
            yield statements[name]
