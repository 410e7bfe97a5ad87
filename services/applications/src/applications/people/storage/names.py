"""What people are called, and where they get e-mail."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_NAMES: Final = text("""
    SELECT employee_number, name, email FROM workers
    WHERE authority_id = :authority_id AND employee_number = ANY(:numbers)
""")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name; `email` is None where none is known."""

    name: str
    email: str | None


async def find_names(
    session: Session, authority_id: UUID, numbers: Collection[str]
) -> Mapping[str, Named]:
    """The people of these employee numbers, by number."""
    parameters = {"authority_id": authority_id, "numbers": list(numbers)}
    rows = (await session.execute(_NAMES, parameters)).mappings()
    return {row["employee_number"]: Named(row["name"], row["email"]) for row in rows}
