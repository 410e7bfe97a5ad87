"""Answers as bytes: rendered once, hashed in canonical form, with a receipt.

The hot route is rendered here by hand and not by Pydantic; `schemas` describes the same answer in
the contract, and every answer of the test suite is held against that.
"""

import hashlib
from decimal import Decimal
from typing import Any, Final

import msgspec

from paycalc.answers.rules import render_rules
from paycalc.domain.changes import Change
from paycalc.domain.decisions import Decision
from paycalc.domain.determination import Target
from paycalc.domain.pay_tables import Price
from paycalc.domain.rules import Rule
from paycalc.operations.determinations import Answer
from paycalc.operations.replays import Proof, Rendering

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


def sha256(document: object) -> str:
    """Return the SHA-256 of a document's canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()


def render_determination(answer: Answer) -> bytes:
    """Return the answer to a determination, receipt included."""
    document, proof = _prove(answer)
    document["receipt"] = _receipt(answer, proof)
    return _PLAIN.encode(document)


def rendering_of(answer: Answer) -> Rendering:
    """Return an answer as JSON values without its receipt, and its hashes."""
    document, proof = _prove(answer)
    return Rendering(proof, msgspec.json.decode(_PLAIN.encode(document)))


def receipt_of(answer: Answer) -> Json:
    """Return the proof of what was asked, by which rules, and what was answered."""
    return _receipt(answer, _prove(answer)[1])


def _prove(answer: Answer) -> tuple[Json, Proof]:
    """Return the answer's document, its rules encoded, and the hashes of question and answer."""
    document = _without_rules(answer)
    document["rules"] = render_rules(answer.determination.rulings)
    return document, Proof(sha256(resolved_request(answer)), sha256(document))


def _receipt(answer: Answer, proof: Proof) -> Json:
    table = answer.plan.grades.table
    return {
        "engine": ENGINE,
        "scheme_sha256": answer.plan.sha256,
        "pay_table_sha256": table.sha256 if table else None,
        "request_sha256": proof.request_sha256,
        "answer_sha256": proof.answer_sha256,
    }


def resolved_request(answer: Answer) -> Json:
    """Return the request with every default filled in and every absent fact left out."""
    question = answer.question
    request: Json = {
        "scheme": question.scheme,
        "scheme_sha256": answer.plan.sha256,
        "pathway": question.pathway,
        "rules_on": answer.rules_on,
        "known_on": answer.known_on,
        "facts": answer.facts,
    }
    if question.client_reference is not None:
        request["client_reference"] = question.client_reference
    return request


def _without_rules(answer: Answer) -> Json:
    found = answer.determination
    accelerated = found.accelerated_pay
    document: Json = {
        "outcome": found.outcome,
        "scheme": answer.question.scheme,
        "scheme_version": answer.plan.version,
        "pathway": answer.question.pathway,
    }
    if answer.question.client_reference is not None:
        document["client_reference"] = answer.question.client_reference
    document |= {
        "rules_on": answer.rules_on,
        "known_on": answer.known_on,
        "submission_date": found.submission_date,
        "effective_from": found.effective_from,
        "backdated": found.backdated,
        "target": _target(found.target) if found.target else None,
        "accelerated_pay": accelerated._asdict() if accelerated else None,
        "decisions_needed": [_decision(decision) for decision in found.decisions_needed],
        "missing_facts": found.missing_facts,
        "would_change": [_change(change) for change in answer.changes],
    }
    return document


def _target(target: Target) -> Json:
    return {"grade": target.grade, "point": target.point, **salary(target.price)}


def salary(price: Price) -> Json:
    """Return a salary, its status and its source."""
    return {
        "annual_salary": price.annual_salary,
        "salary_status": price.salary_status,
        "salary_source": price.salary_source,
    }


def _reason(reasoned: Rule | Decision) -> Json:
    if reasoned.clause is not None:
        return {"clause": reasoned.clause}
    return {"assumption": reasoned.assumption}


def _decision(decision: Decision) -> Json:
    return {
        "decision": decision.decision,
        "by": decision.by,
        "choices": decision.choices,
        **_reason(decision),
    }


def _change(change: Change) -> Json:
    value = str(change.value) if isinstance(change.value, Decimal) else change.value
    return {
        "fact": change.fact,
        "value": value,
        "eligible_on": change.eligible_on,
        "outcome": change.outcome,
    }
