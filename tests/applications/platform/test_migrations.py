"""The tables are made by the owner, and a service starts on no others."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from sqlalchemy import text
from tests.support.house import House
from tests.support.live import ROOT, environment, free_port
from tests.support.own_server import put_authority_at

from applications.platform.database import Database, make_engine
from applications.platform.schema import StaleSchemaError, check_schema, head, migrate

MIGRATIONS = ROOT / "services/applications/src/applications/migrations/versions"
DESCRIPTION = """
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL SELECT grantee || ' ' || privilege_type || ' ' || table_name
    FROM information_schema.table_privileges WHERE grantee = 'spinepoint_app'
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT policyname || coalesce(qual, '') FROM pg_policies
    ORDER BY 1
"""


@pytest.fixture(scope="module", params=[16, 18])
def empty(request: pytest.FixtureRequest) -> Iterator[EmbeddedPostgres]:
    with temporary_postgres(major=request.param) as server:
        yield server


async def described(url: str) -> list[object]:
    database = Database(make_engine(url, pool_size=1))
    try:
        async with database.begin_without_authority() as session:
            return (await session.execute(text(DESCRIPTION))).scalars()
    finally:
        await database.dispose()


async def check(url: str) -> None:
    database = Database(make_engine(url, pool_size=1))
    try:
        await check_schema(database)
    finally:
        await database.dispose()


async def set_version(url: str, version: str) -> None:
    database = Database(make_engine(url, pool_size=1))
    async with database.begin_without_authority() as session:
        change = text("UPDATE alembic_version SET version_num = :version")
        await session.execute(change, {"version": version})
    await database.dispose()


def test_from_nothing_the_tables_are_made_and_made_again_nothing_happens(
    empty: EmbeddedPostgres,
) -> None:
    with pytest.raises(StaleSchemaError, match="no tables yet: run `applications migrate`"):
        asyncio.run(check(empty.app_url))
    assert asyncio.run(migrate(empty.owner_url)) == head()
    first = asyncio.run(described(empty.owner_url))
    assert any("events" in str(line) for line in first)
    assert asyncio.run(migrate(empty.owner_url)) == head()
    assert asyncio.run(described(empty.owner_url)) == first
    asyncio.run(check(empty.app_url))


def test_two_migrators_at_once_make_the_tables_once() -> None:
    with temporary_postgres() as fresh, ThreadPoolExecutor() as both:
        owner = {"APPLICATIONS_OWNER_DATABASE_URL": fresh.owner_url}
        migrating = [both.submit(serve, fresh, "migrate", **owner) for _ in range(2)]
        for each in migrating:
            said = each.result()
            assert (said.returncode, said.stdout) == (0, f"The tables are at version {head()}.\n")


@pytest.mark.parametrize("version", ["0000", "9999"])
def test_older_and_newer_tables_are_refused_with_what_to_do(
    own_postgres: EmbeddedPostgres, version: str
) -> None:
    asyncio.run(set_version(own_postgres.owner_url, version))
    try:
        with pytest.raises(StaleSchemaError) as refused:
            asyncio.run(check(own_postgres.app_url))
        said = serve(own_postgres)
    finally:
        asyncio.run(set_version(own_postgres.owner_url, head()))
    assert str(refused.value) == (
        f"The tables are at version {version} and this release works on {head()}: run "
        "`applications migrate`, or start the release that fits."
    )
    assert said.returncode != 0
    assert f"The tables are at version {version}" in said.stdout


def serve(
    postgres: EmbeddedPostgres, command: str = "serve", **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run a process that ends by itself, and give what it said."""
    arguments = ["--port", str(free_port())] if command == "serve" else []
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "applications", command, *arguments],
        cwd=ROOT,
        env=environment({"APPLICATIONS_DATABASE_URL": postgres.app_url, **settings}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nobody_moves_the_clock_of_a_real_authority(
    own_postgres: EmbeddedPostgres, tmp_path: Path, command: str
) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-04-02", encoding="ascii")
    with put_authority_at(own_postgres, issuer="https://login.example/a-council") as name:
        said = serve(own_postgres, command, CLOCK_FILE=str(clock))
    assert said.returncode != 0
    assert f"CLOCK_FILE is set, and the issuer of {name} is not on this machine" in said.stdout


def test_the_service_refuses_to_be_the_owner(own_postgres: EmbeddedPostgres) -> None:
    said = serve(own_postgres, APPLICATIONS_DATABASE_URL=own_postgres.owner_url)
    assert said.returncode != 0
    assert "Name the app's own role." in said.stdout


def test_a_clock_file_refuses_a_real_issuer_that_was_added_later(house: House) -> None:
    with put_authority_at(house.postgres, issuer="https://login.example/later") as name:
        assert name
        claims = {"iss": "https://login.example/later", "aud": "x", "sub": "x", "exp": 1, "iat": 1}
        token = house.issuer.sign({**claims, "client_id": "x"})
        answer = httpx.get(f"{house.url}/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert "only issuers on this machine" in answer.json()["detail"]


def test_squawk_finds_nothing_in_any_migration() -> None:
    files = sorted(MIGRATIONS.glob("*.sql"))
    assert files
    said = subprocess.run(  # noqa: S603 - our own command
        [Path(sys.executable).parent / "squawk", "--reporter", "gcc", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stdout) == (0, ""), said.stdout + said.stderr
