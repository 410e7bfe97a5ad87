"""The tables asked by the app's own role, as the services do, and rows to begin with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from deploy.embedded_postgres import EmbeddedPostgres
from sqlalchemy import text

from applications.platform.database import Database, Session, make_engine

_TEAM = text("""
    INSERT INTO teams (authority_id, team, title, service, locality, version)
    VALUES (:authority_id, 'team', 'Team', 'service', 'locality', 1) ON CONFLICT DO NOTHING
""")
_WORKER = text("""
    INSERT INTO workers (authority_id, employee_number, name, facts, retention_class, legal_hold,
                         version, changed_at)
    VALUES (:authority_id, :employee_number, 'A worker', '{}', 'personnel', false, 1,
            '2020-01-01T00:00:00Z')
""")
_POST = text("""
    INSERT INTO posts (authority_id, employee_number, post_number, team, grade, hours_per_week,
                       starts_on)
    VALUES (:authority_id, :employee_number, :post_number, 'team', '9', 37, '2020-01-01')
""")


@asynccontextmanager
async def open_database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A database of one connection, for a test that asks storage itself."""
    database = Database(make_engine(postgres.app_url, pool_size=1))
    try:
        yield database
    finally:
        await database.dispose()


async def add_posts(
    session: Session, authority_id: UUID, employee_number: str, *post_numbers: str
) -> None:
    """Add a worker with these posts."""
    place = {"authority_id": authority_id, "employee_number": employee_number}
    await session.execute(_TEAM, {"authority_id": authority_id})
    await session.execute(_WORKER, place)
    for post_number in post_numbers:
        await session.execute(_POST, {**place, "post_number": post_number})
