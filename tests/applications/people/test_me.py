"""Who a token is."""

from tests.applications.people.organisation import (
    add_team,
    add_worker,
    delegate,
    delegation,
    give_role,
)
from tests.support.council import Council


def test_a_machine_is_no_person(council: Council) -> None:
    me = council.machine("people.read", "events.read").get("/v1/me").json()
    assert me == {
        "authority": {
            "authority": council.authority.authority,
            "title": council.authority.title,
        },
        "client_id": "hris",
        "scopes": ["events.read", "people.read"],
        "person": None,
    }


def test_a_stranger_is_told_so_and_not_turned_away(council: Council) -> None:
    me = council.person("stranger").get("/v1/me")
    assert (me.status_code, me.json()["person"]) == (200, None)


def test_a_person_sees_their_roles_and_for_whom(council: Council) -> None:
    add_team(council)
    for name in ("ann", "bob"):
        add_worker(council, name)
    give_role(council, "ann", "team_manager", "team", "cic-east")
    give_role(council, "bob", "auditor")
    assert council.person("bob", "people.read").get("/v1/me").json()["person"] == {
        "employee_number": "bob",
        "name": "Person bob",
        "roles": [
            {"role": "auditor", "over": {"kind": "authority", "id": None}, "on_behalf_of": []}
        ],
        "delegations": [],
    }
    delegate(council, "ann", "bob")
    made = delegation("ann", "bob") | {"delegation_id": "ann-to-bob"}
    bob = council.person("bob").get("/v1/me").json()["person"]
    over = {"kind": "team", "id": "cic-east"}
    assert bob["roles"][1:] == [{"role": "team_manager", "over": over, "on_behalf_of": ["ann"]}]
    ann = council.person("ann").get("/v1/me").json()["person"]
    assert ann["delegations"] == bob["delegations"] == [made]


def test_the_subject_leads_to_the_person_it_was_sent_for(council: Council) -> None:
    add_worker(council, "100001", subject="Z-subject é")
    add_worker(council, "100002", subject=None)
    me = council.person("Z-subject é").get("/v1/me").json()
    assert me["person"]["employee_number"] == "100001"
    assert council.person("100002").get("/v1/me").json()["person"] is None
