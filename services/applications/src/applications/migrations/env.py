"""How alembic runs our migrations: as the owner, under a lock timeout, one migrator at a time."""

from alembic import context
from sqlalchemy import Connection, text

_ONE_MIGRATOR = 7_401_355_120  # any number, the same in every release


def run(connection: Connection) -> None:
    """Run the migrations in one transaction."""
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        connection.execute(text("SET lock_timeout = '4s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_MIGRATOR})
        context.run_migrations()


run(context.config.attributes["connection"])
