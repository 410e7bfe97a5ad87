"""Rotherham's people, sent as an HRIS would: a worker, their managers, and Heads of Service."""

from collections.abc import Sequence
from typing import Any, Final

from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import give_role, worker
from tests.support.good_files import pdf

Json = dict[str, Any]

WORKER: Final = "W-1"
TEAM_MANAGER, OTHER_TEAM_MANAGER = "TM-1", "TM-2"
CONSULTANT: Final = "PC-1"
LOCALITY_MANAGER: Final = "LM-1"
RESPONSIBLE, INDEPENDENT, SECOND_INDEPENDENT = "HOS-1", "HOS-2", "HOS-3"
ADMINISTRATOR: Final = "ADM-1"

TEAM, OTHER_TEAM, THIRD_TEAM = "duty-north", "duty-south", "leaving-care"
SERVICE, OTHER_SERVICE, THIRD_SERVICE = "first-response", "locality-work", "care-leavers"

_TEAMS: Final = {
    TEAM: {"title": "Duty North", "service": SERVICE, "locality": "north"},
    OTHER_TEAM: {"title": "Duty South", "service": OTHER_SERVICE, "locality": "south"},
    THIRD_TEAM: {"title": "Leaving Care", "service": THIRD_SERVICE, "locality": "south"},
}
_ROLES: Final = {
    TEAM_MANAGER: ("team_manager", "team", TEAM),
    OTHER_TEAM_MANAGER: ("team_manager", "team", OTHER_TEAM),
    CONSULTANT: ("practice_consultant", "team", TEAM),
    LOCALITY_MANAGER: ("locality_manager", "locality", "north"),
    RESPONSIBLE: ("head_of_service", "service", SERVICE),
    INDEPENDENT: ("head_of_service", "service", OTHER_SERVICE),
    SECOND_INDEPENDENT: ("head_of_service", "service", THIRD_SERVICE),
    ADMINISTRATOR: ("administrator", "authority", None),
}
QUALIFIED: Final = {
    "qualification": "masters",
    "qualified_on": "2019-07-15",
    "registered_practice_from": "2019-09-02",
    "asye_outcome": "passed",
    "asye_completed_on": "2020-09-30",
}

PDR: Final = {"discussed_on": "2026-03-10", "pdr_supports": True, "fast_track": False}
ASSESSED: Final = {"assessment": "Holds complex work steadily.", "recommended": True}
LOCALITY_ASSESSED: Final = {"assessment": "Holds complex work steadily."}
INTERVIEW: Final = {"questions": "Thresholds; analysis.", "findings": "Clear and humane."}
CONTRIBUTION: Final = {"evidence": "Two students, a group on thresholds."}
MEMBERS_TO_I: Final = {LOCALITY_MANAGER: "locality_manager", TEAM_MANAGER: "team_manager"}
MEMBERS_TO_J: Final = {**MEMBERS_TO_I, INDEPENDENT: "independent_head_of_service"}

PART_1: Final = {
    "experience": "Six years in first response.",
    "complex_work": "Two sets of proceedings, led alone.",
    "timeliness": "Assessments within 45 days.",
    "development": "Court skills; supervision of students.",
}
PART_2: Final = {
    "competence": "Works at the level applied for.",
    "complex_work": "Holds the hardest cases of the team.",
    "timeliness": "In time throughout the year.",
    "supervision": "Reflective, and asks for challenge.",
}
PART_3: Final = {
    "audits": "Four sound files.",
    "complex_work": "Shown.",
    "timeliness": "Shown.",
    "standards_met": True,
}
REPORT: Final = {
    "interview": "Clear.",
    "audits": "Sound.",
    "complex_work": "Shown.",
    "timeliness": "Shown.",
    "contribution": "Two students.",
    "conclusion": "Ready.",
}
ASYE_ASSESSED: Final = {
    "asye_outcome": "passed",
    "asye_completed_on": "2026-03-20",
    "dfe_funded": True,
    "practice": "A steady year.",
    "strengths": "Families trust her.",
}
NEWLY_QUALIFIED: Final = {
    "qualification": "masters",
    "qualified_on": "2025-03-15",
    "asye_outcome": "in-progress",
}


def give_form(case: CaseOf, by: str, item: str, answers: Json) -> Json:
    """Provide a form of an application."""
    body = {"item": item, "answers": answers}
    path = f"{case.path}/evidence"
    return answered(case.council.person(by).post(path, json=body, headers=key()))


def give_file(case: CaseOf, by: str, item: str) -> Json:
    """Provide a document of an application: announced, and its bytes sent."""
    body = {"item": item, "name": f"{item}.pdf", "media_type": "application/pdf"}
    person = case.council.person(by)
    announced = person.post(f"{case.path}/evidence", json=body, headers=key())
    path = f"{case.path}/evidence/{answered(announced)['evidence_id']}/content"
    headers = {"Content-Type": "application/pdf", "If-Match": announced.headers["etag"]}
    return answered(person.put(path, content=pdf(), headers=headers))


