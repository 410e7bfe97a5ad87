"""paycalc without HTTP: the operation itself, for the thousands of questions of a property."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec
from tests.support.live import ROOT

from paycalc.answers.determinations import render_determination
from paycalc.domain.fact_reader import FactReader
from paycalc.domain.plans import compile_scheme
from paycalc.operations.determinations import Question, create_determination
from paycalc.problems import PROBLEMS
from paycalc.rulebook.loading import Rulebook, load_rulebook
from plumbing.strict_json import parse

Json = dict[str, Any]

TODAY: Final = date(2026, 11, 20)

_SCHEMES = ROOT / "shared" / "schemes"
_PAY_TABLES = ROOT / "shared" / "pay_tables"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that was refused, by the slug of its problem."""

    slug: str
    pointers: frozenset[str]


@cache
def rulebook() -> Rulebook:
    """Return what the service holds, read once."""
    return load_rulebook([_SCHEMES], [_PAY_TABLES])


def fresh(scheme: str) -> Rulebook:
    """Return one scheme as it is when nothing has been asked yet."""
    held = rulebook().schemes[scheme]
    plans = tuple(
        compile_scheme(plan.scheme, plan.sha256, {plan.grades.table.id: plan.grades.table})
        if plan.grades.table
        else compile_scheme(plan.scheme, plan.sha256, {})
        for plan in held
    )
    return Rulebook({scheme: plans}, {plan.sha256: FactReader(plan) for plan in plans})


def answer(asked: Json, book: Rulebook | None = None) -> Json | Refusal:
    """Answer a question as the service would, or say how it was refused."""
    rendered = answer_bytes(asked, book)
    return rendered if isinstance(rendered, Refusal) else dict(msgspec.json.decode(rendered))


def answer_bytes(asked: Json, book: Rulebook | None = None) -> bytes | Refusal:
    """Answer a question with the very bytes that the service would send."""
    body: Any = parse(msgspec.json.encode(asked))
    question = Question(
        scheme=body["scheme"],
        pathway=body["pathway"],
        facts=body["facts"],
        known_on=_day(body.get("known_on")),
        rules_on=_day(body.get("rules_on")),
    )
    try:
        found = create_determination(book or rulebook(), question, today=TODAY)
    except tuple(PROBLEMS) as error:
        pointers = frozenset(item.pointer for item in getattr(error, "errors", ()))
        return Refusal(PROBLEMS[type(error)].slug, pointers)
    return render_determination(found)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
