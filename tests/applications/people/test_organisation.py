"""Who stands where towards a worker: the pure rules, and the queries that feed them."""

from datetime import date

import pytest
from tests.applications.people.organisation import PLACE, add_team, add_worker, give_role, post
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
    Team,
)
from applications.people.storage.persons import find_place
from applications.people.storage.teams import put_team
from applications.platform.database import Database, make_engine
from applications.platform.versions import StaleVersionError

FIRST = date(2026, 4, 1)


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
