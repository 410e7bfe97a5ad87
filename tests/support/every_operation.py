"""Every operation of applications, what it is asked for, and a good body of it.

It comes from the contract that is committed, so that an operation that is added is tried too, or
its tests say what they would need.
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.support.contract import Operation, operations
from tests.support.durham import TEAM_MANAGER
from tests.support.live import ROOT
from tests.support.whole_council import OF_ITS_OWN, WholeCouncil

Json = dict[str, Any]

DOCUMENT: Json = json.loads((ROOT / "openapi/applications.json").read_text(encoding="utf-8"))
EVERY = [each for each in operations(DOCUMENT) if "security" in each.document]
WITHOUT_A_TOKEN = [each for each in operations(DOCUMENT) if "security" not in each.document]

GIVEN_BY_THE_SERVICE = {
    "application_id", "evidence_id", "variation_id", "webhook_id", "delivery_id", "import_id",
    "payroll_run_id",
}  # fmt: skip
"""Ids that only one authority can have; all others are the client's own words."""
WITH_IDS_OF_OURS = [
    each for each in EVERY if any(name in each.path for name in GIVEN_BY_THE_SERVICE)
]
BODIES: dict[str, Json] = {
    "put_worker": {"name": "Somebody", "line_manager": OF_ITS_OWN, "posts": []},
    "put_team": {"title": "A team", "service": "other", "locality": "west"},
    "put_role_assignment": {
        "employee_number": OF_ITS_OWN,
        "role": "team_manager",
        "over": {"kind": "team", "id": OF_ITS_OWN},
        "starts_on": "2026-04-01",
    },
    "put_delegation": {
        "delegated_by": OF_ITS_OWN,
        "delegated_to": TEAM_MANAGER,
        "role": "team_manager",
        "starts_on": "2026-04-01",
        "ends_before": "2026-04-15",
    },
    "open_application": {
        "employee_number": OF_ITS_OWN,
        "post_number": "1",
        "scheme": "durham",
        "pathway": "grade-9-to-11",
    },
    "take_action": {"reason": "A reason."},
    "add_evidence": {"item": "other", "name": "register.pdf", "media_type": "application/pdf"},
    "put_evidence_content": {},
    "withdraw_evidence": {"reason": "A reason."},
    "acknowledge_identifiers": {"reason": "A reason."},
    "report_identifiers": {"reason": "A reason."},
    "approve_variation": {},
    "send_variation": {},
    "acknowledge_variation": {"hris_reference": "MV-1"},
    "reject_variation": {"reason_code": "no_post", "detail": "A reason."},
    "create_webhook": {"url": "https://hris.council.example/hook"},
    "put_webhook": {"url": "https://hris.council.example/hook"},
    "enable_webhook": {},
    "disable_webhook": {},
    "rotate_webhook_secret": {},
    "verify_webhook": {},
    "ping_webhook": {},
    "redeliver_webhook": {},
    "create_payroll_run": {"through": "2026-04-30"},
}
"""A good body of every operation that has one, which refers to what only the other has."""


FILES = {"create_import": ("text/csv", f"team,title,service,locality\n{OF_ITS_OWN},A,b,c\n")}
"""A good file for every operation that takes one, and its media type."""
QUERIES = {"create_import": "?kind=teams"}
"""What an address has to say besides, where it must."""


def body_of(operation: Operation) -> tuple[bytes | None, dict[str, str]]:
    """A good body of an operation, and the header that says what it is."""
    if "requestBody" not in operation.document:
        return None, {}
    if operation.id in FILES:
        media_type, text = FILES[operation.id]
        return text.encode(), {"Content-Type": media_type}
    return json.dumps(BODIES[operation.id]).encode(), {"Content-Type": "application/json"}


def name(operation: Operation) -> str:
    """What a test of an operation is called by."""
    return operation.id


def addresses(operation: Operation, council: WholeCouncil) -> Iterator[str]:
    """The addresses of an operation that lead to what a council has."""
    names = [each["name"] for each in operation.document.get("parameters", ()) if is_in_path(each)]
    values = council.path_values()
    longest = max((len(values[name]) for name in names), default=1)
    for place in range(longest):
        chosen = {name: values[name][place % len(values[name])] for name in names}
        yield operation.path.format_map(chosen) + QUERIES.get(operation.id, "")
    if names and not GIVEN_BY_THE_SERVICE & {*names}:
        yield operation.path.format_map(dict.fromkeys(names, OF_ITS_OWN))


def is_in_path(parameter: Json) -> bool:
    """Whether a parameter is part of the address."""
    return bool(parameter["in"] == "path")
