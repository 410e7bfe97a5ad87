"""Answers as bytes: rendered once, hashed in canonical form, with a receipt.

The hot route is rendered here by hand and not by Pydantic; `schemas` describes the same answer in
the contract, and every answer of the test suite is held against that.

An answer is sent with its members in the order in which they are read, and hashed with them in that
of canonical JSON. Most members are the same text in both: it is made once, and put together twice.
"""

import hashlib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

from paycalc.answers.rules import render_rules
from paycalc.domain.accelerated_pay import Acceleration
from paycalc.domain.changes import Change
from paycalc.domain.decisions import Decision
from paycalc.domain.determination import Outcome, Target
from paycalc.domain.pay_tables import Price
from paycalc.domain.plans import SchemePlan
from paycalc.domain.remembering import kept
from paycalc.operations.determinations import Answer
from paycalc.operations.replays import Proof, Rendering

ENGINE: Final = "paycalc/1"

_CANONICAL: Final = msgspec.json.Encoder(order="sorted", enc_hook=str)
_PLAIN: Final = msgspec.json.Encoder()
_MOST_FRAMES: Final = 1024

Json = dict[str, Any]


def canonical(document: object) -> bytes:
    """Return a document in canonical JSON (RFC 8785): sorted members, no spaces, UTF-8.

    Our documents hold text, whole numbers, true, false and null alone, for which sorting by
    Unicode and by UTF-16 agree because every name is ASCII.
    """
    return _CANONICAL.encode(document)


def sha256(document: object) -> str:
    """Return the SHA-256 of a document's canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()


class _Texts(NamedTuple):
    """A member, or a whole answer, as it is sent and as it is hashed."""

    sent: bytes
    hashed: bytes


class _Frame(NamedTuple):
    """What is the same in every answer of a pathway with one outcome, by what it stands before."""

    reference: bytes
    rules: bytes
    submission_date: bytes
    request_rules_on: bytes
    request_end: bytes
    request_sha256: bytes


def render_determination(answer: Answer) -> bytes:
    """Return the answer to a determination, receipt included."""
    texts, proof, frame = _render(answer)
    return b"".join(
        (
            texts.sent,
            frame.request_sha256,
            proof.request_sha256.encode(),
            b'","answer_sha256":"',
            proof.answer_sha256.encode(),
            b'"}}',
        )
    )


def rendering_of(answer: Answer) -> Rendering:
    """Return an answer as JSON values without its receipt, and its hashes."""
    texts, proof, _ = _render(answer)
    return Rendering(proof, msgspec.json.decode(texts.hashed))


def receipt_of(answer: Answer) -> Json:
    """Return the proof of what was asked, by which rules, and what was answered."""
    _, proof, _ = _render(answer)
    table = answer.plan.grades.table
    return {
        "engine": ENGINE,
        "scheme_sha256": answer.plan.sha256,
        "pay_table_sha256": table.sha256 if table else None,
        "request_sha256": proof.request_sha256,
        "answer_sha256": proof.answer_sha256,
    }


def _render(answer: Answer) -> tuple[_Texts, Proof, _Frame]:
    """Return an answer without its receipt, sent up to its last rule; and the rest."""
    frame = _frame(answer.plan, answer.question.pathway, answer.determination.outcome)
    reference = answer.question.client_reference
    member = b"" if reference is None else b',"client_reference":' + _PLAIN.encode(reference)
    days = _day(answer.rules_on), _day(answer.known_on)
    texts = _texts(answer, frame, member, days)
    request = _resolved_request(answer, frame, member, days)
    proof = Proof(
        hashlib.sha256(request).hexdigest(),
        hashlib.sha256(texts.hashed).hexdigest(),
    )
    return texts, proof, frame


def _resolved_request(
    answer: Answer, frame: _Frame, reference: bytes, days: tuple[bytes, bytes]
) -> bytes:
    """Return the request with every default filled in and every absent fact left out."""
    rules_on, known_on = days
    return b"".join(
        (
            b"{" + reference[1:] + b"," if reference else b"{",
            b'"facts":',
            _CANONICAL.encode(answer.facts),
            b',"known_on":',
            known_on,
            frame.request_rules_on,
            rules_on,
            frame.request_end,
        )
    )


def _texts(answer: Answer, frame: _Frame, reference: bytes, days: tuple[bytes, bytes]) -> _Texts:
    found = answer.determination
    rules_on, known_on = days
    rules = render_rules(found.rulings)
    submission_date = _day(found.submission_date)
    effective_from = _day(found.effective_from)
    backdated = b"true" if found.backdated else b"false"
    target = _NULL if found.target is None else _target(found.target)
    accelerated_pay = _accelerated_pay(found.accelerated_pay)
    decisions = _listed([_decision(decision) for decision in found.decisions_needed])
    missing_facts = _PLAIN.encode(found.missing_facts)
    changes = _listed([_change(change) for change in answer.changes])
    hashed = b"".join(
        (
            b'{"accelerated_pay":',
            accelerated_pay,
            b',"backdated":',
            backdated,
            reference,
            b',"decisions_needed":',
            decisions.hashed,
            b',"effective_from":',
            effective_from,
            b',"known_on":',
            known_on,
            b',"missing_facts":',
            missing_facts,
            frame.rules,
            rules,
            b'],"rules_on":',
            rules_on,
            frame.submission_date,
            submission_date,
            b',"target":',
            target.hashed,
            b',"would_change":',
            changes.hashed,
            b"}",
        )
    )
    sent = b"".join(
        (
            frame.reference,
            reference,
            b',"rules_on":',
            rules_on,
            b',"known_on":',
            known_on,
            b',"submission_date":',
            submission_date,
            b',"effective_from":',
            effective_from,
            b',"backdated":',
            backdated,
            b',"target":',
            target.sent,
            b',"accelerated_pay":',
            accelerated_pay,
            b',"decisions_needed":',
            decisions.sent,
            b',"missing_facts":',
            missing_facts,
            b',"would_change":',
            changes.sent,
            b',"rules":[',
            rules,
        )
    )
    return _Texts(sent, hashed)


@lru_cache(_MOST_FRAMES)
def _frame(plan: SchemePlan, pathway: str, outcome: Outcome) -> _Frame:
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
    return _Frame(
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


_NULL: Final = _Texts(b"null", b"null")
_NOTHING: Final = _Texts(b"[]", b"[]")


def _listed(items: list[Json]) -> _Texts:
    return _both(items) if items else _NOTHING


def _both(value: object) -> _Texts:
    return _Texts(_PLAIN.encode(value), _CANONICAL.encode(value))


@kept
def _target(target: Target) -> _Texts:
    point = target.point._asdict() if target.point else None
    return _both({"grade": target.grade, "point": point, **salary(target.price)})


@kept
def _accelerated_pay(accelerated: Acceleration | None) -> bytes:
    return _PLAIN.encode(accelerated._asdict() if accelerated else None)


def salary(price: Price) -> Json:
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
