"""Durham's people: a worker on grade 9 and the managers over them, sent as an HRIS would."""

from typing import Any

from tests.support.council import Council, put

Json = dict[str, Any]

WORKER, TEAM_MANAGER = "W-1", "TM-1"
SERVICE_MANAGER, STRATEGIC_MANAGER = "SM-1", "ST-1"
ACADEMY_LEAD, WORKFORCE = "APL-1", "WFD-1"
OTHER_TEAM_MANAGER, OTHER_WORKER = "TM-2", "W-2"

TEAM, OTHER_TEAM = "children-in-care-east", "children-in-care-west"

_TEAMS = {
    TEAM: {"title": "Children in Care East", "service": "children-in-care", "locality": "east"},
    OTHER_TEAM: {"title": "Children in Care West", "service": "other", "locality": "west"},
}
_ROLES = {
    TEAM_MANAGER: ("team_manager", "team", TEAM),
    OTHER_TEAM_MANAGER: ("team_manager", "team", OTHER_TEAM),
    SERVICE_MANAGER: ("service_manager", "service", "children-in-care"),
    STRATEGIC_MANAGER: ("strategic_manager", "locality", "east"),
    ACADEMY_LEAD: ("academy_practice_lead", "authority", None),
    WORKFORCE: ("workforce_development", "authority", None),
}

ASYE_BEFORE_THE_ACADEMY = {
    "qualification": "masters",
    "qualified_on": "2021-07-15",
    "registered_practice_from": "2021-09-06",
    "asye_outcome": "passed",
    "asye_completed_on": "2022-09-30",
}
ASYE_WITH_THE_ACADEMY = ASYE_BEFORE_THE_ACADEMY | {"asye_completed_on": "2024-09-30"}


def worker(number: str, team: str = TEAM, grade: str = "9", **members: Any) -> Json:  # noqa: ANN401 - members of a body
    """What the HRIS sends of somebody."""
    post = {
        "post_number": "1",
        "team": team,
        "grade": grade,
        "point_position": 5 if grade == "9" else None,
        "hours_per_week": "37.00",
        "starts_on": "2021-09-06",
        "ends_before": None,
    }
    return {"subject": number, "name": f"Person {number}", "posts": [post], **members}


def settle(council: Council, **members: Any) -> None:  # noqa: ANN401 - members of a body
    """Send Durham's organisation and people; `members` go into the worker's record."""
    for team, body in _TEAMS.items():
        put(council.hris, f"/v1/teams/{team}", body)
    told = {"qualifications": ASYE_BEFORE_THE_ACADEMY} | members
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, **told))
    put(council.hris, f"/v1/workers/{OTHER_WORKER}", worker(OTHER_WORKER, OTHER_TEAM))
    for number, (role, kind, unit) in _ROLES.items():
        put(council.hris, f"/v1/workers/{number}", worker(number, grade="13"))
        give_role(council, number, role, kind, unit)


def give_role(council: Council, number: str, role: str, kind: str, unit: str | None) -> None:
    """Give somebody a role over a part of the organisation."""
    over = {"kind": kind} if unit is None else {"kind": kind, "id": unit}
    body = {"employee_number": number, "role": role, "over": over, "starts_on": "2020-01-01"}
    put(council.hris, f"/v1/role-assignments/{role.replace('_', '-')}-{number.lower()}", body)


ASSESSMENT = {
    "practice_evidence": "Holds complex court work steadily.",
    "strengths": "Clear analysis; families trust her.",
    "mandatory_training_complete": True,
    "ready_to_progress": True,
}
NOT_READY = ASSESSMENT | {"ready_to_progress": False, "gaps": "Analysis in pre-proceedings work."}
