"""Organisations at random, and who is responsible in them for a worker: written a second time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from applications.people.domain.organisation import (
    Held,
    Holder,
    Holding,
    Person,
    Place,
    Unit,
    standings,
)

HEAD: Final = "head_of_service"
WORKER: Final = "W-1"
TEAM: Final = "the-team"
LOCALITY: Final = "the-locality"


@dataclass(slots=True)
class Organisation:
    """Who holds which role over what, who lent whom a role, and where the worker's posts are."""

    service: str
    own: set[tuple[str, str, str, str]] = field(default_factory=set)
    lent: set[tuple[str, str, str]] = field(default_factory=set)
    other_service: str | None = None

    @property
    def people(self) -> list[str]:
        """Everybody, the worker among them."""
        holding = {number for number, _, _, _ in self.own}
        return sorted({WORKER, *holding, *(to for _, to, _ in self.lent)})

    def holdings(self, number: str) -> Iterator[Holding]:
        """The roles that somebody holds, their own first."""
        for holder, role, kind, over in sorted(self.own):
            for chain in sorted(self._chains(holder, number, role), key=len):
                yield Holding(role=role, over_kind=kind, over=over, chain=chain)

    def _chains(self, holder: str, number: str, role: str) -> Iterator[tuple[str, ...]]:
        if holder == number:
            yield ()
            return
        if (holder, number, role) in self.lent:
            yield (holder,)
        for by, to, lent in self.lent:
            if (lent, to) == (role, number) and (holder, by, role) in self.lent:
                yield (holder, by)

    def place(self) -> Place:
        """Where the worker stands."""
        elsewhere = [] if self.other_service is None else [self.other_service]
        return Place(
            employee_number=WORKER,
            post_number="1",
            grade="I",
            point_position=1,
            hours_per_week="37.00",
            team=TEAM,
            team_type=None,
            service_area=None,
            service=self.service,
            locality=LOCALITY,
            line_managers=frozenset(),
            higher_managers=frozenset(),
            heads=tuple(
                Held(employee_number=number, holding=holding)
                for number in self.people
                for holding in self.holdings(number)
                if holding.role == HEAD
            ),
            other_units=tuple(
                Unit(team="other", service=service, locality="other") for service in elsewhere
            ),
        )

    def person(self, number: str) -> Person:
        """Somebody, with what they hold."""
        holdings = tuple(sorted(self.holdings(number), key=lambda held: len(held.chain)))
        return Person(employee_number=number, name="", holdings=holdings)

    def holders(self) -> list[Holder]:
        """Everybody in every role in which they stand towards the worker."""
        place = self.place()
        return [
            Holder(number, standing)
            for number in self.people
            for standing in standings(self.person(number), place)
        ]

    def responsible(self) -> set[str]:
        """Heads of Service over one of the worker's posts."""
        services = {self.service, self.other_service}
        return {number for number, role, _, over in self.own if role == HEAD and over in services}

    def bound(self) -> set[str]:
        """Them, those who stand in for them, and those for whom they stand in."""
        responsible = self.responsible()
        heads = {number for number, role, _, _ in self.own if role == HEAD}
        found = set(responsible)
        for head in heads:
            for through in self._stand_ins(head):
                if head in responsible:
                    found.add(through[-1])
                if through[-1] in responsible:
                    found |= {head, *through}
        return found

    def _stand_ins(self, head: str) -> Iterator[tuple[str, ...]]:
        """Who stands in for a Head of Service: directly, or through one other."""
        for by, to, role in self.lent:
            if (by, role) == (head, HEAD):
                yield (to,)
                for again, last, lent in self.lent:
                    if (again, lent) == (to, HEAD) and last != head:
                        yield (to, last)
