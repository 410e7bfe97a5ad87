"""The whole log for an auditor."""

import pytest
from tests.support.council import Council, problem, put
from tests.support.house_fixtures import MakeCouncil
from tests.support.log import add_person, append

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


def test_an_auditor_reads_everything_in_order_without_a_gap(council: Council) -> None:
    for name in ("a", "b", "c"):
        put(council.hris, f"/v1/teams/{name}", TEAM)
    first = council.hris.get("/v1/audit", params={"limit": 2}).json()
    rest = council.hris.get("/v1/audit", params={"after": first["next_cursor"]}).json()
    assert [item["seq"] for item in first["items"] + rest["items"]] == [1, 2, 3]
    end = council.hris.get("/v1/audit", params={"after": rest["next_cursor"]}).json()
    assert end == {"items": [], "next_cursor": "3"}


def test_an_auditor_reads_who_did_what_by_which_request_and_what_they_wrote(
    council: Council,
) -> None:
    put(council.hris, "/v1/teams/a", TEAM)
    append(
        council,
        kind="action-taken",
        subject_kind="application",
        subject="1",
        audience="managers",
        body={"action": "decide"},
        text={"reason": "She is ready."},
    )
    team, action = council.hris.get("/v1/audit").json()["items"]
    assert (team["actor"], team["client_id"], team["text"]) == ("hris", "hris", None)
    assert len(team["request_id"]) == 32
    assert action["text"] == {"reason": "She is ready."}
    assert len(bytes.fromhex(action["salt"])) == 16


def test_an_administrator_and_an_auditor_may_read_it_and_nobody_else(council: Council) -> None:
    put(council.hris, "/v1/teams/a", TEAM)
    add_person(council, "100001", "auditor")
    add_person(council, "100002", "administrator")
    add_person(council, "100003", "head_of_service")
    for path in ("/v1/audit", "/v1/audit/checkpoints"):
        assert council.person("100001").get(path).is_success
        assert council.person("100002").get(path).is_success
        refused = council.person("100003").get(path)
        assert (refused.status_code, problem(refused)) == (403, "forbidden")
        stranger = council.person("100004").get(path)
        assert (stranger.status_code, problem(stranger)) == (403, "unknown-person")


@pytest.mark.parametrize("path", ["/v1/audit", "/v1/audit/checkpoints"])
def test_one_authority_reads_nothing_of_another(make_council: MakeCouncil, path: str) -> None:
    one, other = make_council(), make_council()
    put(one.hris, "/v1/teams/a", TEAM)
    assert other.hris.get(path).json() == {"items": [], "next_cursor": "0"}
