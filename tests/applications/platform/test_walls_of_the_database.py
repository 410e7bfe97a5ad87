"""What keeps one authority's rows from another's, held against PostgreSQL's own catalogue."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import asyncpg
import pytest
from deploy.postgres_folder import APP, OWNER
from sqlalchemy import text
from tests.support.house import House

from applications.platform.authorities import Authority
from applications.platform.database import Database, DatabaseAwayError, make_engine

WITHOUT_AUTHORITY = {"authorities", "alembic_version"}
PREDICATE = "(authority_id = (current_setting('app.authority_id'::text))::uuid)"
ADD_TEAM = text("""
    INSERT INTO teams (authority_id, team, title, service, locality, version)
    VALUES (:authority_id, :team, 'Care', 'care', 'east', 1)
""")
TEAMS = text("SELECT team FROM teams")
SETTING = text("SELECT current_setting('app.authority_id', true)")


def tables(house: House) -> set[str]:
    found = house.sql(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace ="
        " 'public'::regnamespace"
    )
    return {str(name) for (name,) in found}


def test_every_table_belongs_to_authorities_but_for_the_list_of_them(house: House) -> None:
    owned = house.sql(
        "SELECT table_name FROM information_schema.columns WHERE column_name ="
        " 'authority_id' AND table_schema = 'public'"
    )
    assert {str(name) for (name,) in owned} == tables(house) - WITHOUT_AUTHORITY | {"authorities"}


def test_every_such_table_forces_row_level_security_both_ways(house: House) -> None:
    found = house.sql("""
        SELECT relname, relrowsecurity, relforcerowsecurity, polcmd::text, polpermissive,
               polroles = '{0}', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
        FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    """)
    held = {str(name): rest for name, *rest in found}
    for name in tables(house) - WITHOUT_AUTHORITY:
        assert held[name] == [True, True, "*", True, True, PREDICATE, PREDICATE], name
    assert len(found) == len(held), "a second policy would open what the first one closes"


def test_no_view_and_no_function_of_another_goes_round_it(house: House) -> None:
    assert (
        house.sql(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND"
            " relnamespace = 'public'::regnamespace"
        )
        == []
    )
    assert (
        house.sql(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        == []
    )


def test_the_authority_comes_first_in_every_key_and_is_part_of_every_index(house: House) -> None:
    found = house.sql("""
        SELECT indrelid::regclass::text, indexrelid::regclass::text, indisunique,
               array_agg(attname::text ORDER BY place)
        FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
        CROSS JOIN unnest(indkey) WITH ORDINALITY AS key (number, place)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = key.number
        WHERE relnamespace = 'public'::regnamespace
        GROUP BY indrelid, indexrelid, indisunique
    """)
    for table, index, is_key, columns in found:
        if table not in WITHOUT_AUTHORITY:
            assert isinstance(columns, list)
            assert "authority_id" in (columns[:1] if is_key else columns), index


def test_the_authority_comes_first_in_every_foreign_key_on_both_sides(house: House) -> None:
    found = house.sql("""
        SELECT conrelid::regclass::text, conname, mine.attname, theirs.attname
        FROM pg_constraint
        JOIN pg_attribute AS mine ON mine.attrelid = conrelid AND mine.attnum = conkey[1]
        JOIN pg_attribute AS theirs ON theirs.attrelid = confrelid AND theirs.attnum = confkey[1]
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace
    """)
    assert found
    for table, name, mine, theirs in found:
        assert (mine, theirs) == ("authority_id", "authority_id"), f"{table} {name}"


def test_every_row_is_tied_to_its_authority_by_some_chain_of_keys(house: House) -> None:
    tied = {"authorities"}
    keys = {
        (str(table), str(other))
        for table, other in house.sql(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f'"
        )
    }
    for _ in keys:
        tied |= {table for table, other in keys if other in tied}
    assert tables(house) - tied == {"alembic_version"}


def test_the_apps_role_is_nobody_in_particular(house: House) -> None:
    assert house.sql(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
        " FROM pg_roles WHERE rolname = 'spinepoint_app'"
    ) == [(False,) * 5]
    assert (
        house.sql(
            "SELECT relname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner"
            " WHERE rolname = 'spinepoint_app'"
        )
        == []
    )
    assert (
        house.sql(
            "SELECT FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = member"
            " WHERE rolname = 'spinepoint_app'"
        )
        == []
    )


async def say(dsn: str, *statements: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "ALTER TABLE teams ADD COLUMN more text",
        "DROP POLICY teams_of_one_authority ON teams",
        "DROP TABLE teams",
        "TRUNCATE teams",
        "TRUNCATE events",
        "SET session_replication_role = replica",
        "SET ROLE spinepoint_owner",
        "COPY teams TO PROGRAM 'cat'",
        "UPDATE authorities SET issuer = 'https://mine.example'",
        "DELETE FROM authorities",
        "INSERT INTO alembic_version VALUES ('9999')",
        "DELETE FROM event_texts",
        "UPDATE pay_points SET grade = '12'",
    ],
)
def test_the_apps_role_may_define_nothing_and_empty_nothing(house: House, statement: str) -> None:
    setting = f"SET app.authority_id = '{uuid4()}'"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        asyncio.run(say(house.postgres.dsn(APP), setting, statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'somebody else'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE checkpoints SET seq = 1",
        "DELETE FROM checkpoints",
        "TRUNCATE checkpoints",
        "UPDATE payroll_runs SET difference = 0",
        "DELETE FROM payroll_lines",
    ],
)
def test_not_even_the_owner_changes_what_happened(house: House, statement: str) -> None:
    setting = f"SET app.authority_id = '{uuid4()}'"
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        asyncio.run(say(house.postgres.dsn(OWNER), setting, statement))


@pytest.mark.parametrize("role", [APP, OWNER])
def test_without_an_authority_a_statement_fails_and_does_not_find_nothing(
    house: House, role: str
) -> None:
    for statement in ("SELECT FROM teams", "UPDATE teams SET title = 'x'"):
        with pytest.raises(asyncpg.UndefinedObjectError):
            asyncio.run(say(house.postgres.dsn(role), statement))


async def test_an_authority_sees_and_takes_its_own_rows_only(
    database: Database, authorities: tuple[Authority, Authority]
) -> None:
    mine, other = (each.authority_id for each in authorities)
    async with database.begin(mine) as session:
        await session.execute(ADD_TEAM, {"authority_id": mine, "team": "a"})
    async with database.begin(other) as session:
        assert list(await session.execute(TEAMS)) == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.begin(other) as session:
            await session.execute(ADD_TEAM, {"authority_id": mine, "team": "b"})


@pytest.fixture
def authorities(house: House) -> tuple[Authority, Authority]:
    return house.add_authority(), house.add_authority()


@pytest.fixture
def one_connection(house: House) -> Database:
    return Database(make_engine(house.postgres.app_url, pool_size=1))


async def nothing_is_carried_over(database: Database) -> bool:
    async with database.begin_without_authority() as session:
        setting = (await session.execute(SETTING)).scalar_one()
    return not setting


async def test_a_pooled_connection_carries_nothing_over(
    one_connection: Database, authority: Authority
) -> None:
    authority_id = authority.authority_id
    async with one_connection.begin(authority_id):
        pass
    assert await nothing_is_carried_over(one_connection)

    async def fail() -> None:
        async with one_connection.begin(authority_id) as session:
            await session.execute(ADD_TEAM, {"authority_id": authority_id, "team": "a"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await nothing_is_carried_over(one_connection)
    with pytest.raises(asyncpg.PostgresError):
        async with one_connection.begin(authority_id) as session:
            await session.execute(text("SELECT 1 / 0"))
    assert await nothing_is_carried_over(one_connection)
    async with one_connection.begin(authority_id) as session:
        assert list(await session.execute(TEAMS)) == []
    await one_connection.dispose()


async def test_a_connection_that_was_cut_short_carries_nothing_over(
    one_connection: Database, authority: Authority
) -> None:
    async def sleep() -> None:
        async with one_connection.begin(authority.authority_id) as session:
            await session.execute(ADD_TEAM, {"authority_id": authority.authority_id, "team": "a"})
            await session.execute(text("SELECT pg_sleep(30)"))

    task = asyncio.create_task(sleep())
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await nothing_is_carried_over(one_connection)
    async with one_connection.begin(authority.authority_id) as session:
        assert list(await session.execute(TEAMS)) == []
    await one_connection.dispose()


async def test_a_failed_statement_that_was_passed_over_is_no_success(
    one_connection: Database, authority: Authority
) -> None:
    async def pass_over() -> None:
        async with one_connection.begin(authority.authority_id) as session:
            with suppress(asyncpg.PostgresError):
                await session.execute(text("SELECT 1 / 0"))

    with pytest.raises(RuntimeError, match="rolled back"):
        await pass_over()
    await one_connection.dispose()


async def test_more_requests_than_connections_wait_and_then_are_told_to_come_again(
    one_connection: Database, authority: Authority
) -> None:
    async with one_connection.begin(authority.authority_id):
        with pytest.raises(DatabaseAwayError):
            async with one_connection.begin(authority.authority_id):
                pass
    await one_connection.dispose()
