"""A real PostgreSQL on this machine, from the binaries of a wheel. It ends with this process.

    with EmbeddedPostgres(Path(".run/postgres")) as postgres:
        ...  # postgres.app_url, postgres.owner_url

The folder keeps the data from one run to the next, and the passwords, made at random, beside it.
Only this machine can connect. Root may not run PostgreSQL: for root the server runs as `nobody`.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGQUIT, Signals
from typing import Final, Literal, Self

from deploy.children import HOST, free_port, kill_with_children, start_child, stop_child
from deploy.postgres_folder import (
    APP,
    OWNER,
    SUPERUSER,
    PostgresError,
    PostgresFolder,
    clean_environment,
)

DATABASE: Final = "spinepoint"

StopMode = Literal["fast", "immediate"]

_ROLES: Final = Path(__file__).resolve().parent / "postgres" / "roles.sql"
_START_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 30.0
_ENDING: Final[Mapping[StopMode, Signals]] = {"fast": SIGINT, "immediate": SIGQUIT}
_PORT_TAKEN: Final = "could not bind"
_SESSIONS_LINGER: Final = "pre-existing shared memory block"
_SETTINGS: Final = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_FORGETFUL: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A PostgreSQL server with the roles and the database of the applications service.

    `durable=False` is fast, and a crash of the machine may lose the data. Start it from a thread
    that lives as long as the process does: it ends with that thread.
    """

    def __init__(
        self, folder: Path, *, major: int = 16, port: int | None = None, durable: bool = True
    ) -> None:
        self.port = port or free_port()
        self._asked: Final = folder
        self._major: Final = major
        self._durable: Final = durable
        self._port_is_given: Final = port is not None
        self._folder: PostgresFolder | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def folder(self) -> PostgresFolder:
        """The folder and what is in it.

        Raises:
            PostgresError: when the server was never started.
        """
        if self._folder is None:
            raise PostgresError("PostgreSQL was not started yet.")
        return self._folder

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server's process, from its start until it is stopped; it may end by itself."""
        return self._server

    @property
    def owner_url(self) -> str:
        """The address for migrations: as the owner of the database."""
        return self.dsn(OWNER).replace("postgresql:", "postgresql+asyncpg:", 1)

    @property
    def app_url(self) -> str:
        """The address for the service and its worker: as a role that may define nothing."""
        return self.dsn(APP).replace("postgresql:", "postgresql+asyncpg:", 1)

    @property
    def superuser_dsn(self) -> str:
        """The address for one who may do everything: for asyncpg, `psql` and `pgbench`."""
        return self.dsn(SUPERUSER)

    def dsn(self, role: str, database: str = DATABASE) -> str:
        """Return a role's address of a database, for asyncpg, `psql` and `pgbench`."""
        password = self.folder.passwords[role]
        return f"postgresql://{role}:{password}@{HOST}:{self.port}/{database}"

    @property
    def psql(self) -> Path:
        """The command line client of the same release."""
        return self.folder.programs / "psql"

    @property
    def pgbench(self) -> Path:
        """The load generator of the same release."""
        return self.folder.programs / "pgbench"

    def start(self) -> None:
        """Start the server, made first if need be, and return when it can be used.

        Raises:
            PostgresError: when it runs already, or cannot be made or started.
        """
        if self._server is not None:
            raise PostgresError("PostgreSQL runs already.")
        first = self._folder is None
        self._folder = self._folder or PostgresFolder(
            self._asked, self._major, durable=self._durable
        )
        try:
            self._serve(port_may_change=first and not self._port_is_given)
            self._make_roles()
        except BaseException:
            self.stop("immediate")
            raise

    def stop(self, mode: StopMode = "fast") -> None:
        """End the server: `fast` in good order, `immediate` so that the next start recovers."""
        if self._server is not None:
            stop_child(self._server, _STOP_SECONDS, _ENDING[mode])
            self._server = None

    def kill(self) -> None:
        """End the server and its sessions at once, as a crash would; `start` recovers."""
        if self._server is not None:
            kill_with_children(self._server)
            self._server = None

    def _serve(self, *, port_may_change: bool) -> None:
        deadline = time.monotonic() + _START_SECONDS
        self.folder.wait_for_the_last_server(deadline)
        while (said := self._try_to_serve(deadline)) is not None:
            taken = _PORT_TAKEN in said
            passing = _SESSIONS_LINGER in said or (taken and not self._port_is_given)
            if not passing or time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start:\n{said}")
            if taken and port_may_change:
                self.port = free_port()
            time.sleep(0.1)

    def _try_to_serve(self, deadline: float) -> str | None:
        """Start a server; None when it is ready, and what it said when it ended instead."""
        with self.folder.log.open("ab") as log:
            begin = log.tell()
            server = self._server = start_child(
                self._command(),
                output=log,
                environment=clean_environment(),
                folder=Path("/"),
                ending=SIGINT,
                user=self.folder.user,
            )
        while server.poll() is None:
            if self.folder.is_ready(server.pid):
                return None
            if time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL takes too long to start: see {self.folder.log}")
            time.sleep(0.02)
        self._server = None
        return self.folder.log.read_bytes()[begin:].decode(errors="replace")

    def _command(self) -> list[str | Path]:
        settings = {**_SETTINGS, "port": str(self.port), **({} if self._durable else _FORGETFUL)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [self.folder.programs / "postgres", "-D", self.folder.data, *options]

    def _make_roles(self) -> None:
        passwords = self.folder.passwords
        self.folder.run(
            *("psql", "--no-psqlrc", "--quiet", f"--host={HOST}", f"--port={self.port}"),
            *(f"--username={SUPERUSER}", "--dbname=postgres", f"--file={_ROLES}"),
            environment={
                "PGPASSWORD": passwords[SUPERUSER],
                "SPINEPOINT_OWNER_PASSWORD": passwords[OWNER],
                "SPINEPOINT_APP_PASSWORD": passwords[APP],
            },
        )


@contextmanager
def temporary_postgres(*, major: int = 16, durable: bool = False) -> Iterator[EmbeddedPostgres]:
    """Run a server whose data goes with it: for tests and benches."""
    with tempfile.TemporaryDirectory(prefix="spinepoint-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # for the server's user to pass through
        with EmbeddedPostgres(folder, major=major, durable=durable) as postgres:
            yield postgres
