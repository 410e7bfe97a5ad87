"""Teams, workers, roles and delegations, sent as a council's HRIS would send them."""

import json
from typing import Any

import httpx
from tests.support.council import Council, put

from applications.people.domain.organisation import Place

Json = dict[str, Any]

TEAM = {"title": "A team", "service": "children-in-care", "locality": "east"}
STARTED_ON = "2024-09-02"


def post(number: str = "P-1", team: str = "cic-east", **members: object) -> Json:
    """A full-time post on grade 9, with what is said otherwise."""
    return {
        "post_number": number,
        "team": team,
        "grade": "9",
        "point_position": 2,
        "hours_per_week": "37.00",
        "starts_on": STARTED_ON,
        "ends_before": None,
        **members,
    }


def from_the_start(*posts: Json) -> list[Json]:
    """Posts as they are kept, each in the team that it started in."""
    return [{**each, "team_since": each["starts_on"]} for each in posts]


def worker(name: str = "Sam Okoro", **members: object) -> Json:
    """A worker as the HRIS sends one, with what is said otherwise."""
    return {"name": name, **members}


def add_team(council: Council, team: str = "cic-east", **members: object) -> None:
    """Send a team."""
    put(council.hris, f"/v1/teams/{team}", TEAM | members)


def add_worker(council: Council, number: str, **members: object) -> Json:
    """Send a worker whose token subject is their employee number."""
    body = {"name": f"Person {number}", "subject": number, **members}
    return put(council.hris, f"/v1/workers/{number}", body)


def give_role(
    council: Council,
    number: str,
    role: str,
    over: str = "authority",
    unit: str | None = None,
    starts_on: str = "2020-01-01",
    ends_before: str | None = None,
) -> Json:
    """Give somebody a role."""
    path = f"/v1/role-assignments/{number}-{role.replace('_', '-')}-{unit or over}"
    body = {"employee_number": number, "role": role, "over": {"kind": over, "id": unit}}
    return put(council.hris, path, body | {"starts_on": starts_on, "ends_before": ends_before})


def administrator(council: Council, number: str = "admin") -> httpx.Client:
    """Somebody who keeps people, units and roles in order."""
    add_worker(council, number)
    give_role(council, number, "administrator")
    return council.person(number)


def delegation(by: str, to: str, **members: object) -> Json:
    """One person lets another act as team manager for two weeks, unless said otherwise."""
    return {
        "delegated_by": by,
        "delegated_to": to,
        "role": "team_manager",
        "starts_on": "2026-04-01",
        "ends_before": "2026-04-15",
        **members,
    }


def delegate(council: Council, by: str, to: str, **members: object) -> httpx.Response:
    """Send a delegation as who delegates."""
    path = f"/v1/delegations/{by}-to-{to}"
    return council.person(by).put(path, json=delegation(by, to, **members))


def events(council: Council, subject_kind: str) -> list[Json]:
    """What the log has of one kind of subject, in order."""
    rows = council.house.sql(
        "SELECT json_build_object('kind', kind, 'subject_kind', subject_kind, 'subject', subject,"
        " 'actor', actor, 'audience', audience, 'body', body, 'text', content)::text"
        " FROM events LEFT JOIN event_texts USING (authority_id, text_id)"
        " WHERE authority_id = $1 ORDER BY seq",
        council.authority.authority_id,
    )
    found = [json.loads(str(row[0])) for row in rows]
    return [each for each in found if each["subject_kind"] == subject_kind]


PATH = "/v1/workers/100234"
WHOLE = worker(
    subject="a1b2",
    email="sam@council.example",
    line_manager="100001",
    registration={"number": "sw123456", "registered_on": "2024-08-01"},
    qualifications={
        "qualification": "degree",
        "qualified_on": "2024-07-10",
        "registered_practice_from": STARTED_ON,
        "asye_outcome": "passed",
        "asye_completed_on": "2025-09-30",
        "nqsw_portfolio_completed_on": None,
        "pq_award": False,
    },
    facts={"academy_supported": True, "my_plan_completed_on": "2026-01-05"},
    posts=[post("P-1"), post("P-2", hours_per_week="7.50", point_position=None)],
)
"""A worker of whom everything is known, and where they are."""

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
"""Where a worker stands who is managed by others."""
