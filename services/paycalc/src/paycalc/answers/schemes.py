"""Schemes, pay tables and submission dates as the contract has them."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from paycalc.domain.conditions import facts_read
from paycalc.domain.plans import SchemePlan
from paycalc.operations.schemes import PayTableOfScheme, SubmissionDate, Version
from scheme_files.model.base import Grounded, Located
from scheme_files.model.rules import (
    AcceleratedPay,
    Criterion,
    EffectiveDate,
    Pathway,
    PointRule,
)
from scheme_files.model.scheme import Pay, Scheme, SubmissionDates

Json = dict[str, Any]

_POINT_RULES = ("lowest", "nth", "next_above_current", "decided_by", "undetermined")


def scheme_summary(versions: Sequence[SchemePlan]) -> Json:
    """Return a scheme, as its latest version names it, and its versions."""
    latest = versions[-1].scheme
    return {
        "scheme": latest.scheme,
        "title": latest.title,
        "authority": latest.authority,
        "versions": [version_of(plan) for plan in versions],
    }


def version_of(plan: SchemePlan) -> Json:
    """Return which version a plan is."""
    return {
        "scheme_version": plan.version,
        "published": plan.published,
        "scheme_sha256": plan.sha256,
    }


def scheme_document(version: Version) -> Json:
    """Return one version of a scheme, whole."""
    plan, scheme = version.plan, version.plan.scheme
    shape = _Shape(scheme)
    return {
        "scheme": scheme.scheme,
        **version_of(plan),
        "rules_on": version.rules_on,
        "known_on": version.known_on,
        "title": scheme.title,
        "authority": scheme.authority,
        "in_force": shape.requirement(scheme.in_force),
        "binds": _optional(scheme.binds),
        "documents": [_document(scheme, name) for name in scheme.documents],
        "team_types": dict(scheme.team_types),
        "pay": shape.pay(scheme.pay),
        "grades": [
            {"grade": label, "points": _points(plan, label), **shape.requirement(grade)}
            for label, grade in scheme.grades.items()
        ],
        "submission_dates": shape.submission_dates(scheme.submission_dates),
        "parts": [
            {
                "id": name,
                "in_force_from": part.in_force_from,
                "in_force_until": part.in_force_until,
                **shape.requirement(part),
            }
            for name, part in scheme.parts.items()
        ],
        "pathways": [shape.pathway(name, pathway) for name, pathway in scheme.pathways.items()],
    }


def _document(scheme: Scheme, name: str) -> Json:
    document = scheme.documents[name]
    return {
        "id": name,
        "title": document.title,
        "publisher": document.publisher,
        "dated": document.dated,
    }


def _points(plan: SchemePlan, grade: str) -> list[Json]:
    return [point._asdict() for point in plan.grades.points[grade]]


def condition_document(part: object) -> Any:  # noqa: ANN401 - any value of a condition
    """Return a condition as the scheme file has it."""
    if isinstance(part, Located):
        return {
            field.name.rstrip("_"): condition_document(value)
            for field in dataclasses.fields(part)
            if field.name != "line" and (value := getattr(part, field.name)) is not None
        }
    if isinstance(part, tuple):
        return [condition_document(item) for item in part]
    return part.isoformat() if isinstance(part, date) else part


def _optional(part: Located | None) -> Any:  # noqa: ANN401 - a condition or null
    return None if part is None else condition_document(part)


class _Shape:
    """Shapes the rules of one scheme, each clause with its document's title."""

    def __init__(self, scheme: Scheme) -> None:
        self._documents = scheme.documents

    def requirement(self, grounded: Grounded) -> Json:
        if grounded.clause is None:
            return {"required": grounded.required, "assumption": grounded.assumption}
        clause = {
            "document": self._documents[grounded.clause.document].title,
            "heading": grounded.clause.heading,
        }
        return {"required": grounded.required, "clause": clause}

    def optional(self, grounded: Grounded | None) -> Json | None:
        return None if grounded is None else self.requirement(grounded)

    def pay(self, pay: Pay) -> Json:
        return {
            "spine": {"setting": pay.spine.id, **self.requirement(pay.spine)},
            "full_time_hours": {
                "setting": pay.full_time_hours.hours,
                **self.requirement(pay.full_time_hours),
            },
            "part_months": {"setting": pay.part_months.method, **self.requirement(pay.part_months)},
            "rounding": {"setting": pay.rounding.at, **self.requirement(pay.rounding)},
            "increments": {"setting": pay.increments.rule, **self.requirement(pay.increments)},
        }

    def submission_dates(self, dates: SubmissionDates | None) -> Json | None:
        if dates is None:
            return None
        return {
            "each_year": list(dates.each_year),
            "belongs_to": self.requirement(dates.belongs_to),
            **self.requirement(dates),
        }

    def pathway(self, name: str, pathway: Pathway) -> Json:
        return {
            "id": name,
            "title": pathway.title,
            "from_grade": pathway.from_.grade if pathway.from_ else None,
            "to_grades": list(pathway.to.chosen_from or [pathway.to.grade]),
            "assessed_on": list(pathway.assessed_on),
            "criteria": [
                self.criterion(rule, criterion) for rule, criterion in pathway.criteria.items()
            ],
            "sign_off": self.optional(pathway.sign_off),
            "effective_date": [self.effective_date(rule) for rule in pathway.effective_date],
            "accelerated_pay": self.accelerated_pay(pathway.accelerated_pay),
            "point": [self.point(rule) for rule in pathway.point],
            "never_below_current_pay": self.optional(pathway.never_below_current_pay),
        }

    def criterion(self, rule: str, criterion: Criterion) -> Json:
        read = (*facts_read(criterion.applies_when), *facts_read(criterion.when))
        return {
            "id": rule,
            "blocking": criterion.blocking,
            "facts": list(dict.fromkeys(read)),
            "when": condition_document(criterion.when),
            "applies_when": _optional(criterion.applies_when),
            "if_missing": criterion.if_missing,
            **self.requirement(criterion),
        }

    def effective_date(self, rule: EffectiveDate) -> Json:
        return {
            "when": _optional(rule.when),
            "day": rule.day,
            "then": rule.then,
            "next_of": None if rule.next_of is None else list(rule.next_of),
            "decided_by": rule.decided_by,
            "undetermined": bool(rule.undetermined),
            **self.requirement(rule),
        }

    def accelerated_pay(self, rule: AcceleratedPay | None) -> Json | None:
        if rule is None:
            return None
        return {
            "part": rule.part,
            "eligible_when": condition_document(rule.eligible_when),
            "position": rule.nth,
            "rests_on": [self.requirement(assumed) for assumed in rule.rests_on.values()],
            **self.requirement(rule),
        }

    def point(self, rule: PointRule) -> Json:
        return {
            "when": _optional(rule.when),
            "rule": next(name for name in _POINT_RULES if getattr(rule, name) is not None),
            "position": 1 if rule.lowest else rule.nth,
            "decided_by": rule.decided_by,
            "choices": None if rule.choices is None else list(rule.choices),
            **self.requirement(rule),
        }


def pay_table_document(table: PayTableOfScheme) -> Json:
    """Return every grade and point of a scheme with its salary."""
    grades: dict[str, list[Json]] = {}
    for priced in table.points:
        source = priced.price.salary_source
        grades.setdefault(priced.grade, []).append(
            {
                "point": priced.point._asdict(),
                "annual_salary": priced.price.annual_salary,
                "salary_status": priced.price.salary_status,
                "salary_source": source._asdict() if source else None,
            }
        )
    return {
        "scheme": table.plan.scheme.scheme,
        "scheme_version": table.plan.version,
        "effective_on": table.effective_on,
        "known_on": table.known_on,
        "grades": [{"grade": grade, "points": points} for grade, points in grades.items()],
    }


def submission_dates_document(scheme: str, dates: Sequence[SubmissionDate], known_on: date) -> Json:
    """Return submission dates, each with the version that gives it."""
    return {
        "scheme": scheme,
        "known_on": known_on,
        "items": [
            {"submission_date": item.day, "scheme_version": item.plan.version} for item in dates
        ],
    }
