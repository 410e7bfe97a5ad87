"""What was provided, in its table: each version a row of its own."""

from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.evidence.domain.evidence import Evidence, Finding
from applications.platform.database import Session
from applications.platform.session import Row
from plumbing.clock import london_day

_COLUMNS: Final = """
    evidence_id, application_id, item, kind, form, name, media_type, statement, provided_by,
    on_behalf_of, role, provided_at, received_at, content_size, content_sha256, screening,
    findings, acknowledged_by, acknowledged_at, acknowledged_because, quarantined_at,
    quarantined_because, removed_at, removed_because, replaces, version
"""
_FROZEN: Final = """
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(attempt ORDER BY attempt), ARRAY[]::integer[]) AS attempts,
               min(frozen_at) AS frozen_at
        FROM evidence_of_attempts AS frozen
        WHERE frozen.authority_id = :authority_id AND frozen.evidence_id = item.evidence_id
    ) AS frozen
"""
_OF_A_CASE: Final = text(f"""
    SELECT {_COLUMNS}, NULL::jsonb AS answers, attempts, frozen_at
    FROM evidence_items AS item {_FROZEN}
    WHERE authority_id = :authority_id AND application_id = :application_id
      AND (removed_at IS NULL OR :with_removed)
    ORDER BY provided_at, evidence_id
""")  # noqa: S608 - our own words
_ONE: Final = text(f"""
    SELECT {_COLUMNS}, answers, attempts, frozen_at FROM evidence_items AS item {_FROZEN}
    WHERE authority_id = :authority_id AND application_id = :application_id
      AND evidence_id = :evidence_id
""")  # noqa: S608 - our own words
_OF_A_FORM: Final = text(f"""
    SELECT {_COLUMNS}, answers, attempts, frozen_at FROM evidence_items AS item {_FROZEN}
    WHERE authority_id = :authority_id AND application_id = :application_id AND form = :form
    ORDER BY provided_at, evidence_id
""")  # noqa: S608 - our own words
_INSERT: Final = text("""
    INSERT INTO evidence_items
        (authority_id, evidence_id, application_id, item, kind, form, answers, name, media_type,
         statement, provided_by, on_behalf_of, role, provided_at, received_at, screening, findings,
         replaces, version)
    VALUES (:authority_id, :evidence_id, :application_id, :item, :kind, :form,
            CAST(:answers AS jsonb), :name, :media_type, :statement, :provided_by, :on_behalf_of,
            :role, :provided_at, :received_at, :screening, CAST(:findings AS jsonb), :replaces, 1)
""")
_UPDATE: Final = text("""
    UPDATE evidence_items SET
        received_at = :received_at, content_size = :content_size,
        content_sha256 = :content_sha256, screening = :screening,
        findings = CAST(:findings AS jsonb), acknowledged_by = :acknowledged_by,
        acknowledged_at = :acknowledged_at, acknowledged_because = :acknowledged_because,
        quarantined_at = :quarantined_at, quarantined_because = :quarantined_because,
        removed_at = :removed_at, removed_because = :removed_because, version = :version
    WHERE authority_id = :authority_id AND evidence_id = :evidence_id
""")
_ENCODE: Final = msgspec.json.Encoder().encode


async def list_of_case(
    session: Session, authority_id: UUID, application_id: UUID, *, with_removed: bool = False
) -> list[Evidence]:
    """What was provided for a case, in the order in which it was; without the answers of forms."""
    wanted = {
        "authority_id": authority_id,
        "application_id": application_id,
        "with_removed": with_removed,
    }
    return [_evidence(row) for row in await session.execute(_OF_A_CASE, wanted)]


async def find_one(
    session: Session, authority_id: UUID, application_id: UUID, evidence_id: UUID
) -> Evidence | None:
    """One thing that was provided for a case, whole."""
    wanted = {
        "authority_id": authority_id,
        "application_id": application_id,
        "evidence_id": evidence_id,
    }
    row = (await session.execute(_ONE, wanted)).one_or_none()
    return None if row is None else _evidence(row)


async def list_of_form(
    session: Session, authority_id: UUID, application_id: UUID, form: str
) -> list[Evidence]:
    """Each time that a form was provided for a case, whole, the first one first."""
    wanted = {"authority_id": authority_id, "application_id": application_id, "form": form}
    return [_evidence(row) for row in await session.execute(_OF_A_FORM, wanted)]


async def insert_one(session: Session, authority_id: UUID, evidence: Evidence) -> None:
    """Write something new.

    Raises:
        DuplicateError: `evidence_items_replaced_once`: what it replaces was replaced already.
    """
    await session.execute(
        _INSERT,
        {
            "authority_id": authority_id,
            "evidence_id": evidence.evidence_id,
            "application_id": evidence.application_id,
            "item": evidence.item,
            "kind": evidence.kind,
            "form": evidence.form,
            "answers": None if evidence.answers is None else _json(evidence.answers),
            "name": evidence.name,
            "media_type": evidence.media_type,
            "statement": evidence.statement,
            "provided_by": evidence.provided_by,
            "on_behalf_of": list(evidence.on_behalf_of),
            "role": evidence.role,
            "provided_at": evidence.provided_at,
            "received_at": evidence.received_at,
            "screening": evidence.screening,
            "findings": _json(evidence.findings),
            "replaces": evidence.replaces,
        },
    )


async def update_one(session: Session, authority_id: UUID, evidence: Evidence) -> None:
    """Write what became of something: never what was provided itself."""
    await session.execute(
        _UPDATE,
        {
            "authority_id": authority_id,
            "evidence_id": evidence.evidence_id,
            "received_at": evidence.received_at,
            "content_size": evidence.content_size,
            "content_sha256": evidence.content_sha256,
            "screening": evidence.screening,
            "findings": _json(evidence.findings),
            "acknowledged_by": evidence.acknowledged_by,
            "acknowledged_at": evidence.acknowledged_at,
            "acknowledged_because": evidence.acknowledged_because,
            "quarantined_at": evidence.quarantined_at,
            "quarantined_because": evidence.quarantined_because,
            "removed_at": evidence.removed_at,
            "removed_because": evidence.removed_because,
            "version": evidence.version,
        },
    )


def _json(value: object) -> str:
    return _ENCODE(value).decode()


def _evidence(row: Row) -> Evidence:
    frozen_at = row["frozen_at"]
    members = {
        **dict(row),
        "on_behalf_of": tuple(row["on_behalf_of"]),
        "findings": tuple(Finding(**each) for each in row["findings"]),
        "attempts": tuple(row["attempts"]),
        "counts_from": None if frozen_at is None else london_day(frozen_at),
    }
    return Evidence(**members)
