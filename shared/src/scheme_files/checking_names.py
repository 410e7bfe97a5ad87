"""Checks that everything in a scheme file has a name that can be used."""

import re
from collections.abc import Iterable, Iterator, Mapping

from scheme_files.mending import at
from scheme_files.mistakes import Mistake
from scheme_files.model.base import Located
from scheme_files.model.rules import EffectiveDate, Pathway, PointRule
from scheme_files.model.scheme import Scheme

FIXED_RULES = (
    "current-grade",
    "sign-off",
    "submission-date",
    "effective-date",
    "accelerated-pay",
    "pay-point",
    "never-below-current-pay",
    "grade-points",
    "spine",
    "in-force",
)
"""The rules that an answer may show besides a pathway's own, each by this id."""

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 ./-]{0,18}[A-Za-z0-9])?", re.ASCII)
_LONGEST = 64


def name_mistakes(scheme: Scheme) -> Iterator[Mistake]:
    """Yield every name that cannot be used."""
    yield from _kebab(scheme, [scheme.scheme, *scheme.team_types])
    yield from _kebab_keys(scheme.documents)
    yield from _kebab_keys(scheme.parts)
    yield from _kebab_keys(scheme.pathways)
    for name, fact in scheme.facts.items():
        yield from _snake(fact, [name], "fact ")
        yield from _kebab(fact, fact.choices)
    yield from _form_names(scheme)
    for label, grade in scheme.grades.items():
        if not _LABEL.fullmatch(label):
            yield at(grade, f"grade '{label}': use at most 20 letters, digits, spaces and hyphens")
    for pathway in scheme.pathways.values():
        yield from _rule_ids(pathway)
        yield from _kebab_keys(pathway.evidence)
        yield from _kebab_keys(pathway.steps)
        for step in pathway.steps.values():
            yield from _kebab_keys(step.outcomes)
        rules: tuple[EffectiveDate | PointRule, ...] = (*pathway.effective_date, *pathway.point)
        for rule in rules:
            yield from _snake(rule, [rule.decided_by] if rule.decided_by else [], "role ")


def _form_names(scheme: Scheme) -> Iterator[Mistake]:
    yield from _kebab_keys(scheme.deadlines)
    yield from _kebab_keys(scheme.standards)
    for standards in scheme.standards.values():
        for version in standards.versions:
            yield from _kebab(version, version.items)
    yield from _kebab_keys(scheme.forms)
    for form in scheme.forms.values():
        for name, field in form.fields.items():
            yield from _snake(field, [name], "field ")
            if field.records is None:  # else they are the values of a fact
                yield from _kebab(field, field.choices)


def _rule_ids(pathway: Pathway) -> Iterator[Mistake]:
    yield from _kebab_keys(pathway.criteria)
    taken = {*FIXED_RULES}
    rests_on = pathway.accelerated_pay.rests_on if pathway.accelerated_pay else {}
    yield from _kebab_keys(rests_on)
    rules: list[tuple[str, Located]] = [*pathway.criteria.items(), *rests_on.items()]
    for name, rule in rules:
        if name in taken:
            yield at(rule, f"rule '{name}' is there already: give this one another id")
        taken.add(name)


def _kebab_keys(items: Mapping[str, Located]) -> Iterator[Mistake]:
    for name, item in items.items():
        yield from _kebab(item, [name])


def _kebab(item: Located, names: Iterable[str]) -> Iterator[Mistake]:
    for name in names:
        if len(name) > _LONGEST or not _KEBAB.fullmatch(name):
            yield at(item, f"'{name}' must be in small letters with hyphens, such as 'team-b'")


def _snake(item: Located, names: Iterable[str], what: str) -> Iterator[Mistake]:
    for name in names:
        if len(name) > _LONGEST or not _SNAKE.fullmatch(name):
            yield at(
                item,
                f"{what}'{name}' must be in small letters with underscores, such as 'team_manager'",
            )
