"""The members of an answer as pieces of JSON, each made once, though it is put in twice.

An answer is sent with its members in the order in which they are read, and hashed with them in that
of canonical JSON. Here is what both are put together from.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

from paycalc.answers.rules import render_rules
from paycalc.domain.accelerated_pay import Acceleration
from paycalc.domain.changes import Change
from paycalc.domain.decisions import Decision
from paycalc.domain.determination import Target
from paycalc.domain.keeping import kept
from paycalc.domain.outcomes import Outcome
from paycalc.domain.pay_tables import Price
from paycalc.domain.plans import SchemePlan
from paycalc.operations.determinations import Answer

ENGINE: Final = "paycalc/1"

_CANONICAL: Final = msgspec.json.Encoder(order="sorted", enc_hook=str)
_PLAIN: Final = msgspec.json.Encoder()
_MOST_FRAMES: Final = 1024
_MOST_RESULTS: Final = 4096

Json = dict[str, Any]


def canonical(document: object) -> bytes:
    """Return a document in canonical JSON (RFC 8785): sorted members, no spaces, UTF-8.

    Our documents hold text, whole numbers, true, false and null alone, for which sorting by
    Unicode and by UTF-16 agree because every name is ASCII.
    """
    return _CANONICAL.encode(document)


class Frame(NamedTuple):
    """What is the same in every answer of a pathway with one outcome, by what it stands before."""

    reference: bytes
    rules: bytes
    submission_date: bytes
    request_rules_on: bytes
    request_end: bytes
    request_sha256: bytes


class Result(NamedTuple):
    """Target, accelerated pay and backdating, as they are sent, and on both sides as hashed."""

    sent: bytes
    hashed_first: bytes
    hashed_last: bytes


class Lists(NamedTuple):
    """Decisions, missing facts and changes, as they are sent, and one by one as hashed."""

    sent: bytes
    decisions: bytes
    missing_facts: bytes
    changes: bytes


class Parts(NamedTuple):
    """What an answer is put together from."""

    frame: Frame
    reference: bytes
    rules_on: bytes
    known_on: bytes
    submission_date: bytes
    effective_from: bytes
    result: Result
    lists: Lists
    rules: bytes


def parts_of(answer: Answer) -> Parts:
    """Return the pieces of an answer."""
    found = answer.determination
    reference = answer.question.client_reference
    return Parts(
        _frame(answer.plan, answer.question.pathway, found.outcome),
        b"" if reference is None else b',"client_reference":' + _PLAIN.encode(reference),
        _day(answer.rules_on),
        _day(answer.known_on),
        _day(found.submission_date),
        _day(found.effective_from),
        _result(found.target, found.accelerated_pay, found.backdated),
        _lists(answer),
        render_rules(found.rulings),
    )


@lru_cache(_MOST_FRAMES)
def _frame(plan: SchemePlan, pathway: str, outcome: Outcome) -> Frame:
    def text(value: object) -> bytes:
        return _PLAIN.encode(value)

    scheme, version, table = plan.scheme.scheme, plan.version, plan.grades.table
    receipt = {
        "engine": ENGINE,
        "scheme_sha256": plan.sha256,
        "pay_table_sha256": table.sha256 if table else None,
        "request_sha256": "",
    }
    head = {"outcome": outcome, "scheme": scheme, "scheme_version": version, "pathway": pathway}
    return Frame(
        reference=text(head)[:-1],
        rules=b',"outcome":%b,"pathway":%b,"rules":[' % (text(outcome), text(pathway)),
        submission_date=b',"scheme":%b,"scheme_version":%b,"submission_date":'
        % (text(scheme), text(version)),
        request_rules_on=b',"pathway":%b,"rules_on":' % text(pathway),
        request_end=b',"scheme":%b,"scheme_sha256":%b}' % (text(scheme), text(plan.sha256)),
        request_sha256=b'],"receipt":' + text(receipt)[: -len(b'"}')],
    )


@kept
def _day(day: date | None) -> bytes:
    return _PLAIN.encode(day)


@lru_cache(_MOST_RESULTS)
def _result(
    target: Target | None,
    accelerated: Acceleration | None,
    backdated: bool,  # noqa: FBT001 - it is one of what is kept
) -> Result:
    placed = None if target is None else _target(target)
    paid = accelerated._asdict() if accelerated else None
    sent = {"backdated": backdated, "target": placed, "accelerated_pay": paid}
    first = {"accelerated_pay": paid, "backdated": backdated}
    return Result(
        sent=b"," + _PLAIN.encode(sent)[1:-1],
        hashed_first=_CANONICAL.encode(first)[:-1],
        hashed_last=b"," + _CANONICAL.encode({"target": placed})[1:-1],
    )


def _lists(answer: Answer) -> Lists:
    found, changes = answer.determination, answer.changes
    if not (found.decisions_needed or found.missing_facts or changes):
        return _NO_LISTS
    # Days differ from worker to worker; what names none comes again and again.
    if any(isinstance(change.value, date) for change in changes):
        return _lists_of(found.decisions_needed, found.missing_facts, changes)
    return _lists_kept(answer.plan, found.decisions_needed, found.missing_facts, changes)


@lru_cache(_MOST_RESULTS)
def _lists_kept(
    _: SchemePlan,  # by which true is told from 1: a scheme's fact has one type
    decisions: tuple[Decision, ...],
    missing: tuple[str, ...],
    changes: tuple[Change, ...],
) -> Lists:
    return _lists_of(decisions, missing, changes)


def _lists_of(
    decisions: Sequence[Decision], missing: Sequence[str], changes: Sequence[Change]
) -> Lists:
    decided, changed = [_decision(each) for each in decisions], [_change(each) for each in changes]
    sent = {"decisions_needed": decided, "missing_facts": missing, "would_change": changed}
    return Lists(
        sent=b"," + _PLAIN.encode(sent)[1:-1] + b',"rules":[',
        decisions=b',"decisions_needed":' + _CANONICAL.encode(decided),
        missing_facts=b',"missing_facts":' + _CANONICAL.encode(missing),
        changes=b',"would_change":' + _CANONICAL.encode(changed) + b"}",
    )


def _target(target: Target) -> Json:
    point = target.point._asdict() if target.point else None
    return {"grade": target.grade, "point": point, **_salary(target.price)}


def _salary(price: Price) -> Json:
    """Return a salary, its status and its source."""
    source = price.salary_source
    return {
        "annual_salary": price.annual_salary,
        "salary_status": price.salary_status,
        "salary_source": source._asdict() if source else None,
    }


def _decision(decision: Decision) -> Json:
    if decision.clause is not None:
        reason: Json = {"clause": decision.clause}
    else:
        reason = {"assumption": decision.assumption}
    return {
        "decision": decision.decision,
        "by": decision.by,
        "choices": decision.choices,
        **reason,
    }


def _change(change: Change) -> Json:
    value = str(change.value) if isinstance(change.value, Decimal) else change.value
    return {
        "fact": change.fact,
        "value": value,
        "eligible_on": change.eligible_on,
        "outcome": change.outcome,
    }


_NO_LISTS: Final = _lists_of((), (), ())
