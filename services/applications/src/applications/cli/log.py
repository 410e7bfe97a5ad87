"""The commands about the log: signing where it is, and verifying what came out of it."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from applications.cli.api import Api, open_api
from applications.cli.files import counting
from applications.cli.settings import refuse, settings
from applications.log.domain.signing import UnusableKeyError
from applications.log.domain.verification import BrokenLogError, Verifier, vouched
from applications.log.operations import make_checkpoint, read_checkpoint_key
from applications.log.schemas import UnreadableExportError, read_checkpoints, read_events
from applications.platform.authorities import Authority, list_authorities
from applications.platform.database import Database, make_engine
from applications.settings import Settings

_AT_ONCE: Final = 1000


def checkpoint(
    authority: Annotated[
        str | None, typer.Option(help="The one authority whose log to sign; without it, every one.")
    ] = None,
) -> None:
    """Sign where the log is, now."""
    given = settings()
    try:
        key = read_checkpoint_key(given.checkpoint_key_file)
    except UnusableKeyError as error:
        refuse(str(error))
    if key is None:
        refuse("Set APPLICATIONS_CHECKPOINT_KEY_FILE to an Ed25519 private key in PEM.")
    if not asyncio.run(_checkpoint(given, key, authority)):
        raise typer.Exit(1)


async def _checkpoint(given: Settings, key: Ed25519PrivateKey, only: str | None) -> bool:
    """Whether every log could be signed; one that could not does not keep the others from it."""
    database = Database(make_engine(given.database_url.get_secret_value(), pool_size=1))
    try:
        every = [
            each for each in await list_authorities(database) if only in (None, each.authority)
        ]
        now = given.make_clock().now()
        return all([await _sign(database, each, key, now) for each in every]) and bool(every)
    finally:
        await database.dispose()


async def _sign(
    database: Database, authority: Authority, key: Ed25519PrivateKey, now: datetime
) -> bool:
    try:
        made = await make_checkpoint(database, authority, key, now=now)
    except BrokenLogError as error:
        typer.echo(f"{authority.authority}: {error}", err=True)
        return False
    said = "nothing is new" if made is None else f"signed at {made.seq} by {made.key_id}"
    typer.echo(f"{authority.authority}: {said}")
    return True


def verify_log(
    export: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="The items of GET /v1/audit from the first, one a line; without it they are read "
            "from the API.",
        ),
    ] = None,
    *,
    checkpoints: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="The items of GET /v1/audit/checkpoints, one a line."
        ),
    ] = None,
    key_id: Annotated[
        str | None, typer.Option(help="The id of the key that checkpoints must be signed by.")
    ] = None,
) -> None:
    """Verify one authority's log: an export of it away from the service, or as the API gives it.

    From the API its checkpoints come too. Without checkpoints this finds any change that leaves the
    rest as it was; with them, and the key that you know, also a log that was written anew as a
    whole, or cut short.
    """
    events: Iterable[bytes]
    signed: Iterable[bytes]
    with ExitStack() as opened:
        if export is None:
            api = opened.enter_context(open_api())
            events = _followed(api, "/v1/audit", "events")
            signed = _followed(api, "/v1/audit/checkpoints", "checkpoints")
        else:
            events = opened.enter_context(export.open("rb"))
            signed = ()
        if checkpoints is not None:
            signed = opened.enter_context(checkpoints.open("rb"))
        try:
            # Those first: what is signed meanwhile may be behind where the log is read to.
            known = vouched(read_checkpoints(signed), key_id=key_id)
            verifier = Verifier(known=known)
            verifier.take(read_events(events))
            verifier.end()
        except (UnreadableExportError, BrokenLogError) as error:
            refuse(str(error))
    typer.echo(f"Unbroken to position {verifier.seq}; {len(known)} checkpoints vouch for it.")


def _followed(api: Api, path: str, what: str) -> Iterator[bytes]:
    """The items of a feed of the API, as an export has them."""
    with counting() as progress:
        task = progress.add_task(what, total=None)
        for page in api.follow(path, {"after": "0", "limit": _AT_ONCE}):
            progress.advance(task, len(page["items"]))
            yield from (json.dumps(item).encode() for item in page["items"])
