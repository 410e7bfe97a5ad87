"""Variations in their table."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.pay.domain.determinations import Point
from applications.pay.domain.variations import Recording, ShownVariation, Status, Variation
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session
from applications.platform.session import Row, Rows

_COLUMNS: Final = (
    "variation_id", "application_id", "determination_id", "employee_number", "post_number",
    "grade_from", "point_from", "grade", "hours_per_week", "annual_salary", "salary_status",
    "effective_from", "reason_code", "status", "approved_by", "approved_at", "hris_reference",
    "rejected_because", "version", "changed_at",
)  # fmt: skip
_SELECT: Final = f"SELECT point, {', '.join(_COLUMNS)} FROM variations"  # noqa: S608 - our own columns
# What is known now of the pay point that a variation led to, and of what follows it. Until an
# embargo is lifted, the worker sees nothing of what a case comes to.
_SELECT_SHOWN: Final = f"""
    SELECT variation.point, {", ".join(f"variation.{each}" for each in _COLUMNS)},
           recorded.recorded_at, recorded.superseded_at,
           (SELECT min(later.starts_on) FROM pay_points AS later
            WHERE later.authority_id = variation.authority_id
              AND later.employee_number = variation.employee_number
              AND later.post_number = variation.post_number
              AND later.starts_on > variation.effective_from
              AND later.superseded_at IS NULL AND recorded.recorded_at IS NOT NULL) AS ends_before
    FROM variations AS variation
    LEFT JOIN pay_points AS recorded
      ON recorded.authority_id = variation.authority_id
     AND recorded.variation_id = variation.variation_id
     AND recorded.starts_on = variation.effective_from
    JOIN applications AS application
      ON application.authority_id = variation.authority_id
     AND application.application_id = variation.application_id
    JOIN workers AS worker
      ON worker.authority_id = variation.authority_id
     AND worker.employee_number = variation.employee_number
    WHERE variation.authority_id = :authority_id AND {SEEN}
      AND NOT (application.embargoed AND variation.employee_number IS NOT DISTINCT FROM :me)
"""  # noqa: S608 - as above
_FIND: Final = text(f"{_SELECT_SHOWN} AND variation.variation_id = :variation_id")
_LOCK: Final = text(
    f"{_SELECT} WHERE authority_id = :authority_id AND variation_id = :variation_id FOR UPDATE"
)
_LOCK_DRAFT: Final = text(
    f"{_SELECT} WHERE authority_id = :authority_id AND application_id = :application_id"
    " AND status = 'draft' FOR UPDATE"
)
_LOCK_LATEST: Final = text(
    f"{_SELECT} WHERE authority_id = :authority_id AND application_id = :application_id"
    " AND status = 'approved' ORDER BY approved_at DESC LIMIT 1 FOR UPDATE"
)
_LIST: Final = text(f"""
    {_SELECT_SHOWN}
      AND (CAST(:status AS text) IS NULL OR variation.status = :status)
      AND (CAST(:employee_number AS text) IS NULL OR variation.employee_number = :employee_number)
      AND (CAST(:updated_since AS timestamptz) IS NULL OR variation.changed_at >= :updated_since)
      AND (CAST(:sent_before AS timestamptz) IS NULL
           OR (variation.status = 'sent' AND variation.changed_at < :sent_before))
      AND (CAST(:after_at AS timestamptz) IS NULL
           OR (variation.changed_at, variation.variation_id) > (:after_at, :after_id))
    ORDER BY variation.changed_at, variation.variation_id LIMIT :limit
""")
_LOCK_UNANSWERED: Final = text(f"""
    {_SELECT} WHERE authority_id = :authority_id AND status = 'sent' AND changed_at < :sent_before
    ORDER BY changed_at, variation_id LIMIT :limit FOR UPDATE
""")
_INSERT: Final = text(f"""
    INSERT INTO variations (authority_id, point, {", ".join(_COLUMNS)})
    VALUES (:authority_id, CAST(:point AS jsonb), {", ".join(f":{each}" for each in _COLUMNS)})
