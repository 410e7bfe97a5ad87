"""The facts of a request, read into values: each as its declared type, or refused by name.

Those who ask about many people name the same facts each time, and give most of them the same
values. So the dates of a request are set apart, and the rest is read once for all requests in which
it is the same.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from types import NoneType
from typing import Final

from paycalc.domain.conditions import Facts, FactValue
from paycalc.domain.contradictions import FactError, fact_error
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

_Values = tuple[object, ...]
_Types = tuple[tuple[str, ...], tuple[type, ...]]
"""The names of the facts that a request gives, and the types of their values."""

FactsRead = tuple[Facts, Undated]
"""Facts by name, and what they have in common with all that differ in their dates alone."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Which facts a request gives, in its order, and of which types they come; null is not given.

    Attributes:
        given: The names of those that are not null.
        dates: The names of those that are dates.
        values_of_dates: Takes their values from those of a request.
        values_of_others: Takes the values of the others.
    """

    given: tuple[str, ...]
    dates: tuple[str, ...]
    values_of_dates: Callable[[_Values], _Values]
    values_of_others: Callable[[_Values], _Values]


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
        self._layouts: Remembered[_Types, _Layout] = Remembered(_MOST_LAYOUTS)
        self._undated: Remembered[tuple[_Layout, _Values], Undated] = Remembered()

    def read(self, given: Mapping[str, object]) -> FactsRead:
        """Return the facts as values, with those taken that are not given; null is not given.

        Raises:
            UnknownFactError: naming the facts that the scheme does not know.
            InvalidFactsError: naming the facts whose values cannot be.
        """
        values = tuple(given.values())
        # With the types, because true equals 1.
        types = (tuple(given), tuple(map(type, values)))
        layout = self._layouts.get(types) or self._lay_out(types)
        others = layout.values_of_others(values)
        try:
            undated = self._undated[layout, others]
            facts = undated.facts.copy()
            days = map(_DAYS.__getitem__, layout.values_of_dates(values))
            facts.update(zip(layout.dates, days, strict=True))
        except (KeyError, TypeError):  # TypeError: a list, say, which is refused below
            return self._read_anew(given, layout, others)
        return facts, undated

    def _read_anew(
        self, given: Mapping[str, object], layout: _Layout, others: _Values
    ) -> FactsRead:
        facts: dict[str, FactValue] = {}
        errors: list[FactError] = []
        for name in layout.given:
            value = self._read[name](given[name])
            if value is None:
                errors.append(fact_error(name, self._needed[name]))
            else:
                facts[name] = value
        if errors:
            raise InvalidFactsError(errors)
        days = {name: facts.pop(name) for name in layout.dates}
        for name, day in days.items():
            _DAYS[given[name]] = day
        undated = self._undated.get((layout, others))
        if undated is None:
            undated = self._undated[layout, others] = Undated({**self._defaults, **facts})
        return {**undated.facts, **days}, undated

    def _lay_out(self, types: _Types) -> _Layout:
        names, classes = types
        if not self._facts.keys() >= set(names):
            raise self._unknown(names)
        given = [at for at, of in enumerate(classes) if of is not NoneType]
        dates = [at for at in given if self._facts[names[at]].type is FactType.DATE]
        layout = self._layouts[types] = _Layout(
            tuple(names[at] for at in given),
            tuple(names[at] for at in dates),
            _taking(dates),
            _taking([at for at in given if at not in dates]),
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


def _taking(places: list[int]) -> Callable[[_Values], _Values]:
    """Return the function that takes some of the values."""
    match places:
        case []:
            return lambda _: ()
        case [place]:
            return lambda values: (values[place],)
        case _:
            return itemgetter(*places)
