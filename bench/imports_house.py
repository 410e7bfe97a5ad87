"""What the benchmark of imports runs: PostgreSQL, an issuer, applications and its worker."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import asyncpg
import httpx
from bench import servers
from bench.casework_house import add_authorities, serving_applications, serving_issuer, token_of
from bench.cost import highest_kib, seconds_spent
from bench.workers import stop
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres

from applications.platform.schema import migrate

_AUTHORITY_ID: Final = "SELECT authority_id FROM authorities WHERE authority = $1"
_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class ImportsHouse:
    """What runs."""

    postgres: EmbeddedPostgres
    server: servers.Server
    worker: "subprocess.Popen[bytes]"
    issuer: str

    def spent(self) -> Mapping[str, float]:
        """The CPU seconds of each so far."""
        postgres = self.postgres.process
        return {
            "service": self.server.spent(),
            "worker": seconds_spent(self.worker.pid),
            "PostgreSQL": 0.0 if postgres is None else seconds_spent(postgres.pid),
        }

    def highest_kib(self) -> Mapping[str, int]:
        """The most memory that the service and the worker ever took."""
        return {"service": self.server.highest_kib(), "worker": highest_kib(self.worker.pid)}

    def hris_of(self, authority: str) -> httpx.Client:
        """The HRIS of a council."""
        return httpx.Client(
            base_url=f"http://{servers.HOST}:{self.server.port}",
            headers={"Authorization": f"Bearer {token_of(self.issuer, authority, None)}"},
            timeout=_PATIENCE_SECONDS,
        )

    async def connect(self) -> asyncpg.Connection:
        """Connect to PostgreSQL past every wall."""
        return await asyncpg.connect(self.postgres.superuser_dsn)


async def authority_id_of(connection: asyncpg.Connection, authority: str) -> object:
    """The id of a council."""
    return await connection.fetchval(_AUTHORITY_ID, authority)


@contextmanager
def imports_house(authorities: Sequence[str]) -> Iterator[ImportsHouse]:
    """Run everything for as long as it is used, with councils that have nobody yet."""
    with (
        temporary_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory() as keys,
        serving_issuer(keys) as issuer,
    ):
        asyncio.run(migrate(postgres.owner_url))
        asyncio.run(add_authorities(postgres, issuer, authorities))
        with serving_applications(postgres) as server, _working(postgres) as worker:
            yield ImportsHouse(postgres, server, worker, issuer)


@contextmanager
def _working(postgres: EmbeddedPostgres) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {name: value for name, value in os.environ.items() if name != "CLOCK_FILE"}
    worker = subprocess.Popen(
        [sys.executable, "-m", "applications", "worker"],
        env={**environment, "APPLICATIONS_DATABASE_URL": postgres.app_url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield worker
    finally:
        stop(worker)
