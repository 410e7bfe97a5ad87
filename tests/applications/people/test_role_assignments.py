"""Roles that people are given over a part of the organisation."""

import pytest
from tests.applications.people.organisation import (
    add_team,
    add_worker,
    administrator,
    events,
    give_role,
)
from tests.support.council import Council, Json, problem
from tests.support.house_fixtures import MakeCouncil

PATH = "/v1/role-assignments/hos-1"
BODY = {
    "employee_number": "100001",
    "role": "head_of_service",
    "over": {"kind": "service", "id": "children-in-care"},
    "starts_on": "2026-01-01",
    "ends_before": None,
}


def test_somebody_is_given_a_role_and_later_it_ends(council: Council) -> None:
    add_worker(council, "100001")
    given = council.hris.put(PATH, json=BODY)
    assert (given.status_code, given.headers["etag"]) == (201, '"1"')
    assert given.json() == BODY | {"role_assignment_id": "hos-1"}
    unsaid = council.hris.put(PATH, json=BODY)
    assert (unsaid.status_code, problem(unsaid)) == (428, "missing-if-match")
    any_version = council.hris.put(PATH, json=BODY, headers={"If-Match": "*"})
    assert (any_version.status_code, problem(any_version)) == (412, "stale-version")
    ended = council.hris.put(
        PATH, json=BODY | {"ends_before": "2026-06-01"}, headers={"If-Match": '"1"'}
    )
    assert (ended.status_code, ended.headers["etag"]) == (200, '"2"')
    assert council.hris.get(PATH).json()["ends_before"] == "2026-06-01"
    told = events(council, "role-assignment")
    assert [each["body"]["ends_before"] for each in told] == [None, "2026-06-01"]
    assert {each["kind"] for each in told} == {"role-assignment-changed"}


def test_a_role_over_the_authority_has_no_id(council: Council) -> None:
    add_worker(council, "100001")
    over = {"kind": "authority"}
    given = council.hris.put(PATH, json=BODY | {"role": "auditor", "over": over}).json()
    assert given["over"] == {"kind": "authority", "id": None}
    ((kept,),) = council.house.sql(
        "SELECT over FROM role_assignments WHERE authority_id = $1",
        council.authority.authority_id,
    )
    assert kept == ""


WRONG = {
    "an unknown worker": ({"employee_number": "1"}, "unknown-reference", "/employee_number"),
    "an unknown team": (
        {"over": {"kind": "team", "id": "nowhere"}},
        "unknown-reference",
        "/over/id",
    ),
    "a derived role": ({"role": "line_manager"}, "invalid-request", "/role"),
    "an unknown role": ({"role": "director"}, "invalid-request", "/role"),
    "a team without an id": ({"over": {"kind": "team"}}, "invalid-request", "/over/id"),
    "an authority with an id": (
        {"over": {"kind": "authority", "id": "all"}},
        "invalid-request",
        "/over/id",
    ),
    "an unknown kind": ({"over": {"kind": "floor", "id": "2"}}, "invalid-request", "/over"),
    "an end on the first day": ({"ends_before": "2026-01-01"}, "invalid-request", "/ends_before"),
    "an unknown member": ({"reason": "new"}, "invalid-request", "/reason"),
}


@pytest.mark.parametrize(("members", "kind", "pointer"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_pointed_to(
    council: Council, members: Json, kind: str, pointer: str
) -> None:
    add_worker(council, "100001")
    answer = council.hris.put(PATH, json=BODY | members)
    assert (answer.status_code, problem(answer)) == (422, kind)
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert council.hris.get(PATH).status_code == 404


def test_only_an_hris_or_an_administrator_gives_roles(council: Council) -> None:
    admin = administrator(council)
    add_worker(council, "100001")
    refused = council.person("100001").put(PATH, json=BODY | {"role": "administrator"})
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    assert admin.put(PATH, json=BODY).status_code == 201
    assert council.person("100001").get(PATH).json()["role"] == "head_of_service"


def test_a_role_of_yesterday_is_none(council: Council) -> None:
    add_worker(council, "100001")
    give_role(council, "100001", "administrator", ends_before="2026-04-02")
    refused = council.person("100001").put(PATH, json=BODY)
    assert (refused.status_code, problem(refused)) == (403, "forbidden")


def test_another_authoritys_worker_and_team_are_not_there(make_council: MakeCouncil) -> None:
    one, other = make_council(), make_council()
    add_team(one)
    add_worker(one, "100001")
    one.hris.put(PATH, json=BODY)
    assert other.hris.get(PATH).status_code == 404
    over = {"kind": "team", "id": "cic-east"}
    unknown = other.hris.put(PATH, json=BODY | {"over": over})
    assert problem(unknown) == "unknown-reference"
    assert {each["pointer"] for each in unknown.json()["errors"]} == {
        "/employee_number",
        "/over/id",
    }