""")  # noqa: S608 - as above
_UPDATE: Final = text("""
    UPDATE variations SET
        determination_id = :determination_id, grade = :grade, point = CAST(:point AS jsonb),
        annual_salary = :annual_salary, salary_status = :salary_status,
        effective_from = :effective_from, status = :status, approved_by = :approved_by,
        approved_at = :approved_at, hris_reference = :hris_reference,
        rejected_because = :rejected_because, version = :version, changed_at = :changed_at
    WHERE authority_id = :authority_id AND variation_id = :variation_id
""")
_ENCODE: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationFilter:
    """What a list of variations is narrowed to."""

    status: Status | None = None
    employee_number: str | None = None
    updated_since: datetime | None = None
    sent_before: datetime | None = None


async def insert_variation(session: Session, authority_id: UUID, variation: Variation) -> None:
    """Write a new variation."""
    await session.execute(_INSERT, _values(authority_id, variation))


async def update_variation(session: Session, authority_id: UUID, variation: Variation) -> None:
    """Write a variation that is locked."""
    await session.execute(_UPDATE, _values(authority_id, variation))


async def lock_variation(
    session: Session, authority_id: UUID, variation_id: UUID
) -> Variation | None:
    """A variation, which nobody else changes until the transaction ends."""
    place = {"authority_id": authority_id, "variation_id": variation_id}
    return _one(await session.execute(_LOCK, place))


async def lock_draft(
    session: Session, authority_id: UUID, application_id: UUID
) -> Variation | None:
    """The draft of a case, locked; a case has one at most."""
    place = {"authority_id": authority_id, "application_id": application_id}
    return _one(await session.execute(_LOCK_DRAFT, place))


async def lock_approved(
    session: Session, authority_id: UUID, application_id: UUID
) -> Variation | None:
    """The variation of a case that was approved last, and not sent yet, locked."""
    place = {"authority_id": authority_id, "application_id": application_id}
    return _one(await session.execute(_LOCK_LATEST, place))


async def lock_unanswered(
    session: Session, authority_id: UUID, *, sent_before: datetime, limit: int
) -> list[Variation]:
    """Variations that were sent before an instant and not answered since, locked."""
    place = {"authority_id": authority_id, "sent_before": sent_before, "limit": limit}
    return [_variation(row) for row in await session.execute(_LOCK_UNANSWERED, place)]


async def find_variation(
    session: Session, authority_id: UUID, variation_id: UUID, sight: Sight, *, day: date
) -> ShownVariation | None:
    """A variation that the caller may see on a day, and what it led to."""
    place = {"authority_id": authority_id, "variation_id": variation_id}
    result = await session.execute(_FIND, {**place, **seen_by(sight, day)})
    row = result.one_or_none()
    return None if row is None else _shown(row)


async def list_variations(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    wanted: VariationFilter,
    *,
    day: date,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[ShownVariation]:
    """Variations that the caller may see on a day, those first that did not change for longest."""
    after_at, after_id = after or (None, None)
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "status": wanted.status,
            "employee_number": wanted.employee_number,
            "updated_since": wanted.updated_since,
            "sent_before": wanted.sent_before,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit,
        },
    )
    return [_shown(row) for row in result]


def _values(authority_id: UUID, variation: Variation) -> dict[str, object]:
    members = {name: getattr(variation, name) for name in _COLUMNS}
    point = _ENCODE(variation.point).decode()
    return {"authority_id": authority_id, "point": point, **members}


def _one(result: Rows) -> Variation | None:
    row = result.one_or_none()
    return None if row is None else _variation(row)


def _variation(row: Row) -> Variation:
    members = {name: row[name] for name in _COLUMNS}
    return Variation(point=msgspec.convert(row["point"], Point), **members)


def _shown(row: Row) -> ShownVariation:
    recording = Recording(
        ends_before=row["ends_before"],
        recorded_at=row["recorded_at"],
        superseded_at=row["superseded_at"],
    )
    return ShownVariation(variation=_variation(row), recording=recording)
