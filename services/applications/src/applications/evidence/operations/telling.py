"""What the log is told of evidence: ids and codes, and apart from them what somebody wrote."""

from collections.abc import Mapping, Sequence
from typing import Any

from applications.evidence.domain.evidence import Evidence
from applications.evidence.operations.cases import CaseSeen
from applications.log.domain import Event
from applications.people.operations.callers import acting
from applications.platform.asked import Asked


def event_of(
    asked: Asked,
    case: CaseSeen,
    kind: str,
    body: Mapping[str, Any],
    *,
    on_behalf_of: Sequence[str] = (),
    text: Mapping[str, Any] | None = None,
) -> Event:
    """Something that happened to the evidence of a case."""
    return Event(
        kind=kind,
        subject_kind="application",
        subject=str(case.application_id),
        act=acting(asked, case.person, on_behalf_of),
        audience="managers" if case.is_embargoed else "concerned",
        body=body,
        text=text,
    )


def named(evidence: Evidence, **more: str | int | None) -> dict[str, Any]:
    """The body that says which evidence is meant."""
    return {"evidence_id": str(evidence.evidence_id), "item": evidence.item, **more}