def audit(number: int) -> Json:
    """The form of one case file."""
    return {
        "case_number": f"C-{number}",
        "assessment_quality": "good",
        "planning_quality": "good",
        "recording_quality": "outstanding",
        "timeliness": "In time throughout.",
        "complexity": "Pre-proceedings.",
        "findings": "Sound.",
    }


def settle(council: Council, grade: str = "I", **members: Any) -> None:  # noqa: ANN401 - members of a body
    """Send Rotherham's organisation and people; `members` go into the worker's record."""
    for team, body in _TEAMS.items():
        put(council.hris, f"/v1/teams/{team}", body)
    told = {"qualifications": QUALIFIED} | members
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, TEAM, grade, **told))
    for number, (role, kind, unit) in _ROLES.items():
        put(council.hris, f"/v1/workers/{number}", worker(number, TEAM, grade="M"))
        give_role(council, number, role, kind, unit)


def move_team(council: Council, team: str, service: str) -> None:
    """Re-organise: a team is in another service from now on."""
    put(council.hris, f"/v1/teams/{team}", _TEAMS[team] | {"service": service})


def lend(council: Council, by: str, to: str, role: str = "head_of_service") -> None:
    """Let somebody act for somebody else in a role, this spring."""
    body = {
        "delegated_by": by,
        "delegated_to": to,
        "role": role,
        "starts_on": "2026-04-01",
        "ends_before": "2026-07-01",
    }
    path = f"/v1/delegations/{by.lower()}-{to.lower()}"
    assert council.person(by).put(path, json=body).is_success


def open_case(council: Council, pathway: str = "band-i-to-j", by: str = TEAM_MANAGER) -> CaseOf:
    """A case of the worker."""
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "rotherham"}
    sent = body | {"pathway": pathway}
    opened = council.person(by).post("/v1/applications", json=sent, headers=key())
    return CaseOf(council, answered(opened)["application_id"])


def portfolio_in(council: Council) -> CaseOf:
    """A case from band G to H with the ASYE portfolio and its paperwork, submitted."""
    case = open_case(council, "band-g-to-h", by=WORKER)
    give_file(case, WORKER, "asye-portfolio")
    for _ in range(2):
        give_file(case, TEAM_MANAGER, "asye-reviews")
    for _ in range(3):
        give_file(case, CONSULTANT, "asye-direct-observations")
    case.take(WORKER, "submit-portfolio")
    return case


def meeting(
    members: dict[str, str], starts_at: str = "2026-04-20T10:00:00Z", **more: object
) -> Json:
    """What arranges an interview of an hour."""
    return {
        "step": "interview",
        "starts_at": starts_at,
        "ends_at": starts_at.replace("T10", "T11"),
        "place": "Riverside House, room 4",
        "members": [{"employee_number": number, "role": role} for number, role in members.items()],
        **more,
    }


def submitted(council: Council, pathway: str = "band-i-to-j", **pdr: object) -> CaseOf:
    """A case with both reports in and submitted."""
    case = open_case(council, pathway, by=WORKER)
    case.fill_in(TEAM_MANAGER, "confirm-pdr", PDR | pdr)
    give_form(case, WORKER, "part-1", PART_1)
    give_form(case, TEAM_MANAGER, "part-2", PART_2)
    case.take(WORKER, "submit-application")
    return case


def assessed(council: Council) -> CaseOf:
    """A case from band I to J that has come to its interview and audits."""
    case = submitted(council)
    case.fill_in(LOCALITY_MANAGER, "submit-assessment", LOCALITY_ASSESSED)
    return case


def audited(case: CaseOf, by: str = INDEPENDENT, files: Sequence[int] = (1, 2, 3, 4)) -> CaseOf:
    """The case, with case files audited, a form for each."""
    for number in files:
        case.fill_in(by, "audit-case-file", audit(number))
    return case


def interviewed(case: CaseOf) -> CaseOf:
    """The case, with the interview arranged and held; the clock is a day after it."""
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    case.council.house.set_clock("2026-04-21")
    case.fill_in(INDEPENDENT, "record-interview", INTERVIEW)
    return case


def ready_to_decide(council: Council) -> CaseOf:
    """A case from band I to J that waits for the independent Head of Service's decision."""
    case = audited(interviewed(assessed(council)))
    case.fill_in(INDEPENDENT, "record-contribution", CONTRIBUTION)
    case.fill_in(INDEPENDENT, "submit-evaluation-report", REPORT)
    return case
