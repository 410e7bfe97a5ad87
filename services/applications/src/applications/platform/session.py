"""A transaction: statements in, rows out.

The pool and the engine are SQLAlchemy's. Within a transaction a statement goes straight to the
driver, which keeps it prepared: written once at import, turned into the driver's form once, it
costs a third of what a statement costs through the engine. Nothing but this module knows.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import TextClause
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.engine import Dialect

Row = Mapping[str, Any]
"""A row: its columns by name. It unpacks as a tuple too, in the order of the columns."""

_DIALECT: Final[Dialect] = asyncpg.dialect()  # type: ignore[no-untyped-call] # theirs


class Driver(Protocol):
    """What is used of a connection of the driver."""

    async def execute(self, query: str) -> str:
        """Run statements that give no rows, several in one go."""

    async def fetch(self, query: str, *args: object) -> Sequence[Any]:
        """Run one statement and give its rows."""

    async def copy_from_query(
        self,
        query: str,
        *args: object,
        output: Callable[[bytes], Awaitable[None]],
        format: str,  # noqa: A002 - the driver's name for it
        delimiter: str | None,
        quote: str | None,
    ) -> str:
        """Hand over what a statement finds as text, and say how many rows those are."""

    def is_closed(self) -> bool:
        """Whether the connection is gone."""

    def terminate(self) -> None:
        """Drop the connection, without a word to the server."""


class Rows:
    """The rows that a statement gave."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def mappings(self) -> "Rows":
        """The same rows: each is a mapping as it is."""
        return self

    def one(self) -> Any:  # noqa: ANN401 - a row of any columns
        """The one row.

        Raises:
            LookupError: There are none, or several.
        """
        if len(self._rows) != 1:
            raise LookupError(f"{len(self._rows)} rows where there is always one.")
        return self._rows[0]

    def one_or_none(self) -> Any:  # noqa: ANN401 - as above
        """The one row, or None."""
        return self.one() if self._rows else None

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._rows]

    def scalar_one(self) -> Any:  # noqa: ANN401 - a value of any type
        """The first column of the one row.

        Raises:
            LookupError: There are no rows, or several.
        """
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:  # noqa: ANN401 - as above
        """The first column of the one row; None where there is none."""
        row = self.one_or_none()
        return None if row is None else row[0]


@dataclass(frozen=True, slots=True)
class Write:
    """Changes to tables that are made by one statement together with what tells of them.

    To a server, three small statements are three questions: they cost more than what they ask.

    Attributes:
        parts: A name for each, and its SQL; what it returns is seen by nobody.
        parameters: Theirs, by names that no other part has with another meaning.
    """

    parts: tuple[tuple[str, str], ...]
    parameters: Mapping[str, object]


class Session:
    """A transaction that is under way."""

    __slots__ = ("_driver", "_last", "_times")

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._last: TextClause | None = None
        self._times = 0

    async def execute(
        self, statement: TextClause, parameters: Mapping[str, object] | None = None
    ) -> Rows:
        """Run a statement with its parameters by name, and give its rows.

        Raises:
            RuntimeError: Something was left for the commit already: nothing goes before that.
        """
        if self._last is not None:
            raise RuntimeError("Nothing follows what was left for the commit.")
        query, names = _prepared(statement)
        given = parameters or {}
        return Rows(await self._driver.fetch(query, *[given[name] for name in names]))

    def leave_for_commit(self, statement: TextClause, *, times: int) -> None:
        """Have a statement run in the message that commits, so many times, and nothing after it.

        Whatever it locks is free again when PostgreSQL has committed: nobody waits for this
        process to be told of it and to answer. Its one parameter is the number of the time, from 0;
        its rows are seen by nobody.
        """
        self._last, self._times = statement, times

    async def commit(self) -> str:
        """Commit, and give what PostgreSQL says to that."""
        message = ["COMMIT"]
        if self._last is not None:
            name = await _name_of(self._driver, _prepared(self._last)[0])
            message = [*(f"EXECUTE {name} ({number})" for number in range(self._times)), "COMMIT"]
        return await self._driver.execute("; ".join(message))

    async def copy(
        self,
        statement: TextClause,
        parameters: Mapping[str, object],
        *,
        delimiter: str | None = None,
        quote: str | None = None,
    ) -> tuple[bytes, int]:
        """Run a query, and give what it finds as PostgreSQL writes CSV, and how many rows it is.

        No row becomes an object here, so that it costs a fraction of what rows cost. It has no
        header, and its lines end with a line feed.
        """
        query, names = _prepared(statement)
        written: list[bytes] = []

        async def write(data: bytes) -> None:
            written.append(data)

        said = await self._driver.copy_from_query(
            query,
            *[parameters[name] for name in names],
            output=write,
            format="csv",
            delimiter=delimiter,
            quote=quote,
        )
        return b"".join(written), int(said.removeprefix("COPY "))


_NAMED: Final[WeakKeyDictionary[Driver, dict[str, str]]] = WeakKeyDictionary()


async def _name_of(driver: Driver, query: str) -> str:
    """The name by which a connection keeps a statement: only so can it share a message."""
    names = _NAMED.setdefault(driver, {})
    if query not in names:
        name = f"left_for_commit_{len(names)}"
        await driver.execute(f"PREPARE {name} AS {query}")
        names[query] = name
    return names[query]


@cache
def _prepared(statement: TextClause) -> tuple[str, tuple[str, ...]]:
    """A statement as the driver takes it, and the names of its parameters in their order.

    Statements are written at import, so that there are only so many to remember.
    """
    compiled = statement.compile(dialect=_DIALECT)
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ())
