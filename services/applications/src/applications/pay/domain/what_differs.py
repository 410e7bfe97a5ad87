"""From which month on a question about arrears is worth asking: before it nothing can be owed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from applications.pay.domain.arrears import OwedMonth, Owing
from applications.pay.domain.spells import Spell, first_difference, hours_of

_ANY_HOURS: Final = Decimal("37.00")


@dataclass(frozen=True, slots=True)
class Rung:
    """A point of a grade of a scheme."""

    scheme: str
    grade: str
    position: int | None


def rungs_of(owing: Owing) -> set[Rung]:
    """The points that a question is about whose price may have changed since it was told."""
    if owing.paid_known_on == owing.term.known.known_on:
        return set()
    return {Rung(owing.scheme, each.grade, each.position) for each in (*owing.paid, *owing.due)}


def begins_on(asked: Iterable[Owing]) -> date | None:
    """The first day that any of some questions is about."""
    return min(
        (spell.starts_on for each in asked for spell in (*each.paid, *each.due)), default=None
    )


def price_question(rung: Rung, like: Owing, starts_on: date) -> Owing:
    """Asks whether a point has another price now than when it was told, from a day on."""
    held = [
        Spell(
            starts_on=starts_on,
            ends_before=None,
            grade=rung.grade,
            position=rung.position,
            hours_per_week=_ANY_HOURS,
        )
    ]
    hours = {starts_on: _ANY_HOURS}
    return replace(like, scheme=rung.scheme, paid=held, due=held, hours=hours)


def repriced_from(months: Sequence[OwedMonth]) -> date | None:
    """The first day of the first month in which the two prices of a point differ."""
    differing = (month.period for month in months if not month.is_the_same)
    first = min(differing, default=None)
    return None if first is None else date.fromisoformat(f"{first}-01")


def worth_asking(owing: Owing, repriced: Mapping[Rung, date | None]) -> Owing | None:
    """The question, of the months from the first that can differ on; None where none can."""
    days = [*_repriced_days(owing, repriced)]
    other = first_difference(owing.paid, owing.due)
    if other is not None:
        days.append(other)
    counting = [day for day in days if day <= owing.term.through]
    if not counting:
        return None
    begins = min(counting).replace(day=1)
    paid, due = _from(owing.paid, begins), _from(owing.due, begins)
    return replace(owing, paid=paid, due=due, hours=hours_of(paid, due))


def _repriced_days(owing: Owing, repriced: Mapping[Rung, date | None]) -> Iterator[date]:
    for spell in (*owing.paid, *owing.due):
        day = repriced.get(Rung(owing.scheme, spell.grade, spell.position))
        if day is not None and (spell.ends_before is None or spell.ends_before > day):
            yield max(day, spell.starts_on)


def _from(spells: Sequence[Spell], begins: date) -> list[Spell]:
    """What holds on a day and later."""
    return [
        replace(each, starts_on=max(each.starts_on, begins))
        for each in spells
        if each.ends_before is None or each.ends_before > begins
    ]
