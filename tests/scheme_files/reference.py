"""What the page on scheme files must say of every fact and every key, from the format itself."""

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args, get_origin

from scheme_files.facts import FIXED_FACTS, Fact, FactType
from scheme_files.model import base, conditions, evidence, rules, scheme, work
from scheme_files.model.base import Grounded, Located
from scheme_files.reading import shape_of, union_members
from scheme_files.roles import ROLES

# Where each part of the format stands, in the order in which the page explains it. A `Setting` is
# what the settings of `pay` have in common, and stands nowhere itself.
WHERE: Mapping[type[Located], str] = {
    scheme.Scheme: "The file",
    Grounded: "Every rule",
    base.Clause: "`clause`",
    scheme.InForce: "`in_force`",
    scheme.Document: "`documents`, each",
    scheme.FactDeclaration: "`facts`, each",
    scheme.Pay: "`pay`",
    scheme.Spine: "`pay`, `spine`",
    scheme.FullTimeHours: "`pay`, `full_time_hours`",
    scheme.PartMonths: "`pay`, `part_months`",
    scheme.Rounding: "`pay`, `rounding`",
    scheme.Increments: "`pay`, `increments`",
    scheme.Grade: "`grades`, each",
    scheme.SubmissionDates: "`submission_dates`",
    scheme.Reminders: "`reminders`",
    scheme.Part: "`parts`, each",
    rules.Pathway: "`pathways`, each",
    rules.FromGrade: "`from`",
    rules.ToGrade: "`to`",
    rules.Criterion: "`criteria`, each",
    conditions.AllOf: "A condition: `all`",
    conditions.AnyOf: "A condition: `any`",
    conditions.Not: "A condition: `not`",
    conditions.FactIs: "A condition: `is`",
    conditions.FactOneOf: "A condition: `one_of`",
    conditions.Since: "A condition: `since`",
    conditions.MonthsSince: "A condition: `months_since`",
    conditions.AtLeast: "A condition: `at_least`",
    conditions.AtMost: "A condition: `at_most`",
    conditions.Before: "A condition: `before`",
    conditions.OnOrAfter: "A condition: `on_or_after`",
    conditions.PartInForce: "A condition: `part_in_force`",
    rules.SignOff: "`sign_off`",
    rules.EffectiveDate: "`effective_date`, each",
    rules.PointRule: "`point`, each",
    rules.NeverBelowCurrentPay: "`never_below_current_pay`",
    rules.AcceleratedPay: "`accelerated_pay`",
    rules.Assumed: "`belongs_to`, and `rests_on`, each",
    work.Role: "`roles`, each",
    work.Deadline: "`deadlines`, each",
    evidence.Standards: "`standards`, each",
    evidence.StandardsVersion: "`standards`, `versions`, each",
    work.Form: "`forms`, each",
    work.FormField: "`forms`, `fields`, each",
    evidence.EvidenceItem: "`evidence`, each",
    work.Embargo: "`embargo`",
    work.Step: "`steps`, each",
    work.Meeting: "`meeting`",
    work.Seats: "`meeting`, `members`, each",
    work.Outcome: "`outcomes`, each",
    work.Next: "`next`, each",
    work.Forward: "`forwards`, each",
}

_WORDS: Mapping[object, str] = {
    str: "text",
    int: "a whole number",
    bool: "`true` or `false`",
    date: "a date",
    FactType: ", ".join(f"`{kind}`" for kind in FactType),
}

_FACT_VALUES: Mapping[FactType, str] = {
    FactType.TRUE_FALSE: "`true` or `false`",
    FactType.DATE: "a date",
    FactType.WHOLE_NUMBER: "a whole number",
    FactType.GRADE: "a grade's label",
    FactType.TEAM_TYPE: "one of `team_types`",
}


def parts_of_the_format() -> set[type[Located]]:
    """Return every dataclass of the format, wherever it is defined."""
    found: set[type[Located]] = set()
    for module in (base, conditions, evidence, rules, scheme, work):
        for _, item in inspect.getmembers(module, inspect.isclass):
            if issubclass(item, Located) and item not in {Located, scheme.Setting}:
                found.add(item)
    return found


def keys_section() -> str:
    """Return the table that names every key of every part."""
    lines = ["| Key | Needed | Value | What it says |", "|---|---|---|---|"]
    for cls, where in WHERE.items():
        is_rule = issubclass(cls, Grounded) and cls is not Grounded
        about = f"{inspect.getdoc(cls)}{' It is a rule.' if is_rule else ''}"
        lines += [f"| **{where}** | | | {about} |", *_keys(cls)]
    return "\n".join(lines)


def _keys(cls: type[Located]) -> Iterator[str]:
    shape = shape_of(cls)
    for name, words in own_keys(cls).items():
        needed = "yes" if name in shape.required else ""
        if any(name in group for group in cls.EXACTLY_ONE):
            needed = "one of them"
        yield f"| `{name}` | {needed} | {_value(shape.types[name])} | {words} |"


def own_keys(cls: type[Located]) -> dict[str, str]:
    """Return the keys of a part with their words; those of every rule stand with `Every rule`."""
    inherited = shape_of(Grounded).types if issubclass(cls, Grounded) and cls != Grounded else {}
    return {
        item.name.rstrip("_"): item.metadata["words"]
        for item in dataclasses.fields(cls)
        if item.name != "line" and item.name not in inherited
    }


def _value(kind: object) -> str:
    members = union_members(kind)
    if members == union_members(conditions.Condition):
        return "a condition"
    if len(members) > 1:
        return " or ".join(_value(member) for member in members)
    member = members[0]
    if get_origin(member) is Literal:
        return _listed([str(choice).lower() for choice in get_args(member)])
    if get_origin(member) is tuple:
        return f"a list, each {_value(get_args(member)[0])}"
    if get_origin(member) is not None:
        return f"names of your own, each with {_value(get_args(member)[1])}"
    return _WORDS.get(member, "keys")


def _listed(names: Any) -> str:  # noqa: ANN401 - any iterable of text
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} or {last}" if most else last


def roles_section() -> str:
    """Return the table that names every role."""
    lines = ["| Role | Held or follows | Usual title | Who is meant |", "|---|---|---|---|"]
    for name, role in ROLES.items():
        kind = "held" if role.kind == "held" else "follows"
        lines.append(f"| `{name}` | {kind} | {role.title} | {role.meaning} |")
    return "\n".join(lines)


def facts_section() -> str:
    """Return the section that names every fact that all schemes have."""
    lines = ["| Fact | Value | What it means |", "|---|---|---|"]
    return "\n".join([*lines, *(_fact(fact) for fact in FIXED_FACTS.values())])


def _fact(fact: Fact) -> str:
    value = _listed(fact.choices) if fact.choices else _FACT_VALUES[fact.type]
    return f"| `{fact.name}` | {value} | {fact.meaning} |"
