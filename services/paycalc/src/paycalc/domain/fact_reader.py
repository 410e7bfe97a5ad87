"""The facts of a request, read into values: each as its declared type, or refused by name.

Those who ask about many people name the same facts each time, and give most of them the same
values. So a request is split by the names it gives into dates and the rest, and the rest is read
once for all requests in which it is the same.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Final

from paycalc.domain.conditions import Facts, FactValue
from paycalc.domain.contradictions import fact_error
from paycalc.domain.fact_values import InvalidFactsError, UnknownFactError, value_reader
from paycalc.domain.keeping import Remembered
from paycalc.domain.kinds import Undated
from paycalc.domain.plans import SchemePlan
from scheme_files.checking_conditions import choices_of
from scheme_files.facts import FactType

_MOST_UNKNOWN: Final = 50
"""How many unknown facts to name: to look for the like of each takes its time."""

_MOST_LAYOUTS: Final = 256
_MOST_DAYS: Final = 8192

_DAYS: Final[Remembered[object, FactValue]] = Remembered(_MOST_DAYS)
"""What dates were read as: the same day is read alike for every fact of every scheme."""

Values = tuple[object, ...]
_Key = tuple["_Layout", Values, tuple[type, ...]]


FactsRead = tuple[Facts, Undated]
"""Facts by name, and what they have in common with all that differ in their dates alone."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """The facts that a request names, in its order.

    Attributes:
        dates: The names of those that are dates.
        values_of_dates: Takes their values.
        values_of_others: Takes the values of the others.
    """

    dates: tuple[str, ...]
    values_of_dates: Callable[[Values], Values]
    values_of_others: Callable[[Values], Values]


class FactReader:
    """Reads the facts of requests under one version of a scheme."""

    def __init__(self, plan: SchemePlan) -> None:
        self._facts = plan.facts
        readers = {
            name: value_reader(fact, choices_of(fact, plan.scheme))
            for name, fact in plan.facts.items()
        }
        self._read = {name: read for name, (read, _) in readers.items()}
        self._needed = {name: needed for name, (_, needed) in readers.items()}
        self._defaults: dict[str, FactValue] = {
            name: fact.default for name, fact in plan.facts.items() if fact.default is not None
        }
        self._layouts: Remembered[tuple[str, ...], _Layout] = Remembered(_MOST_LAYOUTS)
        self._undated: Remembered[_Key, Undated] = Remembered()

    def read(self, given: Mapping[str, object]) -> FactsRead:
        """Return the facts as values, with those taken that are not given; null is not given.

        Raises:
            UnknownFactError: naming the facts that the scheme does not know.
            InvalidFactsError: naming the facts whose values cannot be.
        """
        names, values = tuple(given), tuple(given.values())
        layout = self._layouts.get(names) or self._lay_out(names)
        others = layout.values_of_others(values)
        key = (layout, others, tuple(map(type, others)))  # for true equals 1
        try:
            undated = self._undated[key]
            days = map(_DAYS.__getitem__, layout.values_of_dates(values))
            facts = undated.facts.copy()
            facts.update(zip(layout.dates, days, strict=True))
        except (KeyError, TypeError):  # TypeError: a list, say, which is refused below
            return self._read_anew(given, layout, key)
        return facts, undated

    def _read_anew(self, given: Mapping[str, object], layout: _Layout, key: _Key) -> FactsRead:
        if None in given.values():
            return self.read({name: value for name, value in given.items() if value is not None})
        found = {name: self._read[name](value) for name, value in given.items()}
        facts = {name: value for name, value in found.items() if value is not None}
        if len(facts) < len(found):
            refused = (name for name in found if name not in facts)
            raise InvalidFactsError([fact_error(name, self._needed[name]) for name in refused])
        days = [facts.pop(name) for name in layout.dates]
        for name, day in zip(layout.dates, days, strict=True):
            _DAYS[given[name]] = day
        undated = self._undated.get(key)
        if undated is None:
            undated = self._undated[key] = Undated({**self._defaults, **facts})
        return _together(undated, layout.dates, days)

    def _lay_out(self, names: tuple[str, ...]) -> _Layout:
        if not self._facts.keys() >= set(names):
            raise self._unknown(names)
        is_date = [self._facts[name].type is FactType.DATE for name in names]
        layout = self._layouts[names] = _Layout(
            tuple(name for name, dated in zip(names, is_date, strict=True) if dated),
            _taking([at for at, dated in enumerate(is_date) if dated]),
            _taking([at for at, dated in enumerate(is_date) if not dated]),
        )
        return layout

    def _unknown(self, names: tuple[str, ...]) -> UnknownFactError:
        errors = []
        for name in islice((name for name in names if name not in self._facts), _MOST_UNKNOWN):
            close = difflib.get_close_matches(name, self._facts, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            pointer_safe = name.replace("~", "~0").replace("/", "~1")
            errors.append(fact_error(pointer_safe, f"the scheme knows no such fact{hint}"))
        return UnknownFactError(errors, tuple(self._facts))


def _together(undated: Undated, names: tuple[str, ...], days: list[FactValue]) -> FactsRead:
    facts = undated.facts.copy()
    facts.update(zip(names, days, strict=True))
    return facts, undated


def _taking(places: list[int]) -> Callable[[Values], Values]:
    """Return the function that takes some of the values."""
    match places:
        case []:
            return lambda _: ()
        case [place]:
            return lambda values: (values[place],)
        case _:
            return itemgetter(*places)
