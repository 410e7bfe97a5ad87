"""The service is nobody whom the walls between authorities do not hold."""

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest
from deploy.embedded_postgres import EmbeddedPostgres
from tests.support.house import House

from applications.platform.database import Database, make_engine
from applications.platform.schema import WrongRoleError, check_role


async def say(dsn: str, *statements: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def special_roles(postgres: EmbeddedPostgres, house: House) -> Iterator[None]:
    """Roles that the service must refuse to be."""
    assert house.postgres is postgres
    asyncio.run(
        say(
            postgres.superuser_dsn,
            "CREATE ROLE of_a_test_bypassing LOGIN BYPASSRLS PASSWORD 'x'",
            "CREATE ROLE of_a_test_member LOGIN IN ROLE spinepoint_owner PASSWORD 'x'",
            "GRANT CONNECT ON DATABASE spinepoint TO of_a_test_bypassing, of_a_test_member",
        )
    )
    yield
    asyncio.run(
        say(
            postgres.superuser_dsn,
            "REVOKE ALL ON DATABASE spinepoint FROM of_a_test_bypassing, of_a_test_member",
            "DROP ROLE of_a_test_bypassing, of_a_test_member",
        )
    )


@pytest.mark.usefixtures("special_roles")
@pytest.mark.parametrize("who", ["superuser", "owner", "bypassing", "member"])
async def test_the_service_refuses_to_be_anybody_whom_the_walls_do_not_hold(
    house: House, who: str
) -> None:
    at = f"@127.0.0.1:{house.postgres.port}/spinepoint"
    urls = {
        "superuser": house.postgres.superuser_dsn.replace("postgresql:", "postgresql+asyncpg:"),
        "owner": house.postgres.owner_url,
        "bypassing": f"postgresql+asyncpg://of_a_test_bypassing:x{at}",
        "member": f"postgresql+asyncpg://of_a_test_member:x{at}",
    }
    database = Database(make_engine(urls[who], pool_size=1))
    with pytest.raises(WrongRoleError, match="app's own role"):
        await check_role(database)
    await database.dispose()


async def test_the_apps_role_is_the_one_that_the_service_takes(database: Database) -> None:
    await check_role(database)
