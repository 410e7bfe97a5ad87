"""The days on which something of a scheme or of its pay turns, and the spans between them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from paycalc.domain.conditions import PartsInForce
from paycalc.domain.keeping import kept
from paycalc.domain.pay_tables import PayTable

_A_DAY = timedelta(days=1)

Span = tuple[int, int]
"""The place of an effective date, and that of a day of knowledge, among the days that turn."""


class Turns:
    """From one of these days to the next, no part of a scheme and no price is another.

    Args:
        effective: The days from which a part, a price or a pay year counts, or counts no more.
        known: The days on which an award came to be known.
    """

    def __init__(self, effective: Iterable[date], known: Iterable[date]) -> None:
        self._effective = _place_among(sorted(effective))
        self._known = _place_among(sorted(known))

    def span(self, effective_from: date | None, known_on: date) -> Span:
        """Return where two days stand; -1 for an effective date that is not known."""
        at = -1 if effective_from is None else self._effective(effective_from)
        return at, self._known(known_on)


def _place_among(days: Sequence[date]) -> Callable[[date], int]:
    return kept(lambda day: bisect_right(days, day))


def turns_of(parts: PartsInForce, table: PayTable | None) -> Turns:
    """Return the days on which the parts of a scheme and the prices of a pay table turn."""
    effective = {starts_on for starts_on, _ in parts.values()}
    effective |= {last_day + _A_DAY for _, last_day in parts.values() if last_day}
    if table is None:
        return Turns(effective, ())
    values = [value for of_point in table.values.values() for value in of_point]
    effective |= {value.effective_from for value in values}
    for pay_year in table.settled_on:
        effective |= {pay_year, pay_year.replace(year=pay_year.year + 1)}
    known = {value.agreed_on for value in values} | set(table.settled_on.values())
    return Turns(effective, known)
