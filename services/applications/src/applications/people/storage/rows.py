"""How a versioned row is written: behind the version that was seen, or not at all."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import TextClause

from applications.platform.database import Session
from applications.platform.versions import StaleVersionError


async def write(session: Session, statement: TextClause, values: Mapping[str, Any]) -> None:
    """Write a row with a statement that gives the row back once it is written.

    Raises:
        StaleVersionError: Somebody else wrote it since it was looked for.
    """
    if (await session.execute(statement, values)).one_or_none() is None:
        raise StaleVersionError("Somebody else has just added it: read it first.")
