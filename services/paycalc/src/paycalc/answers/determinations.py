"""Answers as bytes: rendered once, hashed in canonical form, with a receipt.

The hot route is rendered here by hand and not by Pydantic; `schemas` describes the same answer in
the contract, and every answer of the test suite is held against that.
"""

import hashlib
from typing import Any

import msgspec

from paycalc.answers.parts import (
    ENGINE,
    canonical,
    day_of,
    framed_by,
    reference_of,
    render_changes,
    rules_of,
)
from paycalc.operations.determinations import Answer
from paycalc.operations.replays import Proof, Rendering

Json = dict[str, Any]


def sha256(document: object) -> str:
    """Return the SHA-256 of a document's canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()


def render_determination(answer: Answer) -> bytes:
    """Return the answer to a determination, receipt included."""
    request, hashed, sent = _write(answer)
    return b"".join(
        (
            *sent,
            hashlib.sha256(request).hexdigest().encode(),
            b'","answer_sha256":"',
            hashlib.sha256(hashed).hexdigest().encode(),
            b'"}}',
        )
    )


def rendering_of(answer: Answer) -> Rendering:
    """Return an answer as JSON values without its receipt, and its hashes."""
    request, hashed, _ = _write(answer)
    return Rendering(_prove(request, hashed), msgspec.json.decode(hashed))


def receipt_of(answer: Answer) -> Json:
    """Return the proof of what was asked, by which rules, and what was answered."""
    request, hashed, _ = _write(answer)
    table = answer.plan.grades.table
    return {
        "engine": ENGINE,
        "scheme_sha256": answer.plan.sha256,
        "pay_table_sha256": table.sha256 if table else None,
        **_prove(request, hashed)._asdict(),
    }


def _prove(request: bytes, hashed: bytes) -> Proof:
    return Proof(hashlib.sha256(request).hexdigest(), hashlib.sha256(hashed).hexdigest())


def _write(answer: Answer) -> tuple[bytes, bytes, tuple[bytes, ...]]:
    """Write out a question and its answer.

    Returns:
        The request with every default filled in and every absent fact left out, and the answer
        without its receipt, both in canonical JSON; and the pieces of the answer as it is sent, up
        to the hash of the request.
    """
    determination = answer.determination
    framed = framed_by(answer)
    sent_changes, hashed_changes = render_changes(answer.changes)
    reference, rules = reference_of(answer), rules_of(answer, framed)
    known, ruled = day_of(answer.known_on), day_of(answer.rules_on)
    submission_date = day_of(determination.submission_date)
    effective_from = day_of(determination.effective_from)
    request = (
        b"{" + reference[1:] + b',"facts":' if reference else b'{"facts":',
        canonical(answer.facts),
        b',"known_on":',
        known,
        framed.request_rules_on,
        ruled,
        framed.request_last,
    )
    hashed = (
        framed.hashed_first,
        reference,
        framed.hashed_decisions,
        effective_from,
        b',"known_on":',
        known,
        framed.hashed_missing,
        rules,
        b'],"rules_on":',
        ruled,
        framed.hashed_submission_date,
        submission_date,
        framed.hashed_last,
        hashed_changes,
        b"}",
    )
    sent = (
        framed.sent_first,
        reference,
        b',"rules_on":',
        ruled,
        b',"known_on":',
        known,
        b',"submission_date":',
        submission_date,
        b',"effective_from":',
        effective_from,
        framed.sent_result,
        sent_changes,
        b',"rules":[',
        rules,
        framed.sent_last,
    )
    return b"".join(request), b"".join(hashed), sent
