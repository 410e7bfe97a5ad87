"""Delegations: somebody acts for somebody else in a role, for a time, and both names are kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.applications.people.organisation import (
    add_team,
    add_worker,
    administrator,
    delegate,
    delegation,
    events,
    give_role,
)
from tests.support.council import Council, Json, problem
from tests.support.house_fixtures import MakeCouncil

PATH = "/v1/delegations/ann-to-bob"


@pytest.fixture
def managers(council: Council) -> Council:
    """Ann manages a team; bob, cas and dan manage none."""
    add_team(council)
    for name in ("ann", "bob", "cas", "dan"):
        add_worker(council, name)
    give_role(council, "ann", "team_manager", "team", "cic-east")
    return council


def roles_of(council: Council, name: str) -> list[list[str]]:
    """For whom somebody is team manager today: one entry for each way."""
    roles = council.person(name).get("/v1/me").json()["person"]["roles"]
    return [each["on_behalf_of"] for each in roles if each["role"] == "team_manager"]


def test_a_manager_delegates_for_a_time_and_both_names_are_kept(managers: Council) -> None:
    made = delegate(managers, "ann", "bob")
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.json() == delegation("ann", "bob") | {"delegation_id": "ann-to-bob"}
    assert roles_of(managers, "ann") == [[]]
    assert roles_of(managers, "bob") == [["ann"]]
    (told,) = events(managers, "delegation")
    assert told["kind"] == "delegation-changed"
    assert (told["body"]["delegated_by"], told["body"]["delegated_to"]) == ("ann", "bob")


def test_it_counts_from_its_first_day_to_the_day_before_its_end(managers: Council) -> None:
    assert delegate(managers, "ann", "bob", starts_on="2026-04-03").status_code == 201
    for day, stands_in in [
        ("2026-04-02", []),
        ("2026-04-03", [["ann"]]),
        ("2026-04-14", [["ann"]]),
        ("2026-04-15", []),
    ]:
        managers.house.set_clock(day)
        assert roles_of(managers, "bob") == stands_in, day


def test_a_day_is_one_in_london(managers: Council) -> None:
    assert delegate(managers, "ann", "bob", starts_on="2026-04-03").status_code == 201
    managers.house.set_clock("2026-04-02T22:30:00Z")
    assert roles_of(managers, "bob") == []
    managers.house.set_clock("2026-04-02T23:30:00Z")
    assert roles_of(managers, "bob") == [["ann"]]


def test_an_earlier_end_ends_it(managers: Council) -> None:
    delegate(managers, "ann", "bob")
    ended = managers.person("ann").put(
        PATH,
        json=delegation("ann", "bob", ends_before="2026-04-02"),
        headers={"If-Match": '"1"'},
    )
    assert (ended.status_code, ended.headers["etag"]) == (200, '"2"')
    assert roles_of(managers, "bob") == []


def test_it_ends_also_where_it_could_not_be_made_again(managers: Council) -> None:
    delegate(managers, "ann", "bob")
    give_role(managers, "ann", "team_manager", "team", "cic-east", ends_before="2026-03-01")
    assert roles_of(managers, "bob") == []
    longer = delegation("ann", "bob", ends_before="2026-04-16")
    headers = {"If-Match": '"1"'}
    refused = managers.person("ann").put(PATH, json=longer, headers=headers)
    assert (refused.status_code, problem(refused)) == (409, "delegation-refused")
    shorter = delegation("ann", "bob", ends_before="2026-04-03")
    assert managers.person("ann").put(PATH, json=shorter, headers=headers).status_code == 200


def test_it_is_delegated_on_once_and_no_further(managers: Council) -> None:
    assert delegate(managers, "ann", "bob").status_code == 201
    assert delegate(managers, "bob", "cas").status_code == 201
    assert roles_of(managers, "cas") == [["ann", "bob"]]
    refused = delegate(managers, "cas", "dan")
    assert (refused.status_code, problem(refused)) == (409, "delegation-refused")
    assert "goes no further" in refused.json()["detail"]
    assert roles_of(managers, "dan") == []


def test_what_was_delegated_on_ends_with_what_it_hangs_on(managers: Council) -> None:
    delegate(managers, "ann", "bob", ends_before="2026-04-05")
    assert delegate(managers, "bob", "cas").status_code == 201
    managers.house.set_clock("2026-04-05")
    assert roles_of(managers, "cas") == []


REFUSED = {
    "to oneself": (("ann", "ann", {}), "themselves"),
    "a role that is not held": (("bob", "cas", {}), "does not hold"),
    "another role": (("ann", "bob", {"role": "payroll"}), "does not hold"),
    "before it is held": (("ann", "bob", {"starts_on": "2019-12-31"}), "does not hold"),
}


@pytest.mark.parametrize(("sent", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_rules_do_not_allow_is_refused_in_words(
    managers: Council, sent: tuple[str, str, Json], words: str
) -> None:
    by, to, members = sent
    refused = delegate(managers, by, to, **members)
    assert (refused.status_code, problem(refused)) == (409, "delegation-refused")
    assert words in refused.json()["detail"]
    assert managers.hris.get(f"/v1/delegations/{by}-to-{to}").status_code == 404
    assert events(managers, "delegation") == []


WRONG = {
    "nobody to act": ({"delegated_to": "nobody"}, "unknown-reference", "/delegated_to"),
    "an end on the first day": ({"ends_before": "2026-04-01"}, "invalid-request", "/ends_before"),
    "no end": ({"ends_before": None}, "invalid-request", "/ends_before"),
    "a derived role": ({"role": "line_manager"}, "invalid-request", "/role"),
    "an unknown member": ({"reason": "leave"}, "invalid-request", "/reason"),
}


@pytest.mark.parametrize(("members", "kind", "pointer"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_pointed_to(
    managers: Council, members: Json, kind: str, pointer: str
) -> None:
    answer = managers.person("ann").put(PATH, json=delegation("ann", "bob") | members)
    assert (answer.status_code, problem(answer)) == (422, kind)
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_it_does_not_come_back(managers: Council) -> None:
    give_role(managers, "bob", "team_manager", "team", "cic-east")
    assert delegate(managers, "ann", "bob").status_code == 201
    back = delegate(managers, "bob", "ann", starts_on="2026-04-14", ends_before="2026-05-01")
    assert (back.status_code, problem(back)) == (409, "delegation-refused")
    assert "come back" in back.json()["detail"]
    afterwards = delegate(managers, "bob", "ann", starts_on="2026-04-15", ends_before="2026-05-01")
    assert afterwards.status_code == 201
    longer = managers.person("ann").put(
        PATH,
        json=delegation("ann", "bob", ends_before="2026-04-16"),
        headers={"If-Match": '"1"'},
    )
    assert (longer.status_code, problem(longer)) == (409, "delegation-refused")


def test_it_does_not_come_back_over_a_third(managers: Council) -> None:
    give_role(managers, "cas", "team_manager", "team", "cic-east")
    assert delegate(managers, "ann", "bob").status_code == 201
    assert delegate(managers, "bob", "cas").status_code == 201
    back = delegate(managers, "cas", "ann")
    assert (back.status_code, problem(back)) == (409, "delegation-refused")


def test_of_two_that_would_close_a_circle_at_once_one_counts(managers: Council) -> None:
    give_role(managers, "bob", "team_manager", "team", "cic-east")
    for week in range(1, 5):
        days = {"starts_on": f"2026-05-0{week}", "ends_before": f"2026-05-0{week + 1}"}
        with ThreadPoolExecutor(2) as pool:
            sent = [
                pool.submit(
                    managers.person(by).put,
                    f"/v1/delegations/{by}-{week}",
                    json=delegation(by, to, **days),
                )
                for by, to in (("ann", "bob"), ("bob", "ann"))
            ]
            assert sorted(each.result().status_code for each in sent) == [201, 409]


def test_only_who_delegates_or_an_administrator_may(managers: Council) -> None:
    body = delegation("ann", "bob")
    for name in ("bob", "cas"):
        refused = managers.person(name).put(PATH, json=body)
        assert (refused.status_code, problem(refused)) == (403, "forbidden")
    machine = managers.hris.put(PATH, json=body)
    assert (machine.status_code, problem(machine)) == (403, "forbidden")
    admin = administrator(managers)
    assert admin.put(PATH, json=body).status_code == 201
    give_role(managers, "cas", "team_manager", "team", "cic-east")
    other = managers.person("cas").put(PATH, json=delegation("cas", "dan"))
    assert (other.status_code, problem(other)) == (403, "forbidden")


def test_it_stays_between_the_same_two_for_the_same_role(managers: Council) -> None:
    delegate(managers, "ann", "bob")
    for members in ({"delegated_to": "cas"}, {"role": "payroll"}):
        refused = managers.person("ann").put(
            PATH, json=delegation("ann", "bob") | members, headers={"If-Match": '"1"'}
        )
        assert (refused.status_code, problem(refused)) == (409, "delegation-refused")
        assert "same two people" in refused.json()["detail"]


def test_a_change_needs_its_version(managers: Council) -> None:
    delegate(managers, "ann", "bob")
    body = delegation("ann", "bob", ends_before="2026-04-10")
    unsaid = managers.person("ann").put(PATH, json=body)
    assert (unsaid.status_code, problem(unsaid)) == (428, "missing-if-match")
    stale = managers.person("ann").put(PATH, json=body, headers={"If-Match": '"2"'})
    assert (stale.status_code, problem(stale)) == (412, "stale-version")


def test_the_two_whom_it_concerns_may_read_it(managers: Council, make_council: MakeCouncil) -> None:
    delegate(managers, "ann", "bob")
    admin = administrator(managers)
    for client in (managers.person("ann"), managers.person("bob"), admin, managers.hris):
        assert client.get(PATH).status_code == 200
    hidden = managers.person("cas").get(PATH)
    assert (hidden.status_code, problem(hidden)) == (404, "not-found")
    assert make_council().hris.get(PATH).status_code == 404


def test_a_delegated_role_may_do_what_the_role_may(managers: Council) -> None:
    administrator(managers)
    assert delegate(managers, "admin", "dan", role="administrator").status_code == 201
    team = {"title": "New", "service": "care", "locality": "east"}
    assert managers.person("dan").put("/v1/teams/new", json=team).status_code == 201
