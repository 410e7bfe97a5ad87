"""A post on one point for a time: what such times say of a day, and how two accounts compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.pay.domain.pay_points import PayPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A post on one point for a time; a point that nobody knows is None."""

    starts_on: date
    ends_before: date | None
    grade: str
    position: int | None
    hours_per_week: Decimal | None


def spells_of(points: Sequence[PayPoint]) -> list[Spell]:
    """What pay points say, each until the next one begins; an end is no spell."""
    ends = [*(point.starts_on for point in points[1:]), None]
    return [
        Spell(
            starts_on=point.starts_on,
            ends_before=ends_before,
            grade=point.grade,
            position=None if point.point is None else point.point.position,
            hours_per_week=point.hours_per_week,
        )
        for point, ends_before in zip(points, ends, strict=True)
        if point.grade is not None
    ]


def changes_within(spells: Sequence[Spell], through: date) -> list[tuple[date, object]]:
    """What holds up to a day, by the days on which it changes."""
    found: list[tuple[date, object]] = []
    for day in sorted(_cuts(spells)):
        rate = _rate(_at(spells, day))
        if day <= through and (not found or found[-1][1] != rate):
            found.append((day, rate))
    return found


def first_difference(some: Sequence[Spell], others: Sequence[Spell]) -> date | None:
    """The first day of which two accounts say different things; None where there is none."""
    for day in sorted({*_cuts(some), *_cuts(others)}):
        if _rate(_at(some, day)) != _rate(_at(others, day)):
            return day
    return None


def _rate(held: Spell | None) -> tuple[object, ...] | None:
    return None if held is None else (held.grade, held.position, held.hours_per_week)


def _cuts(spells: Sequence[Spell]) -> Iterator[date]:
    for spell in spells:
        yield spell.starts_on
        if spell.ends_before is not None:
            yield spell.ends_before


def _at(spells: Sequence[Spell], day: date) -> Spell | None:
    for spell in spells:
        if spell.starts_on <= day and (spell.ends_before is None or day < spell.ends_before):
            return spell
    return None


def hours_differ(paid: Sequence[Spell], due: Sequence[Spell]) -> bool:
    """Whether two accounts of the same days have different hours."""
    for day in {*_cuts(paid), *_cuts(due)}:
        held, holds = _at(paid, day), _at(due, day)
        if held and holds and held.hours_per_week != holds.hours_per_week:
            return True
    return False


def hours_of(paid: Sequence[Spell], due: Sequence[Spell]) -> dict[date, Decimal]:
    """The hours a week from each day on which they may change."""
    found: dict[date, Decimal] = {}
    for day in sorted({*_cuts(paid), *_cuts(due)}):
        spell = _at(due, day) or _at(paid, day)
        if spell is not None and spell.hours_per_week is not None:
            found[day] = spell.hours_per_week
    return found
