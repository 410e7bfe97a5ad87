"""Pay ends with the post that it is of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from applications.pay.domain.pay_points import PayPoint


def following(current: Sequence[PayPoint], before: date | None, now: date | None) -> list[PayPoint]:
    """The pay points to record when the end of a post is moved from one day to another.

    `current` are those of the post that are known now. Where pay had ended with the post it goes
    on, and from the new end on there is none, whatever had been decided for later days. That does
    not come back of itself when the end is put off again: reconciliation shows it.
    """
    known = {each.starts_on: each for each in current}
    found = {} if before is None else _resumed(current, before)
    if now is not None:
        held = {**known, **found}
        so_far = [each for each in held.values() if each.starts_on <= now]
        found |= {day: _ended(each) for day, each in held.items() if day > now and each.grade}
        if so_far and max(so_far, key=_first_day).grade is not None:
            found[now] = _ended(replace(so_far[0], starts_on=now))
    return [each for day, each in sorted(found.items()) if known.get(day) != each]


def _resumed(current: Sequence[PayPoint], before: date) -> dict[date, PayPoint]:
    """Pay as it was before the end, in place of every row that ended it with the post."""
    earlier = [each for each in current if each.starts_on < before]
    if not earlier:
        return {}
    last = max(earlier, key=_first_day)
    return {
        each.starts_on: replace(last, starts_on=each.starts_on)
        for each in current
        if each.starts_on >= before and each.grade is None and each.source_known_on is None
    }


def _first_day(point: PayPoint) -> date:
    return point.starts_on


def _ended(point: PayPoint) -> PayPoint:
    return PayPoint(
        employee_number=point.employee_number,
        post_number=point.post_number,
        starts_on=point.starts_on,
        grade=None,
    )
