"""How a case stands for pay."""

from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_PAY_STATUS: Final = text("""
    SELECT pay_status FROM applications
    WHERE authority_id = :authority_id AND application_id = :application_id
""")


async def find_pay_status(session: Session, authority_id: UUID, application_id: UUID) -> str | None:
    """How far a case's pay has come; None where there is no such case."""
    place = {"authority_id": authority_id, "application_id": application_id}
    status: str | None = (await session.execute(_PAY_STATUS, place)).scalar_one_or_none()
    return status
