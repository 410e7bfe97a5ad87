"""Cases, actions and the rest as they are sent."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from applications.casework.domain.views import ActionView, CaseView, StepView
from applications.casework.operations.tasks import Waiting
from applications.log.domain import Recorded
from applications.platform.once import Rendered
from applications.platform.versions import etag

_ENCODE: Final = msgspec.json.Encoder().encode
_CREATED: Final = 201


def case_document(view: CaseView) -> dict[str, Any]:
    """A case as it is sent."""
    return {
        "application_id": view.application_id,
        "employee_number": view.employee_number,
        "post_number": view.post_number,
        "scheme": view.scheme,
        "scheme_version": view.scheme_version,
        "scheme_sha256": view.scheme_sha256,
        "pathway": view.pathway,
        "title": view.title,
        "status": view.status,
        "pay_status": view.pay_status,
        "opened_at": view.opened_at,
        "opened_by": view.opened_by,
        "submitted_on": view.submitted_on,
        "evidence_complete_on": view.evidence_complete_on,
        "signed_off_on": view.signed_off_on,
        "submission": view.submission,
        "facts": view.facts,
        "steps": [_step(step) for step in view.steps],
        "vacancies": view.vacancies,
        "names": view.names,
        "changed_at": view.changed_at,
    }


def _step(step: StepView) -> dict[str, Any]:
    return {
        "step": step.step,
        "title": step.title,
        "kind": step.kind,
        "state": step.state,
        "visit": step.visit,
        "opened_on": step.opened_on,
        "due_on": step.due_on,
        "calendar": step.calendar,
        "roles": step.roles,
        "assigned_to": step.assigned_to,
        "outcome": step.outcome,
        "parts": step.parts,
        "counts": step.counts,
        "meeting": step.meeting,
    }


_MOST_KEPT: Final = 1024
_TEXTS: Final[dict[int, tuple[object, msgspec.Raw]]] = {}
"""JSON Schemas as they are sent, by identity: they are made once and asked for with every list."""


def _as_text(schema: Mapping[str, object]) -> msgspec.Raw:
    kept = _TEXTS.get(id(schema))
    if kept is None or kept[0] is not schema:
        if len(_TEXTS) >= _MOST_KEPT:
            _TEXTS.clear()
        kept = _TEXTS[id(schema)] = schema, msgspec.Raw(_ENCODE(schema))
    return kept[1]


def action_document(action: ActionView, application_id: UUID) -> dict[str, Any]:
    """An action as it is sent."""
    return {
        "action": action.action,
        "title": action.title,
        "step": action.step,
        "step_title": action.step_title,
        "allowed": action.allowed,
        "reason": action.reason,
        "as_role": action.as_role,
        "on_behalf_of": action.on_behalf_of,
        "roles": action.roles,
        "people": action.people,
        "given": action.given,
        "times": action.times,
        "due_on": action.due_on,
        "method": "POST",
        "href": f"/v1/applications/{application_id}/actions/{action.action}",
        "body_schema": _as_text(action.body_schema),
        "seats": action.seats,
    }


def encoded(document: object) -> bytes:
    """A document as it is sent: instants in UTC, with a Z."""
    return _ENCODE(document)


def render_case(view: CaseView, *, status: int) -> Rendered:
    """The answer that shows a case, with its version and address."""
    headers = {"ETag": etag(view.version)}
    if status == _CREATED:
        headers["Location"] = f"/v1/applications/{view.application_id}"
    return Rendered(status, headers, encoded(case_document(view)))


def task_document(waiting: Waiting) -> dict[str, Any]:
    """A task as it is sent."""
    task, case = waiting.task, waiting.task.case
    return {
        "kind": waiting.kind,
        "application_id": case.application_id,
        "employee_number": case.employee_number,
        "scheme": case.scheme,
        "pathway": case.pathway,
        "title": waiting.title,
        "step": task.step,
        "step_title": waiting.step_title,
        "role": task.role,
        "opened_on": case.steps[task.step].opened_on,
        "due_on": case.steps[task.step].due_on,
        "meeting": waiting.meeting,
        "vacancies": waiting.vacancies,
        "names": waiting.names,
        "href": f"/v1/applications/{case.application_id}/actions",
    }


def event_document(event: Recorded) -> dict[str, Any]:
    """Something that happened in a case, as it is sent."""
    return {
        "seq": event.seq,
        "recorded_at": event.recorded_at,
        "kind": event.kind,
        "actor": event.actor,
        "on_behalf_of": event.on_behalf_of,
        "body": {name: value for name, value in event.body.items() if name != "text_sha256"},
        "text": event.text,
    }
