"""What paycalc was asked for a case, and its whole answers, kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_INSERT: Final = text("""
    INSERT INTO determinations (authority_id, determination_id, application_id, question, answer,
                                outcome, determined_at)
    VALUES (:authority_id, :determination_id, :application_id, CAST(:question AS jsonb),
            CAST(:answer AS jsonb), :outcome, :determined_at)
""")
_LATEST: Final = text("""
    SELECT determination_id, application_id, answer, outcome, determined_at FROM determinations
    WHERE authority_id = :authority_id AND application_id = :application_id
    ORDER BY determined_at DESC, determination_id DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestDetermination:
    """What paycalc said of a case when it was asked last.

    `outcome` is the answer's, or `refused`; then the answer is the problem.
    """

    determination_id: UUID
    application_id: UUID
    answer: Mapping[str, Any]
    outcome: str
    determined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDetermination:
    """A question and its whole answer, both as JSON.

    `outcome` is the answer's, or `refused`; then the answer is the problem.
    """

    determination_id: UUID
    application_id: UUID
    question: str
    answer: str
    outcome: str
    determined_at: datetime


async def insert_determination(
    session: Session, authority_id: UUID, kept: KeptDetermination
) -> None:
    """Keep a determination."""
    await session.execute(
        _INSERT,
        {
            "authority_id": authority_id,
            "determination_id": kept.determination_id,
            "application_id": kept.application_id,
            "question": kept.question,
            "answer": kept.answer,
            "outcome": kept.outcome,
            "determined_at": kept.determined_at,
        },
    )


async def find_latest(
    session: Session, authority_id: UUID, application_id: UUID
) -> LatestDetermination | None:
    """What paycalc said of a case when it was asked last; None where it was not asked yet."""
    place = {"authority_id": authority_id, "application_id": application_id}
    row = (await session.execute(_LATEST, place)).mappings().one_or_none()
    return None if row is None else LatestDetermination(**row)
