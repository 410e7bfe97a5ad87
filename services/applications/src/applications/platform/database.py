"""PostgreSQL: the one engine, and the transaction that an operation owns.

Every transaction belongs to one authority: row-level security shows and takes its rows only. The
setting is local to the transaction, so that a pooled connection carries nothing over.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import PoolProxiedConnection

from applications.platform.session import Driver, Session
from applications.platform.turns import Turn, Turns

__all__ = [
    "DRIVER_ERRORS", "Database", "DatabaseAwayError", "DuplicateError", "Session", "make_engine",
]  # fmt: skip

# One message, because two would wait for each other's answer. A UUID needs no quoting.
_BEGIN: Final = "BEGIN; SET LOCAL app.authority_id = '{}'"
_SERVER_SETTINGS: Final = {
    "application_name": "spinepoint-applications",
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}
_FOR_MANY_ROWS: Final = {"enable_seqscan": "off"}
_UNIQUE_VIOLATION: Final = "23505"
# Connection classes, shutdown, too many clients, deadlock, lost serialisation, timeouts, read-only.
_AWAY: Final = ("08", "57", "53", "40", "55", "25")
# The third is what a statement gets that follows PostgreSQL's farewell, before the connection ends.
DRIVER_ERRORS: Final = (
    asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError,
)  # fmt: skip
"""What the driver raises, whatever went wrong."""
# A connection is taken from the pool outside the engine, which would have made the second of them.
_NO_CONNECTION: Final = (
    *(AsyncAdapt_asyncpg_dbapi.Error, DBAPIError, PoolTimeoutError), *DRIVER_ERRORS,
)  # fmt: skip


class DatabaseAwayError(Exception):
    """The database cannot do this just now; nothing is known to have been lost."""


class DuplicateError(Exception):
    """A row of this key is there already. `constraint` names which."""

    def __init__(self, constraint: str) -> None:
        super().__init__(f"{constraint} holds such a row already.")
        self.constraint = constraint


class Database:
    """Begins transactions.

    Args:
        engine: The connections.
        short_at_once: How many short transactions are under way at a time.
    """

    def __init__(self, engine: AsyncEngine, *, short_at_once: int = 2) -> None:
        self._engine = engine
        self._turns = Turns(short_at_once)

    def begin(self, authority_id: UUID) -> AbstractAsyncContextManager[Session]:
        """Begin a transaction of one authority; it commits at the end, or rolls back on an error.

        Raises:
            DatabaseAwayError: PostgreSQL is away, stopping, or too busy.
            DuplicateError: A unique key would have been broken.
        """
        return self._transaction(_BEGIN.format(UUID(bytes=authority_id.bytes)))

    def begin_without_authority(self) -> AbstractAsyncContextManager[Session]:
        """Begin a transaction that sees no authority's rows: only the list of authorities."""
        return self._transaction("BEGIN")

    @asynccontextmanager
    async def _transaction(self, first: str) -> AsyncIterator[Session]:
        connection, turn = await self._connection()
        driver: Any = connection.driver_connection
        try:
            await driver.execute(first)
            session = Session(driver)
            yield session
            _check_committed(await session.commit())
        except DRIVER_ERRORS as error:
            await _undo(driver)
            raise _as_ours(error) from error
        except Exception:
            await _undo(driver)
            raise
        except BaseException:
            driver.terminate()  # cut short: nobody knows what the connection was in the middle of
            raise
        finally:
            if driver.is_closed():
                connection.invalidate()
            connection.close()
            turn.end()

    async def _connection(self) -> tuple[PoolProxiedConnection, Turn]:
        """Take a connection in turn."""
        try:
            turn = await self._turns.take()
            try:
                return await self._engine.raw_connection(), turn
            except BaseException:
                turn.end()
                raise
        except _NO_CONNECTION as error:
            raise DatabaseAwayError(_WORDS) from error

    async def dispose(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


_WORDS: Final = (
    "The database is away or too busy. Send the request again, with the same Idempotency-Key where "
    "it has one: it takes effect once."
)


def _check_committed(said: str) -> None:
    """PostgreSQL answers COMMIT with ROLLBACK, and no error, where a statement failed before."""
    if said != "COMMIT":
        raise RuntimeError("A failed statement was passed over: the transaction was rolled back.")


async def _undo(driver: Driver) -> None:
    """Roll back, or drop a connection that cannot."""
    if driver.is_closed():
        return
    try:
        await driver.execute("ROLLBACK")
    except DRIVER_ERRORS:
        driver.terminate()


def _as_ours(error: Exception) -> Exception:
    state = str(getattr(error, "sqlstate", None) or "")
    if state == _UNIQUE_VIOLATION:
        return DuplicateError(str(getattr(error, "constraint_name", "")))
    if not state or state.startswith(_AWAY):
        return DatabaseAwayError(_WORDS)
    return error


def make_engine(url: str, *, pool_size: int, for_many_rows: bool = False) -> AsyncEngine:
    """The engine. Settings are local to a transaction, so that a pooled connection needs no reset.

    `url` begins with `postgresql+asyncpg://`. What writes `for_many_rows` begins while tables are
    small: it never plans to read one from end to end, which would be for each row once it is large.
    """
    settings = _SERVER_SETTINGS | (_FOR_MANY_ROWS if for_many_rows else {})
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        pool_reset_on_return=None,
        json_deserializer=msgspec.json.decode,
        pool_use_lifo=True,
        connect_args={"server_settings": settings, "timeout": 5},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_if_closed)
    return engine


def _refuse_if_closed(connection: DBAPIConnection, *_: object) -> None:
    """Have a connection that PostgreSQL has closed replaced, without a question over the wire."""
    driver: Any = connection.driver_connection
    if driver.is_closed():
        raise DisconnectionError
