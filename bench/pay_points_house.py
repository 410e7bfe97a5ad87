"""What the benchmark of pay points runs: PostgreSQL, an issuer, applications, a council to pay."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
from bench import servers
from bench.casework_house import add_authorities, serving_applications, serving_issuer, token_of
from bench.cost import seconds_spent
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres

from applications.platform.schema import migrate

_COUNCIL: Final = "council"
_HERE: Final = Path(__file__).parent
_TABLES: Final = _HERE / "pay_points_tables.sql"
_LOOKUP: Final = _HERE / "pay_points_lookup_floor.sql"
_BARE_CLIENTS: Final = 4
"""As many as keep PostgreSQL busy: each costs a process of its own to connect."""
_KNOWN: Final = (_HERE / "pay_points_known.sql").read_text(encoding="utf-8")
COPY_CSV: Final = f"COPY ({_KNOWN}) TO STDOUT (FORMAT csv, HEADER)"
COPY_JSON: Final = f"COPY (SELECT row_to_json(line) FROM ({_KNOWN}) AS line) TO STDOUT"  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class PayPointsHouse:
    """What runs, and a token of the council's HRIS."""

    postgres: EmbeddedPostgres
    server: servers.Server
    authority_id: UUID
    token: str
    rows: int

    def spent(self) -> float:
        """The CPU seconds of the service and of PostgreSQL so far."""
        process = self.postgres.process
        return self.server.spent() + (0.0 if process is None else seconds_spent(process.pid))

    def pgbench(self, seconds: int) -> str:
        """Ask the question of a lookup straight, and return what pgbench says of it."""
        return subprocess.run(  # noqa: S603 - the wheel's own program
            [self.postgres.pgbench, "-n", "-M", "prepared", "-c", str(_BARE_CLIENTS), "-j", "1",
             "-T", str(seconds), "-D", f"rows={self.rows}", "-f", _LOOKUP,
             self.postgres.dsn("spinepoint_app")],
            env=self._environment(), check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def copy(self, statement: str) -> None:
        """Have psql take all pay points at once, to nowhere."""
        subprocess.run(  # noqa: S603 - as above
            [self.postgres.psql, "-q", "-v", "ON_ERROR_STOP=1", "-c", statement,
             self.postgres.dsn("spinepoint_app")],
            env=self._environment(), check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        """The council that a connection of PostgreSQL's programs is for."""
        return {**os.environ, "PGOPTIONS": f"-c app.authority_id={self.authority_id}"}


@contextmanager
def pay_points_house(rows: int) -> Iterator[PayPointsHouse]:
    """Run everything for as long as it is used, with a council of so many workers."""
    with (
        temporary_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory() as keys,
        serving_issuer(keys) as issuer,
    ):
        asyncio.run(migrate(postgres.owner_url))
        asyncio.run(add_authorities(postgres, issuer, [_COUNCIL]))
        subprocess.run(  # noqa: S603 - as above
            [postgres.psql, "-q", "-v", "ON_ERROR_STOP=1", "-v", f"rows={rows}", "-f", _TABLES,
             postgres.superuser_dsn],
            check=True,
        )  # fmt: skip
        authority_id = asyncio.run(_authority_id(postgres))
        with serving_applications(postgres) as server:
            token = token_of(issuer, _COUNCIL, None)
            yield PayPointsHouse(postgres, server, authority_id, token, rows)


async def _authority_id(postgres: EmbeddedPostgres) -> UUID:
    connection = await asyncpg.connect(postgres.superuser_dsn)
    found: UUID = await connection.fetchval(
        "SELECT authority_id FROM authorities WHERE authority = $1", _COUNCIL
    )
    await connection.close()
    return found
