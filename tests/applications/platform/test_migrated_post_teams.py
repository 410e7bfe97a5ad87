"""What is known of the teams of posts by the time that their days are kept."""

import asyncio
from datetime import date

from alembic import command
from alembic.config import Config
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from tests.applications.pay.in_tables import add_posts, open_database
from tests.support.live import ROOT
from tests.support.own_server import add_authority

from applications.people.storage.workers import find_worker
from applications.platform.schema import migrate

BEFORE = "0008"
WALL = text("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = 'posts'")


def up_to_before(connection: Connection) -> None:
    """Migrate as far as it went then."""
    config = Config()
    config.set_main_option(
        "script_location", str(ROOT / "services/applications/src/applications/migrations")
    )
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, BEFORE)


async def tables_as_before(owner_url: str) -> None:
    """Make the tables that there were then."""
    engine = create_async_engine(owner_url)
    async with engine.begin() as connection:
        await connection.run_sync(up_to_before)
    await engine.dispose()


async def migrated(postgres: EmbeddedPostgres) -> None:
    """Posts of two authorities are brought along, and each stays behind its wall."""
    await tables_as_before(postgres.owner_url)
    councils = [
        await add_authority(postgres.owner_url, f"https://{name}.example", "https://keys.example")
        for name in ("one", "other")
    ]
    async with open_database(postgres) as database:
        for each in councils:
            async with database.begin(each.authority_id) as session:
                await add_posts(session, each.authority_id, "1", "P-1", "P-2")
    await migrate(postgres.owner_url)
    async with open_database(postgres) as database:
        for each in councils:
            async with database.begin(each.authority_id) as session:
                kept = await find_worker(session, each.authority_id, "1")
                assert kept is not None
                days = {post.post_number: post.team_since for post in kept.details.posts}
                assert days == dict.fromkeys(("P-1", "P-2"), date(2020, 1, 1))
                assert (await session.execute(WALL)).scalar_one() is True


def test_every_post_that_is_there_is_in_its_team_from_its_start() -> None:
    with temporary_postgres() as postgres:
        asyncio.run(migrated(postgres))
