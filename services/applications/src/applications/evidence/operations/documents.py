"""Forms that were provided as evidence, for whoever shows them as documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from applications.evidence.domain.reads import Reader
from applications.evidence.operations.reading import note_read_by
from applications.evidence.storage.attempts import latest_attempt
from applications.evidence.storage.items import list_of_form
from applications.platform.asked import Asked
from applications.platform.database import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedForm:
    """A form as it was provided, and the attempt that it was first part of or is prepared for."""

    evidence_id: UUID
    provided_by: str
    on_behalf_of: tuple[str, ...]
    provided_at: datetime
    attempt: int
    answers: Mapping[str, Any]


async def list_provided_forms(
    session: Session, asked: Asked, application_id: UUID, form: str, reader: Reader
) -> list[ProvidedForm]:
    """Each time that a form was provided, as far as a reader may read it, the first one first.

    What is there now, and what was ever submitted.
    """
    authority_id = asked.caller.authority_id
    given = await list_of_form(session, authority_id, application_id, form)
    if not given:
        return []
    latest = await latest_attempt(session, authority_id, application_id)
    coming = 1 if latest is None else latest.attempt + 1
    return [
        ProvidedForm(
            evidence_id=each.evidence_id,
            provided_by=each.provided_by,
            on_behalf_of=each.on_behalf_of,
            provided_at=each.provided_at,
            attempt=each.attempts[0] if each.attempts else coming,
            answers=each.answers,
        )
        for each in given
        if (each.is_current or each.attempts)
        and each.withheld_from(reader.employee_number) is None
        and each.answers is not None
    ]


async def note_document_read(
    session: Session, asked: Asked, application_id: UUID, evidence_id: UUID, reader: Reader
) -> None:
    """Note in the access log that somebody reads a form as a document."""
    await note_read_by(session, asked, reader, application_id, evidence_id, "document")
