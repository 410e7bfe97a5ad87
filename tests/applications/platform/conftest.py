"""The suite's database as the service sees it, and an authority of a test's own there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from tests.support.house import House
from tests.support.issuer import Issuer
from tests.support.own_server import add_authority

from applications.platform.authorities import Authority
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
    return asyncio.run(
        add_authority(own_postgres.owner_url, issuer.of(uuid4().hex), issuer.jwks_uri)
    )
