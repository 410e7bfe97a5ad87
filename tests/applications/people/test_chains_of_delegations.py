"""Who stands in for whom, against a second model: on every day, whoever delegated to whom."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.applications.people.organisation import PLACE
from tests.support.council import Council
from tests.support.house import House

from applications.people.domain.organisation import (
    Place,
    standings,
)
from applications.people.domain.records import (
    Delegation,
    RoleAssignment,
    Worker,
    WorkerDetails,
)
from applications.people.storage.delegations import put_delegation
from applications.people.storage.holders import find_holders
from applications.people.storage.persons import find_holder, find_person
from applications.people.storage.role_assignments import put_role_assignment
from applications.people.storage.writing_workers import put_workers
from applications.platform.database import Database, Session, make_engine

FIRST = date(2026, 4, 1)


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
        await put_workers(session, authority_id, [worker])
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
