"""Questions to paycalc, and what its committed contract says of both sides."""

import json
from dataclasses import replace
from typing import Any, Final

import jsonschema_rs
from tests.support.contract import validator
from tests.support.live import ROOT

from applications.pay.domain.determinations import Question
from applications.pay.paycalc_client import Trace

Json = dict[str, Any]

CONTRACT: Final[Json] = json.loads((ROOT / "openapi/paycalc.json").read_text(encoding="utf-8"))
QUESTION_SCHEMA: Final[jsonschema_rs.Validator] = validator(
    {"$ref": "#/components/schemas/DeterminationQuestion"}, CONTRACT
)
TRACE: Final = Trace(
    request_id="test-1", traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
)

READY: Final = Question(
    scheme="durham",
    pathway="grade-9-to-11",
    facts={
        "grade": "9",
        "asye_outcome": "passed",
        "asye_completed_on": "2025-09-30",
        "line_manager_recommends": True,
        "standards_met": True,
        "submitted_on": "2026-01-09",
        "evidence_complete_on": "2026-01-09",
        "signed_off_on": "2026-03-20",
    },
)
NOT_READY: Final = replace(READY, facts={**READY.facts, "standards_met": False})


def assert_as_contracted(body: bytes) -> None:
    """Fail unless every question of a body is as paycalc's contract has it."""
    for line in body.splitlines():
        QUESTION_SCHEMA.validate(json.loads(line))


def an_answer(**members: object) -> Json:
    """A small answer to READY, as paycalc could give it."""
    return {
        "outcome": "determined",
        "scheme": "durham",
        "scheme_version": "2023-03-01",
        "pathway": "grade-9-to-11",
        "rules_on": "2026-01-09",
        "known_on": "2026-04-02",
        "submission_date": None,
        "effective_from": "2026-03-20",
        "backdated": False,
        "target": {
            "grade": "11",
            "point": {"position": 1, "scp": 30, "spine": "njc-2019"},
            "annual_salary": "40777.00",
            "salary_status": "provisional",
            "salary_source": None,
        },
        "accelerated_pay": None,
        "decisions_needed": [],
        "missing_facts": [],
        "rules": [],
        "would_change": [],
        "receipt": {
            "engine": "paycalc-1",
            "scheme_sha256": "0" * 64,
            "pay_table_sha256": None,
            "request_sha256": "0" * 64,
            "answer_sha256": "0" * 64,
        },
        **members,
    }
