"""Who may do what: one table. Its rows are the operations of the API.

A scope limits the client. `who` limits the caller behind it: a machine that acts for itself, any
person of the authority, or a person who holds one of these roles. What a person may do to one case
is said by its scheme file: there `who` is `person`, and the case decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from applications.platform.caller import Caller

MACHINE: Final = "machine"
PERSON: Final = "person"


class ForbiddenError(Exception):
    """The caller is known, and may not do this. The message says what would be needed."""


@dataclass(frozen=True, slots=True)
class Permission:
    """The scope that an operation needs, and who may: `machine`, `person` or roles."""

    scope: str | None
    who: frozenset[str]


def _by(scope: str | None, *who: str) -> Permission:
    return Permission(scope, frozenset(who))


PERMISSIONS: Final[Mapping[str, Permission]] = {
    "get_me": _by(None, MACHINE, PERSON),
    "list_tasks": _by("applications.read", PERSON),
    "put_worker": _by("people.write", MACHINE, "administrator"),
    "get_worker": _by("people.read", MACHINE, PERSON),
    "list_workers": _by("people.read", MACHINE, PERSON),
    "get_eligibility": _by("people.read", MACHINE, PERSON),
    "put_team": _by("organisation.write", MACHINE, "administrator"),
    "get_team": _by("people.read", MACHINE, PERSON),
    "put_role_assignment": _by("organisation.write", MACHINE, "administrator"),
    "get_role_assignment": _by("people.read", MACHINE, PERSON),
    "put_delegation": _by("organisation.write", PERSON),
    "get_delegation": _by("people.read", MACHINE, PERSON),
    "open_application": _by("applications.write", PERSON),
    "list_applications": _by("applications.read", MACHINE, PERSON),
    "list_worker_applications": _by("applications.read", MACHINE, PERSON),
    "get_application": _by("applications.read", MACHINE, PERSON),
    "list_actions": _by("applications.read", PERSON),
    "take_action": _by("applications.decide", PERSON),
    "get_history": _by("applications.read", MACHINE, PERSON),
    "get_document": _by("applications.read", PERSON),
    "add_evidence": _by("applications.write", PERSON),
    "list_evidence": _by("applications.read", PERSON),
    "get_evidence": _by("applications.read", PERSON),
    "put_evidence_content": _by("applications.write", PERSON),
    "get_evidence_content": _by("applications.read", PERSON),
    "withdraw_evidence": _by("applications.write", PERSON),
    "acknowledge_identifiers": _by("applications.write", PERSON),
    "report_identifiers": _by("applications.write", PERSON),
    "list_evidence_reads": _by("audit.read", MACHINE, "auditor", "administrator"),
    "get_invitation": _by("applications.read", PERSON),
    "get_workflow": _by("applications.read", MACHINE, PERSON),
    "get_workflow_diagram": _by("applications.read", MACHINE, PERSON),
    "get_form": _by("applications.read", MACHINE, PERSON),
    "get_determination": _by("applications.read", MACHINE, PERSON),
    "list_variations": _by("payroll.read", MACHINE, PERSON),
    "get_variation": _by("payroll.read", MACHINE, PERSON),
    "approve_variation": _by("applications.decide", PERSON),
    "send_variation": _by("payroll.write", MACHINE, "hr_services"),
    "acknowledge_variation": _by("payroll.write", MACHINE, "hr_services"),
    "reject_variation": _by("payroll.write", MACHINE, "hr_services"),
    "list_pay_points": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "list_differences": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "digest_pay_points": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "list_pay_changes": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "list_arrears": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "create_payroll_run": _by("payroll.write", MACHINE, "payroll", "hr_services"),
    "list_payroll_runs": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "get_payroll_run": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "list_payroll_run_lines": _by("payroll.read", MACHINE, "payroll", "hr_services"),
    "list_worker_pay_points": _by("payroll.read", MACHINE, PERSON),
    "create_import": _by("imports.write", MACHINE, "administrator"),
    "list_imports": _by("imports.read", MACHINE, "administrator"),
    "get_import": _by("imports.read", MACHINE, "administrator"),
    "list_import_rows": _by("imports.read", MACHINE, "administrator"),
    "list_events": _by("events.read", MACHINE, PERSON),
    "create_webhook": _by("webhooks.write", MACHINE),
    "list_webhooks": _by("webhooks.read", MACHINE, "administrator", "auditor"),
    "get_webhook": _by("webhooks.read", MACHINE, "administrator", "auditor"),
    "put_webhook": _by("webhooks.write", MACHINE),
    "delete_webhook": _by("webhooks.write", MACHINE, "administrator"),
    "enable_webhook": _by("webhooks.write", MACHINE, "administrator"),
    "disable_webhook": _by("webhooks.write", MACHINE, "administrator"),
    "rotate_webhook_secret": _by("webhooks.write", MACHINE),
    "verify_webhook": _by("webhooks.write", MACHINE, "administrator"),
    "ping_webhook": _by("webhooks.write", MACHINE, "administrator"),
    "list_webhook_deliveries": _by("webhooks.read", MACHINE, "administrator", "auditor"),
    "redeliver_webhook": _by("webhooks.write", MACHINE, "administrator"),
    "list_audit": _by("audit.read", MACHINE, "auditor", "administrator"),
    "list_checkpoints": _by("audit.read", MACHINE, "auditor", "administrator"),
}


def require_scope(caller: Caller, operation: str) -> None:
    """Make sure that the client may use an operation, and this kind of caller at all.

    Raises:
        ForbiddenError: It may not.
    """
    permission = PERMISSIONS[operation]
    if permission.scope is not None and permission.scope not in caller.scopes:
        raise ForbiddenError(f"The token needs the scope {permission.scope}.")
    if caller.is_machine and MACHINE not in permission.who:
        raise ForbiddenError("This needs a person: use a token that somebody signed in for.")


def require_role(caller: Caller, operation: str, roles_held: frozenset[str]) -> None:
    """Make sure that a person holds a role that an operation asks for.

    Raises:
        ForbiddenError: They hold none of them.
    """
    permission = PERMISSIONS[operation]
    if caller.is_machine or PERSON in permission.who:
        return
    if not permission.who & roles_held:
        wanted = ", ".join(sorted(permission.who - {MACHINE}))
        raise ForbiddenError(f"This needs one of these roles: {wanted}.")
