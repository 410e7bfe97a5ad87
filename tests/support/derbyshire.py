"""Derbyshire's people, sent as an HRIS would, and their cases from the discussion to the pay."""

from collections.abc import Mapping
from typing import Any, Final

from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import give_role, worker
from tests.support.rotherham import give_file, give_form
from tests.support.waiting import wait_until

Json = dict[str, Any]

WORKER: Final = "W-1"
MANAGER, HIGHER = "TM-1", "HM-1"
HEAD, OTHER_HEAD, THIRD_HEAD = "HOS-1", "HOS-2", "HOS-3"
DIRECTOR: Final = "AD-1"
LEARNING: Final = "LD-1"
ADVISER: Final = "HRA-1"
HR: Final = "HRS-1"
PAYROLL: Final = "PAY-1"

TO_10, WITHOUT_ASYE, TO_11 = "grade-9-to-10", "grade-9-to-10-without-asye", "grade-10-to-11"

_SERVICE, _OTHER_SERVICE, _THIRD_SERVICE = "children-first", "early-help", "adult-care"
_ROLES: Final = {
    MANAGER: ("team_manager", "team", "the-team"),
    HEAD: ("head_of_service", "service", _SERVICE),
    OTHER_HEAD: ("head_of_service", "service", _OTHER_SERVICE),
    THIRD_HEAD: ("head_of_service", "service", _THIRD_SERVICE),
    DIRECTOR: ("assistant_director", "authority", None),
    LEARNING: ("learning_and_development", "authority", None),
    ADVISER: ("hr_adviser", "authority", None),
    HR: ("hr_services", "authority", None),
    PAYROLL: ("payroll", "authority", None),
}
QUALIFIED: Final = {
    "qualification": "degree",
    "qualified_on": "2024-07-10",
    "registered_on": "2024-08-01",
    "registered_practice_from": "2024-09-02",
    "asye_outcome": "passed",
    "asye_completed_on": "2025-09-30",
}
LONG_QUALIFIED: Final = {
    "qualification": "masters",
    "qualified_on": "2019-07-10",
    "registered_on": "2019-08-01",
    "registered_practice_from": "2019-09-02",
}

APPOINTED: Final = LONG_QUALIFIED | {"asye_outcome": "not-undertaken"}

DISCUSSED: Final = {
    "discussed_on": "2026-01-05",
    "summary": "Ready to go on.",
    "recommended": True,
}
MY_PLAN: Final = DISCUSSED | {
    "agreed_development_complete": True,
    "my_plan_complete": True,
    "systemic_practice_training": "completed",
}
ASYE_RESULT: Final = {"portfolio": "A careful first year."}
MEETING_RECORD: Final = {
    "evidence": "The portfolio, domain by domain.",
    "findings": "The standards are met.",
    "feedback": "Well done.",
}
PANEL_NOTES: Final = {
    "presentation": "Clear about risk.",
    "portfolio": "Complete, and reflective.",
    "decision": "For progression.",
}
VARIATION: Final = {"checked": True}
COMMITMENT: Final = {
    "circumstances": "The course was cancelled twice.",
    "complete_by": "2026-09-30",
}
_DOMAINS: Final = (
    "professionalism", "values-and-ethics", "diversity-and-equality",
    "rights-justice-and-economic-wellbeing", "knowledge", "critical-reflection-and-analysis",
    "skills-and-interventions", "contexts-and-organisations", "professional-leadership",
)  # fmt: skip
_CHILDREN: Final = (
    "relationships", "communication", "child-development", "adult-needs-and-domestic-abuse",
    "abuse-and-neglect", "child-and-family-assessment", "analysis-and-planning",
    "law-and-justice", "role-of-supervision", "organisational-context",
)  # fmt: skip
_STANDARDS: Final = (
    "rights-and-strengths", "trust-and-confidence", "accountability", "continuing-development",
    "safety-and-integrity", "ethical-practice",
)  # fmt: skip
EXAMPLE: Final = {
    "heading": "A family under strain",
    "case": "I worked alongside the family for a year.",
    "skills_and_knowledge": "Direct work, and analysis.",
    "domains": "Each of them, in turn.",
}
FORMS: Final[Mapping[str, Json]] = {
    "professional-record": {
        "qualified_on": "2019-07-10",
        "employed_as_registered_from": "2019-09-02",
        "registered_on": "2019-08-01",
    },
    "cpd-record": {"done_on": "2025-06-10", "activity": "Court skills", "learning": "To be brief."},
    "reflective-statement": {
        "development": "From steady to leading.",
        "pcf": dict.fromkeys(_DOMAINS, "Shown in my work."),
        "knowledge_and_skills": "children",
        "knowledge_and_skills_children": dict.fromkeys(_CHILDREN, "Shown in my work."),
        "professional_standards": dict.fromkeys(_STANDARDS, "Kept to."),
    },
    "contribution-to-learning": {"contribution": "Two students."},
    "ongoing-development": {"statement": "Practice education next."},
    "my-plan-development": {"development": "Led a group on thresholds."},
}
CERTIFICATES: Final = ("qualification-certificate", "registration-evidence")


