"""The tables' version: migrated by the owner, and checked by whoever starts on it."""

import functools
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from applications.platform.database import Database

_FOLDER: Final = Path(__file__).resolve().parents[1] / "migrations"
_IS_MADE: Final = text("SELECT to_regclass('alembic_version') IS NOT NULL")
_VERSION: Final = text("SELECT version_num FROM alembic_version")
_WRONG_ROLE: Final = text("""
    SELECT rolsuper OR rolbypassrls OR EXISTS (
        SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = current_schema() AND pg_has_role(current_user, relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user
""")


class StaleSchemaError(Exception):
    """The tables are not those that this release works on."""


class WrongRoleError(Exception):
    """The role that the service was given sees past the walls between authorities."""


@functools.cache
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
        is_made = (await session.execute(_IS_MADE)).scalar_one()
        found = (await session.execute(_VERSION)).scalar_one_or_none() if is_made else None
    if found is None:
        raise StaleSchemaError("There are no tables yet: run `applications migrate`.")
    if found != head():
        raise StaleSchemaError(
            f"The tables are at version {found} and this release works on {head()}: run "
            "`applications migrate`, or start the release that fits."
        )


async def check_role(database: Database) -> None:
    """Make sure that row-level security holds for the role that this process has.

    Raises:
        WrongRoleError: It is a superuser, may pass row-level security by, or owns tables.
        DatabaseAwayError: PostgreSQL does not answer.
    """
    async with database.begin_without_authority() as session:
        if (await session.execute(_WRONG_ROLE)).scalar_one():
            raise WrongRoleError(
                "APPLICATIONS_DATABASE_URL names a role that sees past row-level security: a "
                "superuser, one with BYPASSRLS, or an owner of tables. Name the app's own role."
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
