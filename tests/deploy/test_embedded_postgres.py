"""PostgreSQL on this machine: made, started, crashed, recovered, and never left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from deploy.children import free_port
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from deploy.postgres_folder import APP, OWNER, PostgresError
from tests.support.live import ROOT
from tests.support.waiting import is_running, wait_until

PROGRAM = """
import sys, time
from pathlib import Path
from deploy.embedded_postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])) as postgres:
    print(postgres.process.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module", params=[16, 18])
def postgres(request: pytest.FixtureRequest) -> Iterator[EmbeddedPostgres]:
    with temporary_postgres(major=request.param, durable=True) as postgres:
        yield postgres


async def ask(address: str, question: str) -> object:
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_it_is_the_release_asked_for_with_checksums_and_utf8(
    postgres: EmbeddedPostgres,
) -> None:
    release = await ask(postgres.superuser_dsn, "SHOW server_version_num")

    assert postgres.folder.data.parent.name == str(int(str(release)) // 10000)
    assert await ask(postgres.superuser_dsn, "SHOW data_checksums") == "on"
    assert await ask(postgres.superuser_dsn, "SHOW server_encoding") == "UTF8"
    assert await ask(postgres.superuser_dsn, "SHOW fsync") == "on"
    assert await ask(postgres.superuser_dsn, "SHOW listen_addresses") == "127.0.0.1"


async def test_only_the_owner_defines_tables_and_neither_role_passes_row_security(
    postgres: EmbeddedPostgres,
) -> None:
    mighty = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"

    await ask(postgres.dsn(OWNER), "CREATE TABLE allowed (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(postgres.dsn(APP), "CREATE TABLE refused (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(postgres.dsn(APP), "CREATE TEMPORARY TABLE refused (id int)")

    assert await ask(postgres.dsn(OWNER), mighty) is False
    assert await ask(postgres.dsn(APP), mighty) is False


async def test_nobody_gets_in_without_the_password(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(f"postgresql://{OWNER}:guess@127.0.0.1:{postgres.port}/spinepoint", "SELECT 1")


def test_its_addresses_name_the_driver_of_the_service(postgres: EmbeddedPostgres) -> None:
    assert postgres.app_url.startswith("postgresql+asyncpg://spinepoint_app:")
    assert postgres.app_url.endswith(f"@127.0.0.1:{postgres.port}/spinepoint")
    assert postgres.owner_url.startswith("postgresql+asyncpg://spinepoint_owner:")


def test_passwords_are_readable_by_their_owner_alone(postgres: EmbeddedPostgres) -> None:
    kept = postgres.folder.data.with_name("passwords.json")

    assert kept.stat().st_mode & 0o777 == 0o600
    assert not list(kept.parent.glob("superuser"))


def test_the_clients_of_the_release_work(postgres: EmbeddedPostgres) -> None:
    address = postgres.superuser_dsn

    postgres.folder.run("pgbench", "--initialize", "--quiet", address)
    postgres.folder.run("pgbench", "--transactions=5", address)
    postgres.folder.run("psql", "--command=DROP TABLE pgbench_accounts", address)

    assert postgres.pgbench.is_file()
    assert postgres.psql.is_file()


@pytest.mark.parametrize("how", ["fast", "immediate", "kill"])
async def test_what_was_committed_is_there_after_any_end(
    postgres: EmbeddedPostgres, how: str
) -> None:
    address, table = postgres.superuser_dsn, f"kept_{how}"
    session = await asyncpg.connect(address)
    await session.execute(f"CREATE TABLE {table} AS SELECT 42 AS answer")

    if how == "kill":
        postgres.kill()
    else:
        postgres.stop("fast" if how == "fast" else "immediate")
    session.terminate()
    postgres.start()

    assert postgres.superuser_dsn == address
    assert await ask(address, f"SELECT answer FROM {table}") == 42  # noqa: S608 - a name of ours


def test_it_is_started_once(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(PostgresError, match="runs already"):
        postgres.start()


def test_killed_outright_it_leaves_no_server_and_the_next_start_recovers(
    open_folder: Path,
) -> None:
    def start() -> tuple[subprocess.Popen[str], int]:
        program = subprocess.Popen(  # noqa: S603 - this interpreter
            [sys.executable, "-c", PROGRAM, open_folder],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert program.stdout is not None
        return program, int(program.stdout.readline())

    first, server = start()
    first.kill()
    first.communicate()
    second, successor = start()  # at once: it waits for the other's end
    assert not is_running(server)

    os.kill(successor, signal.SIGSTOP)  # so that it cannot tidy up
    second.kill()
    second.communicate()
    os.kill(successor, signal.SIGKILL)
    wait_until(lambda: not is_running(successor))
    with EmbeddedPostgres(open_folder, durable=False) as postgres:
        assert postgres.process is not None


def test_a_lock_whose_number_is_another_process_by_now_is_no_obstacle(open_folder: Path) -> None:
    with EmbeddedPostgres(open_folder, durable=False) as postgres:
        lock = postgres.folder.data / "postmaster.pid"
        lines = lock.read_text(encoding="utf-8").splitlines()
        postgres.kill()
        user = postgres.folder.user
        with subprocess.Popen(["/bin/sleep", "600"], user=user.uid if user else None) as other:
            lock.write_text("\n".join([str(other.pid), *lines[1:], ""]), encoding="utf-8")
            postgres.start()
            other.kill()


def test_a_second_server_on_the_same_data_is_refused(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.embedded_postgres._START_SECONDS", 0.5)
    with EmbeddedPostgres(open_folder, durable=False) as first:
        assert first.process is not None
        with pytest.raises(PostgresError, match=f"Process {first.process.pid} serves"):
            EmbeddedPostgres(open_folder, durable=False).start()


def test_a_port_that_is_taken_is_said_at_once(open_folder: Path) -> None:
    with (
        EmbeddedPostgres(open_folder / "one", port=free_port(), durable=False) as first,
        pytest.raises(PostgresError, match="could not bind"),
    ):
        EmbeddedPostgres(open_folder / "two", port=first.port, durable=False).start()


def test_a_folder_may_be_named_from_where_one_stands(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(open_folder)
    with EmbeddedPostgres(Path("here"), durable=False) as postgres:
        assert postgres.folder.place == open_folder.resolve() / "here"


def test_a_release_that_is_not_there_is_named(open_folder: Path) -> None:
    with pytest.raises(PostgresError, match="no PostgreSQL 9 here: choose 16 or 18"):
        EmbeddedPostgres(open_folder, major=9, durable=False).start()
