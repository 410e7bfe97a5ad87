"""The members of an answer as pieces of JSON, each made once, though it is put in twice.

An answer is sent with its members in the order in which they are read, and hashed with them in that
of canonical JSON. Here is what both are put together from.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec

from paycalc.answers.rules import render_rules
from paycalc.domain.decisions import Decision
from paycalc.domain.endings import Change, Changes, Ending, Target
from paycalc.domain.keeping import Remembered, kept
from paycalc.domain.pay_tables import Price
from paycalc.operations.determinations import Answer

ENGINE: Final = "paycalc/1"

_CANONICAL: Final = msgspec.json.Encoder(order="sorted", enc_hook=str)
_PLAIN: Final = msgspec.json.Encoder()

Json = dict[str, Any]


def canonical(document: object) -> bytes:
    """Return a document in canonical JSON (RFC 8785): sorted members, no spaces, UTF-8.

    Our documents hold text, whole numbers, true, false and null alone, for which sorting by
    Unicode and by UTF-16 agree because every name is ASCII.
    """
    return _CANONICAL.encode(document)


class Framed(NamedTuple):
    """What is the same in every answer with one ending, by what it stands before or behind.

    Attributes:
        sent_first: Sent before the caller's reference.
        sent_result: Sent behind the effective date: target, pay, decisions, and missing facts.
        sent_last: Sent behind the rules, up to the hash of the request.
        hashed_first: Hashed before the caller's reference.
        hashed_decisions: Hashed behind that, up to the effective date.
        hashed_missing: Hashed behind the day of knowledge, up to the rules.
        hashed_submission_date: Hashed behind the day of the rules, up to the submission date.
        hashed_last: Hashed behind that, up to the changes.
        request_rules_on: In the request as it was resolved, what stands before the day of rules.
        request_last: There, what stands behind it.
        rules: The rules of the ending itself, none or one piece.
    """

    sent_first: bytes
    sent_result: bytes
    sent_last: bytes
    hashed_first: bytes
    hashed_decisions: bytes
    hashed_missing: bytes
    hashed_submission_date: bytes
    hashed_last: bytes
    request_rules_on: bytes
    request_last: bytes
    rules: list[bytes]


_FRAMED: Final[Remembered[Ending, Framed]] = Remembered()


def framed_by(answer: Answer) -> Framed:
    """Return what is the same in every answer with the same ending."""
    return _FRAMED.get(answer.determination.ending) or _frame(answer)


def _frame(answer: Answer) -> Framed:
    plan, pathway, ending = answer.plan, answer.question.pathway, answer.determination.ending
    scheme, version, table = plan.scheme.scheme, plan.version, plan.grades.table
    head = {
        "outcome": ending.outcome,
        "scheme": scheme,
        "scheme_version": version,
        "pathway": pathway,
    }
    placed = None if ending.target is None else _target(ending.target)
    paid = ending.accelerated_pay._asdict() if ending.accelerated_pay else None
    decided = [_decision(each) for each in ending.decisions_needed]
    result = {
        "backdated": ending.backdated,
        "target": placed,
        "accelerated_pay": paid,
        "decisions_needed": decided,
        "missing_facts": ending.missing_facts,
    }
    receipt = {
        "engine": ENGINE,
        "scheme_sha256": plan.sha256,
        "pay_table_sha256": table.sha256 if table else None,
        "request_sha256": "",
    }
    rules = render_rules(ending.rulings)
    framed = _FRAMED[ending] = Framed(
        sent_first=_open(_PLAIN.encode(head)),
        sent_result=_inner(_PLAIN.encode(result)) + b',"would_change":',
        sent_last=b'],"receipt":' + _PLAIN.encode(receipt)[: -len(b'"}')],
        hashed_first=_open(
            _CANONICAL.encode({"accelerated_pay": paid, "backdated": ending.backdated})
        ),
        hashed_decisions=_before({"decisions_needed": decided}, "effective_from"),
        hashed_missing=_before(
            {"missing_facts": ending.missing_facts, "outcome": ending.outcome, "pathway": pathway},
            "rules",
        )
        + b"[",
        hashed_submission_date=_before(
            {"scheme": scheme, "scheme_version": version}, "submission_date"
        ),
        hashed_last=_before({"target": placed}, "would_change"),
        request_rules_on=_before({"pathway": pathway}, "rules_on"),
        request_last=_inner(_CANONICAL.encode({"scheme": scheme, "scheme_sha256": plan.sha256}))
        + b"}",
        rules=[b",".join(rules)] if rules else [],
    )
    return framed


def _open(document: bytes) -> bytes:
    """Return an object that more members are to follow."""
    return document[:-1]


def _inner(document: bytes) -> bytes:
    """Return the members of an object as they follow others."""
    return b"," + document[1:-1]


def _before(members: Json, name: str) -> bytes:
    """Return members as they follow others, up to the value of another member."""
    return _inner(_CANONICAL.encode(members)) + b',"%b":' % name.encode()


def rules_of(answer: Answer, framed: Framed) -> bytes:
    """Return every ruling of an answer in canonical JSON, in order."""
    determination = answer.determination
    rules = render_rules(determination.rulings, determination.kind) + framed.rules
    if determination.binds is not None:
        rules += render_rules([determination.binds])
    return b",".join(rules)


def reference_of(answer: Answer) -> bytes:
    """Return the caller's own reference as a member that follows others, if there is one."""
    reference = answer.question.client_reference
    return b"" if reference is None else b',"client_reference":' + _PLAIN.encode(reference)


def render_changes(changes: Changes) -> tuple[bytes, bytes]:
    """Return what would change an answer as JSON, as it is sent and as it is hashed."""
    if changes.rendered is not None:
        return changes.rendered
    named = [_change(each) for each in changes.named]
    changes.rendered = (_PLAIN.encode(named), _CANONICAL.encode(named))
    return changes.rendered


@kept
def day_of(day: date | None) -> bytes:
    """Return a day as JSON."""
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
