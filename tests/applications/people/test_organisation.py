"""Who stands where towards a worker: the pure rules, and the queries that feed them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.applications.people.organisation import add_team, add_worker, give_role, post
from tests.support.council import Council
from tests.support.house import House

from applications.people.domain.organisation import (
    Holding,
    Person,
    Place,
    Standing,
    people_of,
    sight_of,
    standings,
)
from applications.people.domain.records import (
    Delegation,
    RoleAssignment,
    Team,
    Worker,
    WorkerDetails,
)
from applications.people.storage.delegations import put_delegation
from applications.people.storage.holders import find_holders
from applications.people.storage.persons import find_holder, find_person, find_place
from applications.people.storage.role_assignments import put_role_assignment
from applications.people.storage.teams import put_team
from applications.people.storage.workers import put_worker
from applications.platform.database import Database, Session, make_engine
from applications.platform.versions import StaleVersionError

FIRST = date(2026, 4, 1)
PLACE = Place(
    employee_number="sam",
    post_number="P-1",
    grade="9",
    point_position=2,
    hours_per_week="37.00",
    team="care-east",
    team_type=None,
    service_area="children",
    service="care",
    locality="east",
    line_managers=frozenset({"lee"}),
    higher_managers=frozenset({"max"}),
)


def person(number: str, *holdings: Holding) -> Person:
    """Somebody with these roles."""
    return Person(employee_number=number, name=number, holdings=holdings)


def head(over: str, *chain: str) -> Holding:
    """A Head of Service."""
    return Holding(role="head_of_service", over_kind="service", over=over, chain=chain)


def test_relations_follow_from_the_place() -> None:
    for number, expected in [
        ("sam", ["worker"]), ("lee", ["line_manager"]), ("max", ["higher_manager"]), ("eve", [])
    ]:  # fmt: skip
        assert [each.role for each in standings(person(number), PLACE)] == expected


@pytest.mark.parametrize(
    ("kind", "over", "stands"),
    [
        ("team", "care-east", True),
        ("team", "east", False),
        ("service", "care", True),
        ("service", "care-east", False),
        ("locality", "east", True),
        ("locality", "care", False),
        ("authority", "", True),
    ],
)
def test_a_role_counts_for_who_is_within_its_part(kind: str, over: str, *, stands: bool) -> None:
    holding = Holding(role="service_manager", over_kind=kind, over=over, chain=("zoe",))
    expected = (Standing(role="service_manager", chain=("zoe",)),) if stands else ()
    assert standings(person("eve", holding), PLACE) == expected


def test_an_independent_head_of_service_is_not_responsible_in_any_way() -> None:
    independent = Standing(role="independent_head_of_service")
    assert standings(person("eve", head("fostering")), PLACE) == (independent,)
    (stands_in,) = standings(person("eve", head("fostering", "zoe")), PLACE)
    assert stands_in == Standing(role="independent_head_of_service", chain=("zoe",))
    for holdings in ([head("fostering"), head("care")], [head("fostering"), head("care", "zoe")]):
        roles = {each.role for each in standings(person("eve", *holdings), PLACE)}
        assert roles == {"head_of_service"}
    assert [each.role for each in standings(person("sam", head("fostering")), PLACE)] == ["worker"]


def test_everybody_stood_in_for_counts() -> None:
    assert people_of("eve", ("ann", "bob")) == {"eve", "ann", "bob"}


def test_sight_follows_from_the_roles() -> None:
    assert sight_of(None).everybody
    assert not sight_of(person("eve")).everybody
    seeing = sight_of(person("eve", head("care"), head("fostering", "zoe")))
    assert seeing.services == {"care", "fostering"}
    assert not seeing.everybody
    assert not seeing.teams | seeing.localities


@dataclass(frozen=True, slots=True)
class Organisation:
    """Roles given and delegated among a few people, without regard for any rule."""

    given: Sequence[tuple[str, str, str, int, int | None]]
    delegated: Sequence[tuple[str, str, str, int, int]]


PEOPLE = ("ann", "bob", "cas", "dan")
ROLES = ("team_manager", "head_of_service")
DERIVED = ("worker", "line_manager", "higher_manager", "independent_head_of_service")


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Some roles and delegations within ten days."""
    given, delegated = [], []
    for _ in range(draw(st.integers(0, 4))):
        starts = draw(st.integers(0, 8))
        ends = draw(st.none() | st.integers(starts + 1, 10))
        holder, role = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(ROLES))
        given.append((holder, role, draw(st.sampled_from(("here", "there"))), starts, ends))
    for _ in range(draw(st.integers(0, 8))):
        by, to = draw(st.permutations(PEOPLE))[:2]
        starts = draw(st.integers(0, 8))
        role = draw(st.sampled_from(ROLES))
        delegated.append((by, to, role, starts, draw(st.integers(starts + 1, 10))))
    return Organisation(given, delegated)


