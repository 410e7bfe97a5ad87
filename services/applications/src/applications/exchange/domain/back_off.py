"""When something that was not delivered is sent again: over three days, ever more seldom."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

# As Standard Webhooks recommends: 75 hours and 35 minutes in all.
_PAUSES: Final = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
    timedelta(hours=24),
)  # fmt: skip
PATIENCE: Final = timedelta(days=3)
"""How long an endpoint may fail at everything before it is disabled."""
LONGEST_REST: Final = timedelta(days=1)
"""The longest that an endpoint's own word (`Retry-After`) is waited for."""
JITTER: Final = 20
"""Up to how many hundredths a pause is longer, so that not everything comes back at once."""


def pause_after(tries: int, jitter: int) -> timedelta | None:
    """How long to wait after so many failed tries; None when that was the last.

    `jitter` is drawn by the caller, from 0 to `JITTER`.
    """
    return None if tries > len(_PAUSES) else _PAUSES[tries - 1] * (100 + jitter) / 100


def rest_asked_for(retry_after: str | None, now: datetime) -> timedelta | None:
    """How long an endpoint asks to be left alone, by its `Retry-After`: seconds, or a date."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(LONGEST_REST.total_seconds())))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST_REST)