def settle(
    council: Council,
    grade: str = "9",
    team_type: str = "assessment",
    qualifications: Mapping[str, object] = QUALIFIED,
    **members: object,
) -> None:
    """Send Derbyshire's organisation and people; `members` go into the worker's record."""
    council.house.set_clock("2026-01-02")  # before anything of any story
    put_team(council, "the-team", team_type)
    for number, (role, kind, unit) in _ROLES.items():
        manager = {"line_manager": HIGHER} if number == MANAGER else {}
        if number == MANAGER:
            put(council.hris, f"/v1/workers/{HIGHER}", worker(HIGHER, "the-team", "14"))
        put(council.hris, f"/v1/workers/{number}", worker(number, "the-team", "13", **manager))
        give_role(council, number, role, kind, unit)
    send_worker(council, grade, qualifications, **members)


def send_worker(
    council: Council,
    grade: str = "9",
    qualifications: Mapping[str, object] = QUALIFIED,
    **members: object,
) -> None:
    """Send the worker, qualified like this; `members` go into their record."""
    told = dict(qualifications)
    registration = {"registered_on": told.pop("registered_on", None)}
    told = {"qualifications": told, "registration": registration, "line_manager": MANAGER}
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, "the-team", grade, **told | members))


def put_team(council: Council, team: str, team_type: str) -> None:
    """Send a team of the worker's service."""
    title = team.replace("-", " ").capitalize()
    body = {
        "title": title,
        "team_type": team_type,
        "service_area": "adults" if team_type == "adults" else "children",
        "service": _SERVICE,
        "locality": "north",
    }
    put(council.hris, f"/v1/teams/{team}", body)


def open_case(council: Council, pathway: str, day: str = "2026-01-05") -> CaseOf:
    """A case that the worker opened on a day."""
    council.house.set_clock(day)
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "derbyshire"}
    sent = body | {"pathway": pathway}
    opened = council.person(WORKER).post("/v1/applications", json=sent, headers=key())
    return CaseOf(council, answered(opened)["application_id"])


def asye_submitted(
    council: Council, day: str = "2026-01-09", *, final_assessment: bool = True
) -> CaseOf:
    """A case after the ASYE, submitted on a day."""
    case = open_case(council, TO_10)
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    council.house.set_clock(day)
    give_file(case, WORKER, "asye-portfolio")
    if final_assessment:
        give_file(case, WORKER, "asye-final-assessment")
    case.take(WORKER, "submit-portfolio")
    return case


def asye_confirmed(case: CaseOf, day: str = "2026-03-20") -> CaseOf:
    """The case, confirmed on a day."""
    case.council.house.set_clock(day)
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    case.take(HIGHER, "confirm-progression")
    return case


