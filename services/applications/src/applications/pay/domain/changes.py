"""Changes of pay in the order in which they became known, and the position of each.

A position is the instant of a change in microseconds since 1970 and, in six more digits, its place
among those of that instant: positions strictly increase, and nothing ever comes before one that
was given.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from applications.pay.domain.pay_points import EffectivePayPoint

_LONDON: Final = ZoneInfo("Europe/London")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_PLACES: Final = 1_000_000
LAST_PLACE: Final = _PLACES - 1
"""Behind everything of one instant."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """Where the changes have been read up to: an instant, and a place among those of it."""

    at: datetime
    place: int

    @property
    def position(self) -> int:
        """The same as one number."""
        return (self.at - _EPOCH) // _MICROSECOND * _PLACES + self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class PayChange:
    """What became known of a post's pay: from which day on, and since which instant.

    The pay point is as it was known at that instant; without a grade pay has ended. `supersedes`
    is the change that said something else of the same day before.
    """

    moment: Moment
    found: EffectivePayPoint
    supersedes: Moment | None

    @property
    def days_late(self) -> int:
        """How many days after its first day it became known; negative where before that day."""
        recorded_on = self.moment.at.astimezone(_LONDON).date()
        return (recorded_on - self.found.pay_point.starts_on).days


def moment_of(position: int) -> Moment:
    """The moment of a position.

    Raises:
        OverflowError: It is later than any day.
    """
    return Moment(_EPOCH + position // _PLACES * _MICROSECOND, position % _PLACES)