def in_a_row(*names: str) -> Organisation:
    """The first manages a team, and each delegates to the next for the same days."""
    return Organisation(
        [(names[0], "team_manager", "here", 0, None)],
        [(by, to, "team_manager", 2, 5) for by, to in pairwise(names)],
    )


def expected_chains(organisation: Organisation, name: str, day: int) -> list[tuple[str, ...]]:
    """For whom somebody holds roles, written down once more: `(role, *chain)` for each way."""
    held = [
        (by, role)
        for by, role, _, starts, ends in organisation.given
        if starts <= day and (ends is None or day < ends)
    ]
    lent = [
        (by, to, role)
        for by, to, role, starts, ends in organisation.delegated
        if starts <= day < ends
    ]
    own = [(role,) for holder, role in held if holder == name]
    first = [
        (role, holder)
        for holder, role in held
        for by, to, what in lent
        if (by, to, what) == (holder, name, role)
    ]
    second = [
        (role, holder, between)
        for holder, role in held
        for by, between, what in lent
        for by_too, to, what_too in lent
        if (by, what, by_too, what_too, to) == (holder, role, between, role, name)
        and holder != name
    ]
    return sorted([*own, *first, *second])


async def settle(
    session: Session, authority_id: UUID, organisation: Organisation, mark: str
) -> None:
    """Write an organisation past every rule; `mark` keeps its people apart from others'."""
    for name in PEOPLE:
        number = mark + name
        details = WorkerDetails(
            employee_number=number,
            subject=number,
            name=name,
            email=None,
            registration_number=None,
            line_manager=None,
            qualifications={},
            facts={},
            posts=(),
        )
        worker = Worker(
            details=details,
            retention_class="personnel",
            legal_hold=False,
            version=1,
            changed_at=datetime(2026, 4, 1, tzinfo=UTC),
        )
        await put_worker(session, authority_id, worker)
    for place, (name, role, where, starts, ends) in enumerate(organisation.given):
        assignment = RoleAssignment(
            role_assignment_id=f"{mark}{place}",
            employee_number=mark + name,
            role=role,
            over_kind="team" if role == "team_manager" else "service",
            over=mark + where,
            starts_on=FIRST + timedelta(starts),
            ends_before=None if ends is None else FIRST + timedelta(ends),
            version=1,
        )
        await put_role_assignment(session, authority_id, assignment)
    for place, (by, to, role, starts, until) in enumerate(organisation.delegated):
        delegation = Delegation(
            delegation_id=f"{mark}{place}",
            delegated_by=mark + by,
            delegated_to=mark + to,
            role=role,
            starts_on=FIRST + timedelta(starts),
            ends_before=FIRST + timedelta(until),
            version=1,
        )
        await put_delegation(session, authority_id, delegation)


def place_in(mark: str) -> Place:
    """The place of cas, whom bob manages, and ann manages bob."""
    return replace(
        PLACE,
        employee_number=f"{mark}cas",
        team=f"{mark}here",
        service=f"{mark}here",
        line_managers=frozenset({f"{mark}bob"}),
        higher_managers=frozenset({f"{mark}ann"}),
    )


async def compare(url: str, authority_id: UUID, organisation: Organisation) -> None:
    """What the queries say of each person on each day is what is written down above."""
    database = Database(make_engine(url, pool_size=1))
    mark = uuid4().hex[:8]
    try:
        async with database.begin(authority_id) as session:
            await settle(session, authority_id, organisation, mark)
            for day in range(-1, 11):
                await compare_day(session, authority_id, organisation, mark, day)
    finally:
        await database.dispose()


