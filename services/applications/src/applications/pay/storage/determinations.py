"""What paycalc was asked for a case, and its whole answers, kept for ever."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_INSERT: Final = text("""
    INSERT INTO determinations (authority_id, determination_id, application_id, question, answer,
                                outcome, determined_at)
    VALUES (:authority_id, :determination_id, :application_id, CAST(:question AS jsonb),
            CAST(:answer AS jsonb), :outcome, :determined_at)
""")


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
