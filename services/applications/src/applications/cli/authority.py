"""The commands about authorities, for the operator: as the owner of the tables."""

import asyncio
import re
from datetime import date, datetime
from typing import Annotated, Final
from urllib.parse import urlsplit
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from applications.cli.settings import owner_url, refuse, settings
from applications.platform.authorities import (
    Authority,
    Nation,
    TokenProfileName,
    list_authorities,
    put_authority,
)
from applications.platform.database import Database, DuplicateError, make_engine
from applications.platform.identity import is_loopback
from applications.schemes.storage.files import load_schemes

_NAME: Final = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME: Final = 64

authority = typer.Typer(help="The authorities that are served here.", no_args_is_help=True)


@authority.command("put")
def put(  # noqa: PLR0913 - what an authority is, all by name
    name: Annotated[str, typer.Argument(help="Its name in logs and checkpoints: kebab-case.")],
    *,
    title: Annotated[str, typer.Option(help="Its name for people.")],
    issuer: Annotated[str, typer.Option(help="The `iss` of its tokens.")],
    jwks_uri: Annotated[str, typer.Option(help="Where its issuer publishes its keys.")],
    audience: Annotated[str, typer.Option(help="The `aud` of its tokens.")],
    scheme: Annotated[list[str], typer.Option(help="A scheme that it runs. Give it for each.")],
    profile: Annotated[TokenProfileName, typer.Option(help="How its tokens are made.")] = "rfc9068",
    nation: Annotated[Nation, typer.Option(help="Whose bank holidays.")] = "england-and-wales",
    closure_day: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], help="A day when its offices are shut besides."),
    ] = None,
) -> None:
    """Add an authority, or change it: what is not given goes back to its default."""
    _refuse_unknown_schemes(scheme)
    put_one = Authority(
        authority_id=uuid4(),  # of a new one: that of one that is there stays
        authority=_checked(name),
        title=title,
        issuer=issuer,
        jwks_uri=_trustworthy(jwks_uri),
        token_profile=profile,
        audience=audience,
        schemes=tuple(scheme),
        nation=nation,
        closure_days=tuple(sorted({_day(each) for each in closure_day or ()})),
    )
    try:
        asyncio.run(_put(put_one))
    except DuplicateError:
        refuse("Another authority has this issuer: a token's issuer decides the authority.")
    typer.echo(f"{name} is served.")


@authority.command("list")
def list_() -> None:
    """List the authorities."""
    table = Table("authority", "title", "schemes", "issuer", "profile", "nation")
    for each in asyncio.run(_list()):
        table.add_row(
            each.authority,
            each.title,
            " ".join(each.schemes),
            each.issuer,
            each.token_profile,
            each.nation,
        )
    Console().print(table)


async def _put(given: Authority) -> None:
    database = Database(make_engine(owner_url(), pool_size=1))
    try:
        await put_authority(database, given)
    finally:
        await database.dispose()


async def _list() -> list[Authority]:
    database = Database(make_engine(owner_url(), pool_size=1))
    try:
        return list(await list_authorities(database))
    finally:
        await database.dispose()


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        refuse("Give a name of lower-case letters, digits and single hyphens, at most 64.")
    return name


def _trustworthy(jwks_uri: str) -> str:
    if urlsplit(jwks_uri).scheme != "https" and not is_loopback(jwks_uri):
        refuse("Give a --jwks-uri with https: whoever can change those keys can sign any token.")
    return jwks_uri


def _refuse_unknown_schemes(given: list[str]) -> None:
    known = load_schemes(settings().scheme_folders).ids
    if not set(given) <= set(known):
        refuse(f"There is no scheme file of one of these schemes. There are: {', '.join(known)}.")


def _day(given: datetime) -> date:
    return given.date()
