"""The service: everything wired once, then served."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_bytes

import httpx
from fastapi import FastAPI

from applications.casework.operations.case_door import CaseworkDoor
from applications.casework.routes import router as casework
from applications.catalogue import PROBLEMS
from applications.evidence.files.antivirus import Antivirus
from applications.evidence.files.inspection import Inspection
from applications.evidence.files.spool import Spool, check_folder
from applications.evidence.operations.cases import CaseDoor
from applications.evidence.operations.files import FileDesk
from applications.evidence.routes import router as evidence
from applications.examples import MEMBER_EXAMPLES
from applications.exchange.operations.webhooks import WebhookRules
from applications.exchange.routes import router as exchange
from applications.pay.operations.consequences import PayConsequences
from applications.pay.operations.post_ends import PayFollowsPosts
from applications.pay.paycalc_client import Paycalc, open_client
from applications.pay.routes import router as pay
from applications.people.routes import router as people
from applications.platform.database import Database, make_engine
from applications.platform.identity import Identity
from applications.platform.issuer_keys import IssuerKeys
from applications.platform.schema import check_schema
from applications.platform.sealing import make_seal
from applications.platform.start import check_start
from applications.schemes.routes import router as schemes
from applications.schemes.storage.files import load_schemes
from applications.settings import Settings
from plumbing.clock import Clock
from plumbing.service import make_service

_DESCRIPTION = """\
applications runs the pay progression of social workers as their council's published procedure has
it: people and the organisation, cases and their steps, decisions, and the pay points that follow.

Every request has a bearer token; its issuer decides the authority, and nothing of another
authority is ever visible. What creates or decides something takes an `Idempotency-Key`, and what
changes something takes the `ETag` of the version it changes as `If-Match`.

Three days, and no fourth: `effective_on` is the day asked about, `known_on` is what was known by
the end of that day (Europe/London), `rules_on` is which version of the scheme.
"""


def create_app(settings: Settings) -> FastAPI:
    """Return the service."""
    clock = settings.make_clock()
    database = Database(
        make_engine(settings.database_url.get_secret_value(), pool_size=settings.pool_size),
        short_at_once=settings.short_transactions_at_once,
    )

    async def ready() -> None:
        await check_schema(database)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await check_start(database, clock_is_moved=settings.clock_file is not None)
        check_folder(settings.upload_dir)
        async with httpx.AsyncClient(timeout=5) as client, open_client() as paycalc_client:
            app.state.identity = Identity(
                database,
                IssuerKeys(client, seconds_between_fetches=settings.jwks_seconds_between_fetches),
                clock,
                loopback_only=settings.clock_file is not None,
            )
            app.state.paycalc = Paycalc(paycalc_client, settings.paycalc_url)
            yield
        await database.dispose()

    app = make_service(
        title="Spinepoint applications",
        version="1.0.0",
        summary="People, casework, decisions, and the pay points that follow from them",
        description=_DESCRIPTION,
        catalogue=PROBLEMS,
        routers=[people, schemes, evidence, casework, pay, exchange],
        readiness=ready,
        lifespan=lifespan,
        servers=[{"url": "/", "description": "The service that gave this document"}],
        contact={"name": "Spinepoint"},
        tags=[
            {"name": "me", "description": "Who the caller is, and what waits for them."},
            {"name": "people", "description": "Workers, their posts, teams, roles, delegations."},
            {"name": "casework", "description": "Cases, their steps and their actions."},
            {"name": "evidence", "description": "What an application contains, and its versions."},
            {"name": "schemes", "description": "The procedures as data: workflow and forms."},
            {"name": "pay", "description": "Variations and effective pay points."},
            {"name": "imports", "description": "Files of people, checks and pay that come in."},
            {"name": "integration", "description": "What happened: a feed, and webhooks."},
            {"name": "audit", "description": "The whole log, and its signed checkpoints."},
        ],
        member_examples=MEMBER_EXAMPLES,
        drain_seconds=settings.drain_seconds,
    )
    app.state.clock = clock
    # Sealed with a key of this process where the operator gives none: a cursor then lives as long.
    app.state.cursor_key = settings.cursor_key.get_secret_value().encode() or token_bytes(32)
    app.state.schemes = load_schemes(settings.scheme_folders)
    app.state.database = database
    app.state.consequences = PayConsequences()
    app.state.webhook_rules = WebhookRules(
        make_seal(settings.webhook_keys), settings.webhook_allowed_networks
    )
    app.state.posts = PayFollowsPosts()
    app.state.case_door = CaseworkDoor(app.state.schemes, app.state.consequences)
    app.state.file_desk = _file_desk(settings, app.state.case_door, clock)
    return app


def _file_desk(settings: Settings, door: CaseDoor, clock: Clock) -> FileDesk:
    url, seconds = settings.clamd_url, settings.clamd_seconds
    return FileDesk(
        door=door,
        spool=Spool(
            settings.upload_dir,
            most_bytes=settings.upload_most_bytes,
            most_files=settings.uploads_at_once,
        ),
        inspection=Inspection(),
        antivirus=None if url is None else Antivirus(url, seconds=seconds),
        clock=clock,
    )
