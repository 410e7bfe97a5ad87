"""The members of an answer as pieces of JSON, each made once, though it is put in twice.

An answer is sent with its members in the order in which they are read, and hashed with them in that
of canonical JSON. Here is what both are put together from.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec

from paycalc.answers.rules import render_rules
from paycalc.domain.decisions import Decision
from paycalc.domain.endings import Change, Ending, Target
from paycalc.domain.keeping import Remembered, kept
from paycalc.domain.outcomes import Outcome
from paycalc.domain.pay_tables import Price
from paycalc.domain.plans import SchemePlan
from paycalc.operations.determinations import Answer

ENGINE: Final = "paycalc/1"

_CANONICAL: Final = msgspec.json.Encoder(order="sorted", enc_hook=str)
_PLAIN: Final = msgspec.json.Encoder()
_BEFORE_RULES: Final = b',"rules":['

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


class _Ended(NamedTuple):
    """What is the same for all answers with one ending."""

    frame: Frame
    result: Result
    lists: Lists
    rules: list[bytes]


_ENDED: Final[Remembered[Ending, _Ended]] = Remembered()


def parts_of(answer: Answer) -> Parts:
    """Return the pieces of an answer."""
    ending, rulings, submission_date, effective_from, binds = answer.determination
    reference = answer.question.client_reference
    frame, result, lists, of_ending = _ENDED.get(ending) or _ended(answer)
    rules = render_rules(rulings) + of_ending
    if binds is not None:
        rules += render_rules([binds])
    return Parts(
        frame,
        b"" if reference is None else b',"client_reference":' + _PLAIN.encode(reference),
        _day(answer.rules_on),
        _day(answer.known_on),
        _day(submission_date),
        _day(effective_from),
        result,
        _with_changes(lists, answer.changes) if answer.changes else lists,
        b",".join(rules),
    )


def _ended(answer: Answer) -> _Ended:
    ending, pathway = answer.determination.ending, answer.question.pathway
    rules = render_rules(ending.rulings)
    found = _ENDED[ending] = _Ended(
        _frame(answer.plan, pathway, ending.outcome),
        _result(ending),
        _lists(ending),
        [b",".join(rules)] if rules else [],
    )
    return found


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


def _result(ending: Ending) -> Result:
    placed = None if ending.target is None else _target(ending.target)
    paid = ending.accelerated_pay._asdict() if ending.accelerated_pay else None
    sent = {"backdated": ending.backdated, "target": placed, "accelerated_pay": paid}
    first = {"accelerated_pay": paid, "backdated": ending.backdated}
    return Result(
        sent=b"," + _PLAIN.encode(sent)[1:-1],
        hashed_first=_CANONICAL.encode(first)[:-1],
        hashed_last=b"," + _CANONICAL.encode({"target": placed})[1:-1],
    )


def _lists(ending: Ending) -> Lists:
    decided = [_decision(each) for each in ending.decisions_needed]
    sent = {"decisions_needed": decided, "missing_facts": ending.missing_facts, "would_change": []}
    return Lists(
        sent=b"," + _PLAIN.encode(sent)[1:-1] + _BEFORE_RULES,
        decisions=b',"decisions_needed":' + _CANONICAL.encode(decided),
        missing_facts=b',"missing_facts":' + _CANONICAL.encode(ending.missing_facts),
        changes=b',"would_change":[]}',
    )


def _with_changes(lists: Lists, changes: Sequence[Change]) -> Lists:
    changed = [_change(each) for each in changes]
    without = lists.sent[: -len(b"]" + _BEFORE_RULES)]
    return lists._replace(
        sent=without + _PLAIN.encode(changed)[1:] + _BEFORE_RULES,
        changes=b',"would_change":' + _CANONICAL.encode(changed) + b"}",
    )


@kept
def _day(day: date | None) -> bytes:
    return _PLAIN.encode(day)


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
