"""The tables' version: migrated by the owner, and checked by whoever starts on it."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from applications.platform.database import Database

_FOLDER: Final = Path(__file__).resolve().parents[1] / "migrations"
_VERSION: Final = text("SELECT version_num FROM alembic_version")


class StaleSchemaError(Exception):
    """The tables are not those that this release works on."""


def head() -> str:
    """The version of the tables that this release works on."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def migrate(owner_url: str) -> str:
    """Bring the tables to this release's version, and return it. Run again, it does nothing."""
    engine = create_async_engine(owner_url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()
    return head()


async def check_schema(database: Database) -> None:
    """Make sure that the tables are those of this release.

    Raises:
        StaleSchemaError: They are older or newer; the message says what to do.
        DatabaseAwayError: PostgreSQL does not answer.
    """
    async with database.begin_without_authority() as session:
        found = str((await session.execute(_VERSION)).scalar_one())
    if found != head():
        raise StaleSchemaError(
            f"The tables are at version {found} and this release works on {head()}: run "
            "`applications migrate`, or start the release that fits."
        )


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config
