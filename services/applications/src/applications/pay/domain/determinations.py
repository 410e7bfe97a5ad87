"""What is asked of paycalc, and what of its answer is read here.

The answer is kept whole beside this reading: these are only the members that something here rests
on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

Outcome = Literal["determined", "needs_decision", "insufficient_facts", "not_met"]
RuleStatus = Literal["met", "not_met", "unknown", "not_applicable", "assumed"]
SalaryStatus = Literal["settled", "provisional", "unpriced"]
FactValue = str | int | bool

_LARGEST_POINT: Final = 999
_MONEY: Final = re.compile(r"(0|[1-9][0-9]{0,9})\.[0-9]{2}", re.ASCII)
_CURRENT_GRADE: Final = "current-grade"
_DECIDED: Final[Mapping[str, str]] = {
    "pay_point": "authorised_point_position",
    "effective_date": "authorised_effective_from",
}
"""The fact in which what a person decides is given to paycalc."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to paycalc: facts about a worker and a case, and never who they are.

    `scheme_sha256` asks for exactly these rules; `rules_on` and `known_on` are the days of the
    rules and of what was known.
    """

    scheme: str
    pathway: str
    facts: Mapping[str, FactValue]
    scheme_sha256: str | None = None
    rules_on: date | None = None
    known_on: date | None = None
    client_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A place in the council's own document."""

    document: str
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, and what came of it: either its clause or an assumption is given."""

    id: str
    status: RuleStatus
    met_on: date | None
    blocking: bool
    facts: tuple[str, ...]
    required: str
    found: str
    clause: Clause | None = None
    assumption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one fact that would turn a no; time alone does it on `eligible_on`."""

    fact: str
    value: FactValue
    eligible_on: date | None
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A pay point: its place in the grade, and where it is on a spine."""

    position: int
    scp: int | None
    spine: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The grade and point that an answer gives, and its full-time salary (GBP a year)."""

    grade: str
    point: Point | None
    annual_salary: str | None
    salary_status: SalaryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDecision:
    """Something that the scheme leaves to a person: to the role `by`, where it names one."""

    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """By which rules an answer was worked out."""

    scheme_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of paycalc, as far as it is read here."""

    outcome: Outcome
    scheme: str
    pathway: str
    rules_on: date
    known_on: date
    effective_from: date | None
    target: Target | None
    decisions_needed: tuple[OpenDecision, ...]
    missing_facts: tuple[str, ...]
    rules: tuple[Rule, ...]
    would_change: tuple[Change, ...]
    receipt: Receipt
    client_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """An answer, and its whole text as it came (JSON)."""

    answer: Answer
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a determined answer settles: who is paid what from when."""

    grade: str
    point: Point
    annual_salary: Decimal | None
    salary_status: SalaryStatus
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FactError:
    """One mistake that paycalc found in a question, and its place: a JSON Pointer."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaycalcProblem:
    """Why paycalc refused a question. `slug` is the stable name of the problem."""

    slug: str
    status: int
    detail: str
    errors: tuple[FactError, ...]


def deciders(answer: Answer) -> tuple[str, ...]:
    """The roles to whom an answer leaves something, each once."""
    return tuple(dict.fromkeys(each.by for each in answer.decisions_needed if each.by is not None))


def open_questions(answer: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """The facts that a whole answer waits for, each with the choices where it has some.

    What a person decides, and what is not known.
    """
    asked = dict.fromkeys(answer.get("missing_facts", ()), ())
    decisions = answer.get("decisions_needed", ())
    decided = {_DECIDED[each["decision"]]: tuple(each["choices"] or ()) for each in decisions}
    return {**asked, **decided}


def is_coherent(answer: Answer) -> bool:
    """Whether the parts of an answer go together, so that something can rest on it."""
    target = answer.target
    if target is None:
        return answer.outcome != "determined"
    salary = target.annual_salary
    if (salary is None) != (target.salary_status == "unpriced"):
        return False
    if salary is not None and not _MONEY.fullmatch(salary):
        return False
    if target.point is not None and not 1 <= target.point.position <= _LARGEST_POINT:
        return False
    return answer.outcome != "determined" or settled(answer) is not None


def settled(answer: Answer) -> Settled | None:
    """What an answer settles; None where it leaves anything open."""
    target = answer.target
    if answer.outcome != "determined" or target is None:
        return None
    if target.point is None or answer.effective_from is None:
        return None
    salary = target.annual_salary
    return Settled(
        grade=target.grade,
        point=target.point,
        annual_salary=None if salary is None else Decimal(salary),
        salary_status=target.salary_status,
        effective_from=answer.effective_from,
    )


def reason_code(answer: Answer) -> str:
    """Why pay changes: `progression` from a grade, or `appointment` where the pathway has none."""
    starts = any(rule.id == _CURRENT_GRADE for rule in answer.rules)
    return "progression" if starts else "appointment"
