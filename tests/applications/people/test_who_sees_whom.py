"""Who may see which worker: one by one, and in the list."""

import pytest
from tests.applications.people.organisation import (
    add_team,
    add_worker,
    administrator,
    delegate,
    give_role,
    post,
)
from tests.support.contract import Contract
from tests.support.council import Council, problem
from tests.support.house import House
from tests.support.house_fixtures import MakeCouncil

EVERYBODY = ("dee", "eve", "fay", "lee", "max", "old", "sam", "tom", "zoe")
"""sam and tom are in Care East, fay in Fostering East, old left Care East, eve is in Care West.

lee manages sam; max manages lee; dee is the team manager of Care West, and zoe manages dee.
"""


@pytest.fixture
def organisation(council: Council) -> Council:
    """A small department of a test's own."""
    return settled(council)


@pytest.fixture(scope="module")
def department(house: House, house_contract: Contract) -> Council:
    """The same, for those who only read."""
    return settled(Council(house, house.add_authority(), house_contract))


def settled(council: Council) -> Council:
    """Send the department's teams and people."""
    add_team(council, "care-east", service="care", locality="east")
    add_team(council, "care-west", service="care", locality="west")
    add_team(council, "fostering-east", service="fostering", locality="east")
    for name in ("zoe", "max"):
        add_worker(council, name)
    add_worker(council, "lee", line_manager="max")
    add_worker(council, "dee", line_manager="zoe")
    add_worker(council, "sam", line_manager="lee", posts=[post(team="care-east")])
    add_worker(council, "tom", posts=[post(team="care-east", grade="11")])
    add_worker(council, "fay", posts=[post(team="fostering-east", grade="11")])
    add_worker(council, "eve", posts=[post(team="care-west")])
    left = [post(team="care-east", ends_before="2026-04-02")]
    add_worker(council, "old", posts=left)
    give_role(council, "dee", "team_manager", "team", "care-west")
    return council


def seen_by(council: Council, name: str) -> tuple[str, ...]:
    """Whom somebody sees: the list and each worker's own address say the same."""
    client = council.person(name)
    listed = [each["employee_number"] for each in client.get("/v1/workers").json()["items"]]
    known = council.hris.get("/v1/workers").json()["items"]
    for each in known:
        number = each["employee_number"]
        answer = client.get(f"/v1/workers/{number}")
        assert answer.status_code == (200 if number in listed else 404)
        if number not in listed:
            assert problem(answer) == "not-found"
    return tuple(listed)


def test_somebody_without_a_role_sees_themselves(department: Council) -> None:
    assert seen_by(department, "tom") == ("tom",)
    assert seen_by(department, "sam") == ("sam",)


def test_a_line_manager_and_their_manager_see_the_worker(department: Council) -> None:
    assert seen_by(department, "lee") == ("lee", "sam")
    assert seen_by(department, "max") == ("lee", "max", "sam")


def test_a_team_manager_and_their_manager_see_the_team(department: Council) -> None:
    assert seen_by(department, "dee") == ("dee", "eve")
    assert seen_by(department, "zoe") == ("dee", "eve", "zoe")


@pytest.mark.parametrize(
    ("role", "over", "unit", "expected"),
    [
        ("practice_consultant", "team", "care-east", ("sam", "tom")),
        ("service_manager", "service", "care", ("eve", "sam", "tom")),
        ("locality_manager", "locality", "east", ("fay", "sam", "tom")),
        ("locality_manager", "locality", "care", ()),
        ("auditor", "authority", None, EVERYBODY),
        ("administrator", "team", "care-west", EVERYBODY),
    ],
)
def test_a_role_shows_those_in_its_part_of_the_organisation(
    organisation: Council, role: str, over: str, unit: str | None, expected: tuple[str, ...]
) -> None:
    add_worker(organisation, "new")
    give_role(organisation, "new", role, over, unit)
    assert seen_by(organisation, "new") == tuple(sorted({*expected, "new"}))


def test_a_role_shows_them_only_while_it_is_held(organisation: Council) -> None:
    add_worker(organisation, "new")
    give_role(organisation, "new", "team_manager", "team", "care-east", "2026-04-01", "2026-04-03")
    for day, is_held in [
        ("2026-03-31", False), ("2026-04-01", True), ("2026-04-02", True), ("2026-04-03", False)
    ]:  # fmt: skip
        organisation.house.set_clock(day)
        assert ("tom" in seen_by(organisation, "new")) == is_held, day


