"""Kinds of cases: what is the same for all who have the same values and gave the same dates.

Nearly all that a scheme asks is answered by yes, no or a choice, and whole teams give the same
answers. What follows from those is worked out once for each kind; only what rests on days is ruled
on for each case.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.contradictable import ORDER, is_doubtful
from paycalc.domain.keeping import Remembered
from paycalc.domain.remembering import CriterionRule, RuleOn
from paycalc.domain.rules import Ruled, Ruling, sum_up
from scheme_files.facts import Fact, FactType

_MOST_KINDS: Final = 1024

_ANY_DAY: Final = Assessment(date.max)

Values = tuple[FactValue | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of cases on one pathway.

    Attributes:
        ruled: What came of the criteria that rest on no day: none of their dates is given.
        anew: The places and functions of the others.
        given: The dates that are given.
        in_order: The earlier and the later of each two of them that have an order.
        is_doubtful: Whether facts may contradict each other, whichever days they name.
    """

    ruled: Ruled
    anew: tuple[tuple[int, RuleOn], ...]
    given: frozenset[str]
    in_order: tuple[tuple[str, str], ...]
    is_doubtful: bool

    def rule_on(
        self,
        facts: Facts,
        assessment: Assessment,
        before: Sequence[Ruling] = (),
        touched: AbstractSet[int] | None = None,
    ) -> Ruled:
        """Rule on every criterion for a case of this kind, in order.

        Args:
            facts: The facts of the case.
            assessment: The days against which they are held.
            before: After a change of one fact, the rulings before it.
            touched: The places of those that may come to something else after it; None for all.
        """
        if not self.anew:
            return self.ruled
        rulings, met_on = self.ruled.rulings.copy(), []
        stops, is_open = self.ruled.stops, self.ruled.open
        for at, rule_on in self.anew:
            is_same = touched is not None and at not in touched
            ruling = before[at] if is_same else rule_on(facts, assessment)
            rulings[at] = ruling
            if ruling.counts_from:
                met_on.append(ruling.counts_from)
            elif ruling.stops:
                stops = True
            elif ruling.is_open:
                is_open = [*is_open, ruling]
        return Ruled(rulings, stops, is_open, met_on)


@dataclass(frozen=True, slots=True, eq=False)
class Undated:
    """Facts beside their dates: one object for all requests that differ in their dates alone.

    All of them give the same dates.
    """

    facts: dict[str, FactValue]


class Kinds:
    """Finds the kinds of the cases of one pathway.

    Args:
        rules: The criteria of the pathway, in order.
        read: Every fact that anything on the pathway reads.
        table: The facts of the scheme.
    """

    def __init__(
        self, rules: Sequence[CriterionRule], read: Iterable[str], table: Mapping[str, Fact]
    ) -> None:
        types = {name: table[name].type for name in dict.fromkeys(read) if name in table}
        self._rules = rules
        apart = (FactType.DATE, FactType.DECIMAL_NUMBER)
        self._dates = tuple(name for name, of in types.items() if of is FactType.DATE)
        # 3.5 and 3.50 are equal, and yet each is found as it was given.
        self._decimals = tuple(name for name, of in types.items() if of is FactType.DECIMAL_NUMBER)
        self._others = tuple(name for name, of in types.items() if of not in apart)
        self._known: Remembered[Values, Kind] = Remembered(_MOST_KINDS)
        self._by_undated: Remembered[Undated, Kind] = Remembered(_MOST_KINDS)
        self._neighbours: Remembered[tuple[Kind, str, FactValue | None], Kind] = Remembered()

    def of(self, facts: Facts, undated: Undated | None = None) -> Kind:
        """Return the kind of a case.

        Args:
            facts: Its facts.
            undated: The same beside their dates, where that is known.
        """
        if undated is None:
            return self._of(facts)
        found = self._by_undated.get(undated)
        if found is None:
            found = self._by_undated[undated] = self._of(facts)
        return found

    def _of(self, facts: Facts) -> Kind:
        values = tuple(map(facts.get, self._others)) + tuple(map(facts.__contains__, self._dates))
        if self._decimals:
            values += tuple([str(facts.get(name)) for name in self._decimals])
        return self._known.get(values) or self._work_out(values, facts)

    def after(self, kind: Kind, fact: str, value: FactValue, facts: Facts) -> Kind:
        """Return the kind of a case after a change of one fact.

        Args:
            kind: The kind before the change.
            fact: The fact that is another; one of those that rules ask, or a date.
            value: What it is now.
            facts: All the facts as they are now.
        """
        if fact in kind.given:
            return kind
        change = (kind, fact, None if isinstance(value, date) else value)
        found = self._neighbours.get(change)
        if found is None:
            found = self._neighbours[change] = self._of(facts)
        return found

    def _work_out(self, values: Values, facts: Facts) -> Kind:
        given = frozenset(name for name in self._dates if name in facts)
        anew = {
            at: rule.rule_on
            for at, rule in enumerate(self._rules)
            if not given.isdisjoint(rule.dates)
        }
        rulings = [rule.rule_on(facts, _ANY_DAY) for rule in self._rules]
        resting = [ruling for at, ruling in enumerate(rulings) if at not in anew]
        kind = self._known[values] = Kind(
            ruled=replace(sum_up(resting), rulings=rulings),
            anew=tuple(anew.items()),
            given=given,
            in_order=tuple(pair for pair in ORDER if given.issuperset(pair)),
            is_doubtful=is_doubtful(facts),
        )
        return kind
