"""Variations that the HRIS does not answer are sent to it again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from applications.log.domain import Act
from applications.log.storage import append
from applications.pay.domain.variations import sent_again
from applications.pay.operations.telling import variation_sent_again
from applications.pay.storage.variations import lock_unanswered, update_variation
from applications.platform.authorities import Authority
from applications.platform.database import Database
from plumbing.clock import Clock

_AT_ONCE: Final = 100
_ACT: Final = Act(actor="system", client_id="worker", request_id="send-variations-again")


@dataclass(frozen=True, slots=True)
class SendingAgain:
    """What sending again needs: the database, the time, and how long the HRIS may take."""

    database: Database
    clock: Clock
    after: timedelta


async def send_variations_again(means: SendingAgain, authority: Authority) -> None:
    """Send every variation again that was sent long enough ago and never answered.

    Whoever follows the events or the changed variations finds it anew.
    """
    authority_id, now = authority.authority_id, means.clock.now()
    while True:
        async with means.database.begin(authority_id) as session:
            waiting = await lock_unanswered(
                session, authority_id, sent_before=now - means.after, limit=_AT_ONCE
            )
            if not waiting:
                return
            again = [sent_again(each, now=now) for each in waiting]
            for each in again:
                await update_variation(session, authority_id, each)
            events = [variation_sent_again(each, _ACT) for each in again]
            await append(session, authority_id, events, now=now)