def test_who_has_left_is_seen_by_the_team_up_to_the_last_day(organisation: Council) -> None:
    add_worker(organisation, "new")
    give_role(organisation, "new", "team_manager", "team", "care-east")
    organisation.house.set_clock("2026-04-01")
    assert "old" in seen_by(organisation, "new")
    organisation.house.set_clock("2026-04-02")
    assert "old" not in seen_by(organisation, "new")


def test_who_stands_in_sees_what_the_other_sees_by_role(organisation: Council) -> None:
    assert delegate(organisation, "dee", "tom").status_code == 201
    assert seen_by(organisation, "tom") == ("eve", "tom")


def test_machines_and_administrators_see_everybody(organisation: Council) -> None:
    admin = administrator(organisation)
    expected = sorted([*EVERYBODY, "admin"])
    for client in (organisation.hris, admin):
        items = client.get("/v1/workers").json()["items"]
        assert [each["employee_number"] for each in items] == expected


def test_a_token_of_nobody_sees_nobody(department: Council) -> None:
    for path in ("/v1/workers", "/v1/workers/sam"):
        answer = department.person("stranger").get(path)
        assert (answer.status_code, problem(answer)) == (403, "unknown-person")
    scopeless = department.person("sam", "applications.read").get("/v1/workers/sam")
    assert (scopeless.status_code, problem(scopeless)) == (403, "forbidden")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"team": "care-east"}, ["sam", "tom"]),
        ({"grade": "11"}, ["fay", "tom"]),
        ({"team": "care-east", "grade": "11"}, ["tom"]),
        ({"team": "nowhere"}, []),
        ({"updated_since": "2026-04-01T00:00:00Z"}, list(EVERYBODY)),
        ({"updated_since": "2026-04-03T00:00:00Z"}, []),
    ],
)
def test_the_list_is_narrowed(
    department: Council, query: dict[str, str], expected: list[str]
) -> None:
    items = department.hris.get("/v1/workers", params=query).json()["items"]
    assert [each["employee_number"] for each in items] == expected


def test_team_and_grade_are_of_one_post(organisation: Council) -> None:
    both = [post("P-1", "care-east", grade="9"), post("P-2", "care-west", grade="11")]
    add_worker(organisation, "two", posts=both)
    found = organisation.hris.get("/v1/workers", params={"team": "care-east", "grade": "11"})
    assert [each["employee_number"] for each in found.json()["items"]] == ["tom"]


def test_what_changed_since_is_found(organisation: Council) -> None:
    organisation.house.set_clock("2026-05-01T09:00:00Z")
    add_worker(organisation, "sam", name="Sam O.", posts=[post(team="care-east")])
    changed_at = organisation.hris.get("/v1/workers/sam").json()["changed_at"]
    found = organisation.hris.get("/v1/workers", params={"updated_since": changed_at}).json()
    assert [each["employee_number"] for each in found["items"]] == ["sam"]


def test_pages_follow_each_other_to_the_end(department: Council) -> None:
    for client, expected in (
        (department.hris, list(EVERYBODY)),
        (department.person("max"), ["lee", "max", "sam"]),
    ):
        found, address = [], "/v1/workers?limit=2"
        while address:
            answer = client.get(address)
            found += [each["employee_number"] for each in answer.json()["items"]]
            assert ("next" in answer.links) == (answer.json()["next_cursor"] is not None)
            following = answer.links.get("next")
            address = f"/v1/workers{following['url']}" if following else ""
        assert found == expected


def test_a_cursor_belongs_to_its_filters(department: Council) -> None:
    cursor = department.hris.get("/v1/workers?limit=1").json()["next_cursor"]
    for query in (f"cursor={cursor}&grade=9", "cursor=nonsense"):
        answer = department.hris.get(f"/v1/workers?{query}")
        assert (answer.status_code, problem(answer)) == (400, "invalid-cursor")


@pytest.mark.parametrize("query", ["q=sam", "limit=0", "team=No", "updated_since=yesterday"])
def test_another_parameter_is_refused(department: Council, query: str) -> None:
    answer = department.hris.get(f"/v1/workers?{query}")
    assert (answer.status_code, problem(answer)) == (422, "invalid-request")


def test_another_authority_shows_nothing(organisation: Council, make_council: MakeCouncil) -> None:
    paths = ("workers/sam", "teams/care-east", "role-assignments/dee-team-manager-care-west")
    other = make_council()
    admin = administrator(other)
    for path in paths:
        assert organisation.hris.get(f"/v1/{path}").status_code == 200, path
        for client in (other.hris, admin):
            assert client.get(f"/v1/{path}").status_code == 404, path
    assert [each["name"] for each in admin.get("/v1/workers").json()["items"]] == ["Person admin"]
