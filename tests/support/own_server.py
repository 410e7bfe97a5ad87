"""Authorities on a PostgreSQL of a test's own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from deploy.embedded_postgres import EmbeddedPostgres
from sqlalchemy import text
from tests.support.issuer import AUDIENCE

from applications.platform.authorities import Authority, put_authority
from applications.platform.database import Database, make_engine

_REMOVE = text("DELETE FROM authorities WHERE authority_id = :authority_id")


async def add_authority(owner_url: str, issuer: str, jwks_uri: str) -> Authority:
    """Add an authority."""
    name = f"council-{uuid4().hex[:12]}"
    authority = Authority(
        authority_id=uuid4(),
        authority=name,
        title=name,
        issuer=issuer,
        jwks_uri=jwks_uri,
        token_profile="rfc9068",  # noqa: S106 - a profile's name
        audience=AUDIENCE,
        schemes=("durham",),
        nation="england-and-wales",
        closure_days=(),
    )
    database = Database(make_engine(owner_url, pool_size=1))
    await put_authority(database, authority)
    await database.dispose()
    return authority


@contextmanager
def put_authority_at(postgres: EmbeddedPostgres, *, issuer: str) -> Iterator[str]:
    """Give the name of an authority with this issuer; it is gone again after the block."""
    authority = asyncio.run(add_authority(postgres.owner_url, issuer, f"{issuer}/jwks"))
    try:
        yield authority.authority
    finally:
        asyncio.run(_remove(postgres.owner_url, authority.authority_id))


async def _remove(owner_url: str, authority_id: UUID) -> None:
    database = Database(make_engine(owner_url, pool_size=1))
    async with database.begin(authority_id) as session:
        await session.execute(_REMOVE, {"authority_id": authority_id})
    await database.dispose()
