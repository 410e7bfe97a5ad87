"""What was sent to webhooks is kept for a while, and then forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from applications.exchange.storage import deliveries
from applications.platform.authorities import Authority
from applications.platform.database import Database
from plumbing.clock import Clock

_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Sweeping:
    """What forgetting needs: the database, the time, and how long deliveries are kept."""

    database: Database
    clock: Clock
    keep: timedelta


async def sweep_deliveries(means: Sweeping, authority: Authority) -> None:
    """Forget every delivery that was made, or given up, long enough ago."""
    before = means.clock.now() - means.keep
    while True:
        async with means.database.begin(authority.authority_id) as session:
            swept = await deliveries.sweep_deliveries(
                session, authority.authority_id, ended_before=before, limit=_AT_ONCE
            )
        if swept < _AT_ONCE:
            return