def portfolio(
    case: CaseOf, certificates: tuple[str, ...] = CERTIFICATES, *, of_children: bool = True
) -> CaseOf:
    """The case, with its CPD portfolio (DER-16) provided item by item."""
    has_my_plan = of_children and case.seen_by(MANAGER)["pathway"] == TO_11
    for item, answers in FORMS.items():
        if item != "my-plan-development" or has_my_plan:
            give_form(case, WORKER, item, answers)
    for _ in range(2):
        give_form(case, WORKER, "case-examples", EXAMPLE)
    for item in certificates:
        give_file(case, WORKER, item)
    answers = {"recommendation": "From two years of supervision."}
    give_form(case, MANAGER, "line-manager-recommendation", answers)
    return case


def to_11_submitted(
    council: Council,
    day: str = "2026-01-09",
    certificates: tuple[str, ...] = CERTIFICATES,
    **discussed: object,
) -> CaseOf:
    """A case from grade 10 to 11, with its portfolio submitted on a day."""
    case = open_case(council, TO_11)
    case.fill_in(MANAGER, "record-discussion", MY_PLAN | discussed)
    council.house.set_clock(day)
    portfolio(case, certificates)
    case.take(WORKER, "submit-portfolio")
    return case


def panel(step: str = "progression-panel", day: str = "2026-01-28", **members: str) -> Json:
    """What arranges a panel or meeting of an hour; `members` are employee numbers by role."""
    seats = members or {"independent_head_of_service": OTHER_HEAD, "head_of_service": HEAD}
    return {
        "step": step,
        "starts_at": f"{day}T10:00:00Z",
        "ends_at": f"{day}T11:00:00Z",
        "place": "County Hall",
        "members": [{"employee_number": number, "role": role} for role, number in seats.items()],
    }


def supported(case: CaseOf, day: str = "2026-01-28") -> CaseOf:
    """The case, with a panel held on a day that decided for progression."""
    case.take(LEARNING, "arrange-meeting", panel(day=day))
    case.council.house.set_clock(f"{day}T10:30:00Z")
    case.fill_in(OTHER_HEAD, "support-progression", PANEL_NOTES)
    return case


def approved(case: CaseOf, day: str = "2026-03-20") -> CaseOf:
    """The case, left out of the sample and approved on a day."""
    case.take(LEARNING, "leave-out-of-sample")
    case.council.house.set_clock(day)
    case.take(HEAD, "approve-progression")
    return case


def without_asye(council: Council, **seats: str) -> CaseOf:
    """A case without the ASYE that has come to its formal progression meeting."""
    settle(council, qualifications=APPOINTED)
    case = open_case(council, WITHOUT_ASYE)
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    council.house.set_clock("2026-01-09")
    portfolio(case).take(WORKER, "submit-portfolio")
    council.house.set_clock("2026-01-20")
    case.take(HEAD, "arrange-meeting", panel("progression-meeting", **seats))
    council.house.set_clock("2026-01-28T10:30:00Z")
    return case


def authorise(case: CaseOf, position: int) -> Json:
    """The Assistant Director's decision on a pay point."""
    reason = "Skills, knowledge and experience."
    body = {"facts": {"authorised_point_position": position}, "comments": reason}
    return case.take(DIRECTOR, "resolve-pay", body)


def needs_director(case: CaseOf) -> None:
    """Return once paycalc has left the pay point to somebody."""
    wait_until(lambda: bool(case.seen_by(MANAGER)["pay_status"] == "needs_decision"))


def paid(case: CaseOf) -> Json:
    """The one pay point that the case gives, drafted by the line manager, approved by theirs."""
    case.wait_for_pay()
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    case.take(HIGHER, "approve-variation")
    day = {"effective_on": "2026-12-31", "known_on": case.council.house.now.date().isoformat()}
    items = answered(case.council.hris.get("/v1/pay-points", params=day))["items"]
    (point,) = [each for each in items if each["employee_number"] == WORKER]
    return dict(point)