async def compare_day(
    session: Session, authority_id: UUID, organisation: Organisation, mark: str, day: int
) -> None:
    """The same on one day."""
    on = FIRST + timedelta(day)
    place = place_in(mark)
    holders = {
        roles: await find_holders(session, authority_id, place, roles, day=on)
        for roles in ((*ROLES, *DERIVED), ROLES, DERIVED, DERIVED[-1:])
    }
    for name in PEOPLE:
        number = mark + name
        found = await find_person(session, authority_id, number, day=on)
        assert found is not None
        assert found == await find_holder(session, authority_id, number, day=on)
        assert [len(each.chain) for each in found.holdings] == sorted(
            len(each.chain) for each in found.holdings
        )
        assert all(len(each.chain) <= 2 for each in found.holdings)
        assert all(number not in each.chain for each in found.holdings)
        chains = sorted(
            (each.role, *(other.removeprefix(mark) for other in each.chain))
            for each in found.holdings
        )
        assert chains == expected_chains(organisation, name, day), (name, on)
        stands = standings(found, place)
        for roles, listed in holders.items():
            mine = [each.standing for each in listed if each.employee_number == number]
            assert len(mine) == len(set(mine))
            assert set(mine) == {each for each in stands if each.role in roles}, (name, on, roles)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(organisation=organisations())
@example(organisation=in_a_row("ann", "bob", "cas", "dan"))
@example(organisation=in_a_row("ann", "bob", "ann"))
@example(organisation=in_a_row("ann", "bob", "cas", "ann"))
def test_nobody_stands_in_over_more_than_two_on_any_day(
    house: House, council: Council, organisation: Organisation
) -> None:
    asyncio.run(compare(house.postgres.app_url, council.authority.authority_id, organisation))


async def place_on(house: House, council: Council, number: str, day: date) -> Place | None:
    """Where somebody stands on a day."""
    database = Database(make_engine(house.postgres.app_url, pool_size=1))
    authority_id = council.authority.authority_id
    try:
        async with database.begin(authority_id) as session:
            return await find_place(session, authority_id, number, "P-1", day=day)
    finally:
        await database.dispose()


async def managers_on(
    house: House, council: Council, number: str, day: str
) -> tuple[set[str], set[str]]:
    """Who manages somebody on a day, and who manages those."""
    place = await place_on(house, council, number, date.fromisoformat(day))
    assert place is not None
    return set(place.line_managers), set(place.higher_managers)


async def test_the_team_manager_of_the_day_is_the_line_manager(
    house: House, council: Council
) -> None:
    add_team(council)
    for name in ("ann", "bob", "zoe"):
        add_worker(council, name, line_manager="zoe" if name == "ann" else None)
    add_worker(council, "sam", posts=[post()])
    give_role(council, "ann", "team_manager", "team", "cic-east", "2026-03-01", "2026-04-01")
    give_role(council, "bob", "team_manager", "team", "cic-east", "2026-04-01")
    for day, expected in [
        ("2026-02-28", (set(), set())),
        ("2026-03-01", ({"ann"}, {"zoe"})),
        ("2026-03-31", ({"ann"}, {"zoe"})),
        ("2026-04-01", ({"bob"}, set())),
    ]:
        assert await managers_on(house, council, "sam", day) == expected, day


async def test_whom_the_hris_names_comes_first_and_nobody_manages_themselves(
    house: House, council: Council
) -> None:
    add_team(council)
    add_worker(council, "ann", posts=[post()])
    add_worker(council, "lee", line_manager="sam")
    add_worker(council, "sam", line_manager="lee", posts=[post()])
    give_role(council, "ann", "team_manager", "team", "cic-east")
    assert await managers_on(house, council, "sam", "2026-04-02") == ({"lee"}, set())
    assert await managers_on(house, council, "ann", "2026-04-02") == (set(), set())
    assert await place_on(house, council, "nobody", date(2026, 4, 2)) is None


async def test_a_row_is_written_only_behind_the_version_that_was_seen(
    house: House, council: Council
) -> None:
    database = Database(make_engine(house.postgres.app_url, pool_size=1))
    authority_id = council.authority.authority_id
    team = Team(
        team="a", title="A", team_type=None, service_area=None, service="s", locality="l", version=1
    )
    try:
        async with database.begin(authority_id) as session:
            await put_team(session, authority_id, team)
        with pytest.raises(StaleVersionError):
            async with database.begin(authority_id) as session:
                await put_team(session, authority_id, team)
    finally:
        await database.dispose()
