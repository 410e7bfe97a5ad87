"""What people are called."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_NAMES: Final = text("""
    SELECT employee_number, name FROM workers
    WHERE authority_id = :authority_id AND employee_number = ANY(:numbers)
""")


async def find_names(
    session: Session, authority_id: UUID, numbers: Collection[str]
) -> Mapping[str, str]:
    """The names of the people of these employee numbers, by number."""
    parameters = {"authority_id": authority_id, "numbers": list(numbers)}
    rows = (await session.execute(_NAMES, parameters)).mappings()
    return {row["employee_number"]: row["name"] for row in rows}
