"""Answers as bytes: rendered once, hashed in canonical form, with a receipt.

The hot route is rendered here by hand and not by Pydantic; `schemas` describes the same answer in
the contract, and every answer of the test suite is held against that.
"""

import hashlib
from typing import Any

import msgspec

from paycalc.answers.parts import ENGINE, Parts, canonical, parts_of
from paycalc.operations.determinations import Answer
from paycalc.operations.replays import Proof, Rendering

Json = dict[str, Any]


def sha256(document: object) -> str:
    """Return the SHA-256 of a document's canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()


def render_determination(answer: Answer) -> bytes:
    """Return the answer to a determination, receipt included."""
    parts = parts_of(answer)
    frame, reference, rules_on, known_on, submission_date, effective_from, result, lists, _ = parts
    proof = _prove(answer, parts)
    return b"".join(
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
            result.sent,
            lists.sent,
            parts.rules,
            frame.request_sha256,
            proof.request_sha256.encode(),
            b'","answer_sha256":"',
            proof.answer_sha256.encode(),
            b'"}}',
        )
    )


def rendering_of(answer: Answer) -> Rendering:
    """Return an answer as JSON values without its receipt, and its hashes."""
    parts = parts_of(answer)
    return Rendering(_prove(answer, parts), msgspec.json.decode(_hashed(parts)))


def receipt_of(answer: Answer) -> Json:
    """Return the proof of what was asked, by which rules, and what was answered."""
    proof = _prove(answer, parts_of(answer))
    table = answer.plan.grades.table
    return {
        "engine": ENGINE,
        "scheme_sha256": answer.plan.sha256,
        "pay_table_sha256": table.sha256 if table else None,
        "request_sha256": proof.request_sha256,
        "answer_sha256": proof.answer_sha256,
    }


def _prove(answer: Answer, parts: Parts) -> Proof:
    """Return the hashes of question and answer."""
    return Proof(
        hashlib.sha256(_resolved_request(answer, parts)).hexdigest(),
        hashlib.sha256(_hashed(parts)).hexdigest(),
    )


def _resolved_request(answer: Answer, parts: Parts) -> bytes:
    """Return the request with every default filled in and every absent fact left out."""
    frame, reference, rules_on, known_on, *_ = parts
    return b"".join(
        (
            b"{" + reference[1:] + b"," if reference else b"{",
            b'"facts":',
            canonical(answer.facts),
            b',"known_on":',
            known_on,
            frame.request_rules_on,
            rules_on,
            frame.request_end,
        )
    )


def _hashed(parts: Parts) -> bytes:
    """Return the answer without its receipt, in canonical JSON."""
    frame, reference, rules_on, known_on, submission_date, effective_from, result, lists, _ = parts
    return b"".join(
        (
            result.hashed_first,
            reference,
            lists.decisions,
            b',"effective_from":',
            effective_from,
            b',"known_on":',
            known_on,
            lists.missing_facts,
            frame.rules,
            parts.rules,
            b'],"rules_on":',
            rules_on,
            frame.submission_date,
            submission_date,
            result.hashed_last,
            lists.changes,
        )
    )
