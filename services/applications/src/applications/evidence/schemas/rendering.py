"""Evidence as it is sent."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from applications.evidence.domain.completeness import ItemState
from applications.evidence.domain.evidence import Evidence
from applications.evidence.domain.provided import MEDIA_TYPES
from applications.evidence.domain.reads import Read
from applications.evidence.operations.cases import CaseSeen
from applications.evidence.operations.reading import Portfolio, Shown
from applications.platform.once import Rendered
from applications.platform.versions import etag
from scheme_files.model.scheme import Scheme

_ENCODE: Final = msgspec.json.Encoder().encode


def encoded(document: object) -> bytes:
    """A document as it is sent."""
    return _ENCODE(document)


def render_evidence(shown: Shown) -> Rendered:
    """The answer that shows one thing, whole, with its version."""
    headers = {"ETag": etag(shown.evidence.version)}
    return Rendered(200, headers, encoded(evidence_document(shown)))


def render_changed(shown: Shown) -> Rendered:
    """The answer to a change.

    It is kept for whoever sends the same request again, and so is without what is in it.
    """
    headers = {"ETag": etag(shown.evidence.version)}
    return Rendered(200, headers, encoded(summary_document(shown.case, shown.evidence)))


def render_created(shown: Shown) -> Rendered:
    """The answer to something new, with its address; without what is in it, as above."""
    evidence = shown.evidence
    headers = {"ETag": etag(evidence.version), "Location": _href(evidence)}
    return Rendered(201, headers, encoded(summary_document(shown.case, evidence)))


def evidence_document(shown: Shown) -> dict[str, Any]:
    """One thing, whole, as far as the caller may read it."""
    evidence = shown.evidence
    may_read = evidence.withheld_from(shown.case.reader) is None
    return {
        **summary_document(shown.case, evidence),
        "answers": evidence.answers if may_read else None,
        "statement": evidence.statement if may_read else None,
        "acknowledged_because": evidence.acknowledged_because if may_read else None,
    }


def summary_document(case: CaseSeen, evidence: Evidence) -> dict[str, Any]:
    """One thing without what is in it."""
    withheld = evidence.withheld_from(case.reader)
    href = _href(evidence)
    return {
        "evidence_id": evidence.evidence_id,
        "application_id": evidence.application_id,
        "item": evidence.item,
        "title": case.pathway.evidence[evidence.item].title,
        "kind": evidence.kind,
        "form": evidence.form,
        "name": evidence.name if withheld is None else None,
        "media_type": evidence.media_type,
        "content_size": evidence.content_size,
        "content_sha256": evidence.content_sha256,
        "provided_by": evidence.provided_by,
        "on_behalf_of": evidence.on_behalf_of,
        "role": evidence.role,
        "provided_at": evidence.provided_at,
        "received_at": evidence.received_at,
        "screening": evidence.screening,
        "findings": evidence.findings,
        "acknowledged_by": evidence.acknowledged_by,
        "acknowledged_at": evidence.acknowledged_at,
        "quarantined_at": evidence.quarantined_at,
        "quarantined_because": evidence.quarantined_because,
        "removed_at": evidence.removed_at,
        "removed_because": evidence.removed_because,
        "replaces": evidence.replaces,
        "attempts": evidence.attempts,
        "withheld": withheld,
        "href": href,
        "content_href": f"{href}/content" if evidence.kind == "file" else None,
    }


def _href(evidence: Evidence) -> str:
    return f"/v1/applications/{evidence.application_id}/evidence/{evidence.evidence_id}"


def completeness_document(portfolio: Portfolio) -> dict[str, Any]:
    """How complete the evidence of a case is, item by item."""
    return {
        "attempt": portfolio.attempt,
        "is_frozen": portfolio.is_frozen,
        "is_complete": all(each.state != "missing" for each in portfolio.states),
        "requirements": [_requirement(portfolio.case, each) for each in portfolio.states],
    }


def _requirement(case: CaseSeen, state: ItemState) -> dict[str, Any]:
    asked, scheme = state.asked, case.held.scheme
    return {
        "item": state.item,
        "title": asked.title,
        "kind": asked.kind,
        "form": asked.form,
        "form_href": None if asked.form is None else _form_href(case, asked.form),
        "types": [MEDIA_TYPES[each] for each in asked.types],
        "state": state.state,
        "why": state.why,
        "by": asked.by,
        "optional": asked.optional,
        "may_follow": asked.may_follow,
        "screened": asked.screened,
        "at_least": asked.at_least,
        "at_most": asked.at_most,
        "given": state.given,
        "counted": state.counted,
        "required": asked.required,
        "clause": _clause(scheme, state),
        "assumption": asked.assumption,
    }


def _form_href(case: CaseSeen, form: str) -> str:
    day = case.opened_on.isoformat()
    return f"/v1/schemes/{case.held.scheme.scheme}/forms/{form}?rules_on={day}&known_on={day}"


def _clause(scheme: Scheme, state: ItemState) -> Mapping[str, str] | None:
    clause = state.asked.clause
    if clause is None:
        return None
    return {"document": scheme.documents[clause.document].title, "heading": clause.heading}


def read_document(read: Read) -> dict[str, Any]:
    """A read as it is sent."""
    return {
        "read_id": read.read_id,
        "read_at": read.read_at,
        "application_id": read.application_id,
        "evidence_id": read.evidence_id,
        "what": read.what,
        "reader": read.reader,
        "on_behalf_of": read.on_behalf_of,
        "client_id": read.client_id,
        "request_id": read.request_id,
    }
