"""The suite's database as the service sees it, and an authority of a test's own there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from tests.support.house import House
from tests.support.issuer import AUDIENCE, Issuer

from applications.platform.authorities import Authority, put_authority
from applications.platform.database import Database, make_engine
from applications.platform.schema import migrate


@pytest.fixture
def authority(house: House) -> Authority:
    """An authority of the test's own."""
    return house.add_authority()


@pytest.fixture
async def database(house: House) -> AsyncIterator[Database]:
    """The suite's database, as the app's role."""
    opened = Database(make_engine(house.postgres.app_url, pool_size=8))
    yield opened
    await opened.dispose()


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of a test's own, to stop and start."""
    with temporary_postgres(durable=True) as server:
        asyncio.run(migrate(server.owner_url))
        yield server


@pytest.fixture
def own_authority(own_postgres: EmbeddedPostgres, issuer: Issuer) -> Authority:
    """An authority there."""
    name = f"council-{uuid4().hex[:12]}"
    authority = Authority(
        authority_id=uuid4(),
        authority=name,
        title=name,
        issuer=issuer.of(name),
        jwks_uri=issuer.jwks_uri,
        token_profile="rfc9068",  # noqa: S106 - a profile's name
        audience=AUDIENCE,
        schemes=("durham",),
        nation="england-and-wales",
        closure_days=(),
    )
    asyncio.run(_put(own_postgres.owner_url, authority))
    return authority


async def _put(owner_url: str, authority: Authority) -> None:
    database = Database(make_engine(owner_url, pool_size=1))
    await put_authority(database, authority)
    await database.dispose()
