"""The worker: what is done besides answering requests. Everything wired once, then run."""

import asyncio
import gc
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from applications.casework.operations.actions import DETERMINE_PAY
from applications.casework.operations.reminders import REMIND, remind
from applications.casework.operations.waits import END_WAITS, end_waits
from applications.catalogue import PROBLEMS
from applications.exchange.operations.delivering import Delivering
from applications.exchange.operations.import_work import (
    WORK_ON_IMPORTS,
    Importing,
    work_on_imports,
)
from applications.exchange.operations.postman import deliver_webhooks
from applications.exchange.operations.sweeping import Sweeping, sweep_deliveries
from applications.exchange.webhook_client import Courier
from applications.log.operations import make_checkpoint, read_checkpoint_key
from applications.pay.operations.determining import Determining, determine_pay
from applications.pay.operations.sending_again import SendingAgain, send_variations_again
from applications.pay.paycalc_client import Paycalc, open_client
from applications.platform.authorities import Authority
from applications.platform.database import Database, make_engine
from applications.platform.duties import Duty, keep_duties
from applications.platform.once import sweep_keys
from applications.platform.sealing import make_seal
from applications.platform.start import check_start
from applications.platform.working import Handler, work
from applications.schemes.domain.held import Schemes
from applications.schemes.storage.files import load_schemes
from applications.settings import Settings
from plumbing.clock import Clock
from plumbing.logs import logger

_POOL_SIZE = 8
_IMPORTS_AT_ONCE = 4
_LOG = logger()


def make_handlers(determining: Determining, importing: Importing) -> Mapping[str, Handler]:
    """What does each kind of job."""
    return {
        DETERMINE_PAY: partial(determine_pay, determining),
        WORK_ON_IMPORTS: partial(work_on_imports, importing),
    }


def make_duties(
    settings: Settings, database: Database, schemes: Schemes, clock: Clock
) -> Sequence[Duty]:
    """What is done for every authority from time to time.

    Raises:
        UnusableKeyError: The checkpoint key cannot be used.
    """

    async def forget_old_keys(authority: Authority) -> None:
        async with database.begin(authority.authority_id) as session:
            await sweep_keys(session, authority.authority_id, now=clock.now())

    after = timedelta(days=settings.days_before_sending_again)
    sending_again = SendingAgain(database, clock, after)
    sweeping = Sweeping(database, clock, timedelta(days=settings.days_to_keep_deliveries))
    duties = [
        Duty("sweep-idempotency-keys", timedelta(hours=1), forget_old_keys),
        Duty(REMIND, timedelta(hours=1), partial(remind, database, schemes, clock)),
        Duty(END_WAITS, timedelta(minutes=5), partial(end_waits, database, schemes, clock)),
        Duty(
            "send-variations-again",
            timedelta(hours=1),
            partial(send_variations_again, sending_again),
        ),
        Duty("sweep-deliveries", timedelta(hours=6), partial(sweep_deliveries, sweeping)),
    ]
    key = read_checkpoint_key(settings.checkpoint_key_file)
    if key is None:
        _LOG.warning("no_checkpoints", reason="APPLICATIONS_CHECKPOINT_KEY_FILE is not set")
        return duties

    async def checkpoint(authority: Authority) -> None:
        await make_checkpoint(database, authority, key, now=clock.now())

    return [*duties, Duty("checkpoint", timedelta(hours=1), checkpoint)]


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Work until told to stop.

    Raises:
        StaleSchemaError: The tables are not those of this release.
        WrongRoleError: The role would see past row-level security.
        UnusableKeyError: The checkpoint key cannot be used.
        RealAuthorityError: The clock is a file's, and an authority is a real one.
        DatabaseAwayError: PostgreSQL does not answer at the start; later the worker waits for it.
    """
    url = settings.database_url.get_secret_value()
    clock = settings.make_clock()
    database = Database(make_engine(url, pool_size=_POOL_SIZE))
    for_imports = Database(make_engine(url, pool_size=_IMPORTS_AT_ONCE, for_many_rows=True))
    await check_start(database, clock_is_moved=settings.clock_file is not None)
    schemes = load_schemes(settings.scheme_folders)
    courier = Courier(
        settings.webhook_allowed_networks,
        settings.webhook_ca_file,
        seconds=settings.webhook_seconds,
    )
    delivering = Delivering(database, courier, make_seal(settings.webhook_keys), clock)
    gc.freeze()  # what was read at the start lives as long as the process
    duties = asyncio.create_task(
        keep_duties(database, make_duties(settings, database, schemes, clock), clock)
    )
    try:
        async with open_client() as client:
            paycalc = Paycalc(client, settings.paycalc_url)
            handlers = make_handlers(
                Determining(database, paycalc, schemes, clock),
                Importing(for_imports, PROBLEMS, clock),
            )
            async with asyncio.TaskGroup() as both:
                both.create_task(work(database, url, handlers, clock, stop))
                both.create_task(deliver_webhooks(delivering, url, stop))
    finally:
        duties.cancel()
        await asyncio.gather(duties, return_exceptions=True)
        await for_imports.dispose()
        await database.dispose()
