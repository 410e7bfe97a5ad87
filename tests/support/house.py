"""Everything live: PostgreSQL, paycalc, applications and its worker, and an issuer of tokens."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from cryptography.fernet import Fernet
from deploy.embedded_postgres import EmbeddedPostgres
from tests.support.certificates import Certificates
from tests.support.issuer import AUDIENCE, Issuer
from tests.support.live import ROOT, end, environment, free_port, wait_until_ready

from applications.platform.authorities import Authority, Nation, put_authority
from applications.platform.database import Database, make_engine
from plumbing.clock import FileClock

NOW = "2026-04-02T09:00:00Z"
"""When the suite is, until a test moves the clock."""

SCOPES = (
    "people.read", "people.write", "organisation.write", "applications.read",
    "applications.write", "applications.decide", "payroll.read", "payroll.write", "events.read",
    "audit.read", "webhooks.read", "webhooks.write", "imports.read", "imports.write",
)  # fmt: skip


@dataclass(slots=True)
class Process:
    """One process of ours, which can be killed and started again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    url: str | None = None
    running: subprocess.Popen[bytes] | None = None
    launched_at: int = 0

    @property
    def said(self) -> str:
        """What it said since it was launched last."""
        return self.log.read_bytes()[self.launched_at :].decode()

    @property
    def has_ended(self) -> bool:
        """Whether it does not run, be it that it ended by itself."""
        return self.running is None or self.running.poll() is not None

    def start(self) -> None:
        """Start it, and wait until it is ready where it has an address."""
        self.launch()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return once it is ready, where it has an address."""
        if self.url is not None and self.running is not None:
            wait_until_ready(self.url, self.running, self.log)

    def launch(self) -> None:
        """Start it, and do not wait."""
        with self.log.open("ab") as output:
            self.launched_at = output.tell()
            self.running = subprocess.Popen(  # noqa: S603 - our own command
                self.command, cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    def stop(self) -> None:
        """Ask it to end."""
        if self.running is not None:
            end(self.running)
            self.running = None

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.running = None


@dataclass(slots=True)
class House:
    """Everything that `make run` starts, for the suite."""

    postgres: EmbeddedPostgres
    issuer: Issuer
    paycalc: Process
    applications: Process
    worker: Process
    clock_file: Path
    certificates: Certificates
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where applications answers."""
        assert self.applications.url is not None
        return self.applications.url

    @property
    def now(self) -> datetime:
        """What the services take for now."""
        return FileClock(self.clock_file).now()

    def set_clock(self, moment: str) -> None:
        """Move the clock of every service: a day stands for its noon in London."""
        # In one piece: a service that reads in between must find the one moment or the other.
        written = self.clock_file.with_suffix(".written")
        written.write_text(moment, encoding="ascii")
        written.replace(self.clock_file)

    def add_authority(
        self,
        schemes: Sequence[str] = ("durham",),
        *,
        nation: Nation = "england-and-wales",
        closure_days: Sequence[date] = (),
        profile: str = "rfc9068",
    ) -> Authority:
        """A new authority of its own for a test."""
        name = f"council-{uuid4().hex[:12]}"
        authority = Authority(
            authority_id=uuid4(),
            authority=name,
            title=f"Council {name}",
            issuer=self.issuer.of(name),
            jwks_uri=self.issuer.jwks_uri,
            token_profile="entra" if profile == "entra" else "rfc9068",
            audience=AUDIENCE,
            schemes=tuple(schemes),
            nation=nation,
            closure_days=tuple(closure_days),
        )
        asyncio.run(self._put(authority))
        return authority

    async def _put(self, authority: Authority) -> None:
        database = Database(make_engine(self.postgres.owner_url, pool_size=1))
        try:
            await put_authority(database, authority)
        finally:
            await database.dispose()

    def sql(self, statement: str, authority_id: UUID | None = None) -> list[tuple[object, ...]]:
        """What a statement finds, asked as the superuser: for looking, past every wall."""
        return asyncio.run(_rows(self.postgres.superuser_dsn, statement, authority_id))


async def _rows(dsn: str, statement: str, authority_id: UUID | None) -> list[tuple[object, ...]]:
    import asyncpg  # noqa: PLC0415 - here alone

    connection = await asyncpg.connect(dsn)
    try:
        arguments = [] if authority_id is None else [authority_id]
        return [tuple(row) for row in await connection.fetch(statement, *arguments)]
    finally:
        await connection.close()


@contextmanager
def live_house(
    folder: Path, postgres: EmbeddedPostgres, issuer: Issuer, **settings: str
) -> Iterator[House]:
    """Migrate the tables, start the services and the worker, and end them all again."""
    clock_file = folder / "clock"
    clock_file.write_text(NOW, encoding="ascii")
    certificates = Certificates.made_in(folder)
    paycalc_port, port = free_port(), free_port()
    paycalc_url = f"http://127.0.0.1:{paycalc_port}"
    ours = {
        "APPLICATIONS_DATABASE_URL": postgres.app_url,
        "APPLICATIONS_PAYCALC_URL": paycalc_url,
        "APPLICATIONS_JWKS_SECONDS_BETWEEN_FETCHES": "0",
        "APPLICATIONS_WEBHOOK_KEYS": Fernet.generate_key().decode(),
        "APPLICATIONS_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
        "APPLICATIONS_WEBHOOK_CA_FILE": str(certificates.ca_file),
        "APPLICATIONS_WEBHOOK_SECONDS": "4",
        "CLOCK_FILE": str(clock_file),
        **settings,
    }
    schemes = {name: settings[name] for name in ("SCHEMES_DIR",) if name in settings}
    run = [sys.executable, "-m"]
    subprocess.run(  # noqa: S603 - our own command
        [*run, "applications", "migrate"],
        env=environment({**ours, "APPLICATIONS_OWNER_DATABASE_URL": postgres.owner_url}),
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    house = House(
        postgres,
        issuer,
        Process(
            "paycalc",
            [*run, "paycalc", "serve", "--port", str(paycalc_port)],
            environment({"CLOCK_FILE": str(clock_file), **schemes}),
            folder / "paycalc.log",
            paycalc_url,
        ),
        Process(
            "applications",
            [*run, "applications", "serve", "--port", str(port)],
            environment(ours),
            folder / "applications.log",
            f"http://127.0.0.1:{port}",
        ),
        Process(
            "worker",
            [*run, "applications", "worker"],
            environment(ours),
            folder / "worker.log",
        ),
        clock_file,
        certificates,
    )
    with ExitStack() as until_the_end:
        processes = (house.applications, house.paycalc, house.worker)
        for process in processes:  # all at once: each takes its time
            process.launch()
            until_the_end.callback(process.stop)
        for process in processes:
            process.wait_until_ready()
        yield house
        for client in house.clients:
            client.close()
