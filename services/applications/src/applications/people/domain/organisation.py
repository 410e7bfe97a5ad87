"""Who stands where: a worker's place in the organisation, the roles that people hold over it.

Everything is derived from the organisation on the day, never stored: who is responsible changes
with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

WORKER = "worker"
LINE_MANAGER = "line_manager"
HIGHER_MANAGER = "higher_manager"
HEAD_OF_SERVICE = "head_of_service"
INDEPENDENT_HEAD_OF_SERVICE = "independent_head_of_service"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A role that somebody holds over a part of the organisation, or stands in for.

    `chain` is empty for a role of one's own; for a delegated one it names those stood in for, who
    holds the role itself first.
    """

    role: str
    over_kind: str
    over: str
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the authority, with the roles held on a day, their own first."""

    employee_number: str
    name: str
    holdings: tuple[Holding, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """The roles held, over whatever part of the organisation."""
        return frozenset(holding.role for holding in self.holdings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role that a person of this number holds, or stands in for."""

    employee_number: str
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Where a post is: its team, in a service, in a locality."""

    team: str
    service: str
    locality: str

    def is_within(self, over_kind: str, over: str) -> bool:
        """Whether it is in this part of the organisation."""
        units = {"team": self.team, "service": self.service, "locality": self.locality}
        return over_kind == "authority" or units.get(over_kind) == over


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a worker's post is on a day, and who manages them there.

    `line_manager` is who the HRIS says, or else who holds `team_manager` over the team;
    `higher_manager` is that person's own line manager. `ends_before` is the first day on which the
    post is no longer held. `heads` are the authority's Heads of Service and those who stand in for
    them, and `other_units` where the worker's other posts are: they are read where somebody
    independent takes part, and tell who is.
    """

    employee_number: str
    post_number: str
    grade: str
    point_position: int | None
    hours_per_week: str
    team: str
    team_type: str | None
    service_area: str | None
    service: str
    locality: str
    line_managers: frozenset[str]
    higher_managers: frozenset[str]
    ends_before: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    heads: tuple[Held, ...] = ()
    other_units: tuple[Unit, ...] = ()

    def is_within(self, over_kind: str, over: str) -> bool:
        """Whether the post is in this part of the organisation."""
        return self.unit.is_within(over_kind, over)

    @property
    def unit(self) -> Unit:
        """Where the post is."""
        return Unit(team=self.team, service=self.service, locality=self.locality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A role in which a person may stand towards a worker, and for whom."""

    role: str
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who stands in a role towards a worker.

    `name` is what they are called, None where nobody looked it up; it is no part of who they are.
    """

    employee_number: str
    standing: Standing
    name: str | None = field(default=None, compare=False)


def responsible_heads(place: Place) -> frozenset[str]:
    """Who is responsible for a worker as Head of Service, or bound to somebody who is.

    Responsible is whoever holds the role over any post of the worker's. Bound to them are those who
    stand in for them, and those for whom they stand in.
    """
    units = (place.unit, *place.other_units)
    over = [
        (held.employee_number, held.holding.chain)
        for held in place.heads
        if any(unit.is_within(held.holding.over_kind, held.holding.over) for unit in units)
    ]
    themselves = {number for number, chain in over if not chain}
    stand_in = {number for number, _ in over}
    stood_in_for = {
        person
        for held in place.heads
        if held.employee_number in themselves
        for person in held.holding.chain
    }
    return frozenset(themselves | stand_in | stood_in_for)


def standings(person: Person, place: Place) -> tuple[Standing, ...]:
    """The roles in which a person stands towards a worker, their own before delegated ones."""
    found = [
        Standing(role=holding.role, chain=holding.chain)
        for holding in person.holdings
        if place.is_within(holding.over_kind, holding.over)
    ]
    relations = _relations(person.employee_number, place)
    return (*relations, *found, *_independent(person, place, found))


def _relations(employee_number: str, place: Place) -> Iterable[Standing]:
    if employee_number == place.employee_number:
        yield Standing(role=WORKER)
    if employee_number in place.line_managers:
        yield Standing(role=LINE_MANAGER)
    if employee_number in place.higher_managers:
        yield Standing(role=HIGHER_MANAGER)


def _independent(person: Person, place: Place, found: Sequence[Standing]) -> Iterable[Standing]:
    """A Head of Service is independent of a worker for whom they are in no way responsible."""
    if person.employee_number == place.employee_number:
        return
    if any(standing.role == HEAD_OF_SERVICE for standing in found):
        return
    heads = [holding for holding in person.holdings if holding.role == HEAD_OF_SERVICE]
    responsible = responsible_heads(place) if heads else frozenset()
    for holding in heads:
        if not responsible & people_of(person.employee_number, holding.chain):
            yield Standing(role=INDEPENDENT_HEAD_OF_SERVICE, chain=holding.chain)


def people_of(employee_number: str, chain: Sequence[str]) -> frozenset[str]:
    """Everybody whose conflicts count when somebody acts: they, and those they stand in for."""
    return frozenset((employee_number, *chain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Which workers a caller may see.

    Everybody; or else themselves, those whom they manage or whose manager they manage, and those
    with a post in one of these teams, services and localities.
    """

    employee_number: str | None
    everybody: bool
    teams: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()


def sight_of(person: Person | None) -> Sight:
    """Which workers a person may see; None is a machine, which sees all."""
    if person is None:
        return Sight(employee_number=None, everybody=True)
    units: dict[str, set[str]] = {"team": set(), "service": set(), "locality": set()}
    for holding in person.holdings:
        if holding.over_kind == "authority" or holding.role == ADMINISTRATOR:
            return Sight(employee_number=person.employee_number, everybody=True)
        units[holding.over_kind].add(holding.over)
    return Sight(
        employee_number=person.employee_number,
        everybody=False,
        teams=frozenset(units["team"]),
        services=frozenset(units["service"]),
        localities=frozenset(units["locality"]),
    )
