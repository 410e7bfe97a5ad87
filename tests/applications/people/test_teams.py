"""Teams: a team in a service in a locality."""

from tests.support.council import Council, problem

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


def test_the_hris_adds_a_team_and_moves_it(council: Council) -> None:
    added = council.hris.put("/v1/teams/cic-east", json=TEAM)
    assert added.status_code == 201
    assert added.headers["etag"] == '"1"'
    moved = council.hris.put(
        "/v1/teams/cic-east", json=TEAM | {"locality": "west"}, headers={"If-Match": '"1"'}
    )
    assert moved.status_code == 200
    assert council.hris.get("/v1/teams/cic-east").json()["locality"] == "west"


def test_a_change_needs_the_version_that_it_changes(council: Council) -> None:
    council.hris.put("/v1/teams/cic-east", json=TEAM)
    unsaid = council.hris.put("/v1/teams/cic-east", json=TEAM)
    assert (unsaid.status_code, problem(unsaid)) == (428, "missing-if-match")
    stale = council.hris.put("/v1/teams/cic-east", json=TEAM, headers={"If-Match": '"7"'})
    assert (stale.status_code, problem(stale)) == (412, "stale-version")
    too_early = council.hris.put("/v1/teams/another", json=TEAM, headers={"If-Match": '"1"'})
    assert problem(too_early) == "stale-version"
