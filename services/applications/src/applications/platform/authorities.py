"""Authorities: the tenants. A row each, kept by the operator; a token's issuer says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Database
from applications.platform.session import Row

Nation = Literal["england-and-wales", "scotland", "northern-ireland"]
TokenProfileName = Literal["rfc9068", "entra"]


@dataclass(frozen=True, slots=True)
class Authority:
    """A council that runs schemes here.

    `issuer` is the one whose tokens speak for it, `token_profile` how those are made (`rfc9068` or
    `entra`), `closure_days` the days on which its offices are shut besides weekends and the bank
    holidays of its `nation`.
    """

    authority_id: UUID
    authority: str
    title: str
    issuer: str
    jwks_uri: str
    token_profile: TokenProfileName
    audience: str
    schemes: tuple[str, ...]
    nation: Nation
    closure_days: tuple[date, ...]


_COLUMNS: Final = (
    "authority_id, authority, title, issuer, jwks_uri, token_profile, audience, schemes, nation,"
    " closure_days"
)
_BY_ISSUER: Final = text(f"SELECT {_COLUMNS} FROM authorities WHERE issuer = :issuer")  # noqa: S608 - our own columns
_ALL: Final = text(f"SELECT {_COLUMNS} FROM authorities ORDER BY authority")  # noqa: S608 - as above
_PUT: Final = text("""
    INSERT INTO authorities (authority_id, authority, title, issuer, jwks_uri, token_profile,
                             audience, schemes, nation, closure_days)
    VALUES (:authority_id, :authority, :title, :issuer, :jwks_uri, :token_profile, :audience,
            :schemes, :nation, :closure_days)
    ON CONFLICT (authority) DO UPDATE SET
        title = excluded.title, issuer = excluded.issuer, jwks_uri = excluded.jwks_uri,
        token_profile = excluded.token_profile, audience = excluded.audience,
        schemes = excluded.schemes, nation = excluded.nation,
        closure_days = excluded.closure_days
""")


async def find_authority(database: Database, issuer: str) -> Authority | None:
    """The authority that an issuer speaks for."""
    async with database.begin_without_authority() as session:
        row = (await session.execute(_BY_ISSUER, {"issuer": issuer})).mappings().one_or_none()
    return None if row is None else _authority(row)


async def list_authorities(database: Database) -> Sequence[Authority]:
    """Every authority, for work that goes round them all."""
    async with database.begin_without_authority() as session:
        return [_authority(row) for row in (await session.execute(_ALL)).mappings()]


async def put_authority(database: Database, authority: Authority) -> None:
    """Add an authority, or change it. Only the owner of the tables may."""
    async with database.begin_without_authority() as session:
        await session.execute(
            _PUT,
            {
                "authority_id": authority.authority_id,
                "authority": authority.authority,
                "title": authority.title,
                "issuer": authority.issuer,
                "jwks_uri": authority.jwks_uri,
                "token_profile": authority.token_profile,
                "audience": authority.audience,
                "schemes": list(authority.schemes),
                "nation": authority.nation,
                "closure_days": list(authority.closure_days),
            },
        )


def _authority(row: Row) -> Authority:
    return Authority(
        **{
            **row,
            "schemes": tuple(row["schemes"]),
            "closure_days": tuple(row["closure_days"]),
        }
    )
