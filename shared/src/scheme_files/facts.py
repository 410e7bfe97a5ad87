"""The facts that every scheme accepts: one name and one meaning wherever they are asked for.

A scheme file may declare more of its own; it may not redefine one of these. The order is the
order in which a form would ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class FactType(StrEnum):
    """What kind of value a fact has."""

    TRUE_FALSE = "true_false"
    DATE = "date"
    CHOICE = "choice"
    WHOLE_NUMBER = "whole_number"
    DECIMAL_NUMBER = "decimal_number"
    GRADE = "grade"
    TEAM_TYPE = "team_type"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a determination may be told about a worker or a case.

    Attributes:
        name: The member's name in `facts`.
        type: What kind of value it has.
        label: How it is called in a sentence or on a form.
        meaning: What it means, for those who have to supply it.
        choices: The values of a choice, each with its words; empty for other types.
        default: The value taken when it is not given, itself an assumption; else None.
    """

    name: str
    type: FactType
    label: str
    meaning: str
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str | bool | None = None


def _choice(name: str, label: str, meaning: str, choices: Mapping[str, str]) -> Fact:
    return Fact(name, FactType.CHOICE, label, meaning, MappingProxyType(dict(choices)))


def _date(name: str, label: str, meaning: str) -> Fact:
    return Fact(name, FactType.DATE, label, meaning)


def _flag(name: str, label: str, meaning: str) -> Fact:
    return Fact(name, FactType.TRUE_FALSE, label, meaning)


_FACTS: Final = (
    Fact("grade", FactType.GRADE, "grade", "The worker's grade now."),
    Fact(
        "target_grade", FactType.GRADE, "grade sought", "For an appointment: the grade applied for."
    ),
    Fact(
        "point_position",
        FactType.WHOLE_NUMBER,
        "point in the grade",
        "Where in the grade the worker is paid now; 1 is the lowest point.",
    ),
    Fact(
        "scp",
        FactType.WHOLE_NUMBER,
        "spinal column point",
        "The spinal column point on which the worker is paid now.",
    ),
    Fact(
        "team_type",
        FactType.TEAM_TYPE,
        "team",
        "What kind of team the worker is in on the effective date.",
    ),
    Fact(
        "service_area",
        FactType.CHOICE,
        "service",
        "Children's or adults' services; taken to be children's when not given.",
        MappingProxyType({"children": "children's services", "adults": "adults' services"}),
        default="children",
    ),
    _choice(
        "qualification",
        "qualification",
        "The social work qualification held.",
        {
            "degree": "a degree in social work",
            "masters": "a master's degree in social work",
            "other-recognised": "another recognised social work qualification",
            "none": "none",
        },
    ),
    _date("qualified_on", "qualified on", "The day the qualification was awarded."),
    _date(
        "registered_on",
        "registered on",
        "The day of first registration with the regulator of the day.",
    ),
    _date(
        "registered_practice_from",
        "in registered practice from",
        "The first day of practising while registered.",
    ),
    _choice(
        "asye_outcome",
        "ASYE outcome",
        "How the Assessed and Supported Year in Employment ended, or where it stands.",
        {
            "passed": "passed",
            "failed": "failed",
            "in-progress": "in progress",
            "not-undertaken": "not undertaken",
        },
    ),
    _date(
        "asye_completed_on",
        "ASYE completed on",
        "The end of the passed year, not of its later moderation.",
    ),
    _date(
        "nqsw_portfolio_completed_on",
        "NQSW portfolio completed on",
        "The day the portfolio of the Newly Qualified Social Worker programme was completed.",
    ),
    _flag("pq_award", "post-qualifying award", "Whether the worker holds a post-qualifying award."),
    _flag(
        "pdr_supports",
        "supported by the PDR",
        "Whether the performance and development review finds the application appropriate.",
    ),
    Fact(
        "fast_track",
        FactType.TRUE_FALSE,
        "fast track",
        "Whether the worker applies for fast track progression; taken to be no when not given.",
        default=False,
    ),
    _flag(
        "line_manager_recommends",
        "recommended by the line manager",
        "Whether the line manager (team manager) recommends progression.",
    ),
    _flag(
        "head_of_service_agrees",
        "agreed by the Head of Service",
        "Whether the relevant Head of Service agrees.",
    ),
    _flag(
        "standards_met",
        "standards met",
        "Whether the final decider, or the panel, finds that the standards of the grade are met.",
    ),
    _flag(
        "competencies_evidenced",
        "competencies evidenced",
        "Whether recruitment tested and evidenced the competencies of the grade.",
    ),
    _flag(
        "prior_progression_evidenced",
        "earlier progression evidenced",
        "Whether recruitment evidenced progression completed at another authority.",
    ),
    _flag(
        "agreed_development_complete",
        "agreed development complete",
        "Whether the development agreed with the line manager is complete.",
    ),
    _date(
        "agreed_development_completed_on",
        "agreed development completed on",
        "The day it was completed, when known.",
    ),
    _flag(
        "my_plan_complete",
        "My Plan development complete",
        "Whether the key development in the worker's My Plan is complete (children's services).",
    ),
    _date("my_plan_completed_on", "My Plan completed on", "The day it was completed, when known."),
    _flag(
        "coursework_submitted",
        "course work submitted",
        "Whether all course work of a qualification that progression depends on is submitted; "
        "leave it out when progression depends on none.",
    ),
    _date(
        "coursework_submitted_on",
        "course work submitted on",
        "The day the last of it was submitted, when known.",
    ),
    _choice(
        "systemic_practice_training",
        "Systemic Practice training",
        "Where the worker stands with Systemic Practice training.",
        {
            "completed": "completed",
            "committed": "committed to",
            "none": "not done and not committed to",
        },
    ),
    _date(
        "systemic_practice_completed_on",
        "Systemic Practice completed on",
        "The day the training was completed, when known.",
    ),
    _flag(
        "head_of_service_accepts_commitment",
        "commitment accepted by the Head of Service",
        "Whether the Head of Service accepts a commitment to do the training afterwards.",
    ),
    _flag(
        "mandatory_training_complete",
        "required training complete",
        "Whether the training required for the post is complete or actively worked towards.",
    ),
    _date("submitted_on", "submitted on", "The day the portfolio or application came in."),
    _date(
        "evidence_complete_on",
        "evidence complete on",
        "The day the last required item of evidence came in.",
    ),
    _date("signed_off_on", "signed off on", "The day of the last yes."),
    _date("commenced_on", "in post from", "For an appointment: the first day in the post."),
    Fact(
        "authorised_point_position",
        FactType.WHOLE_NUMBER,
        "point authorised",
        "The point of the new grade decided by the person to whom the scheme leaves it.",
    ),
    _date(
        "authorised_effective_from",
        "effective date authorised",
        "The effective date decided by the person to whom the scheme leaves it.",
    ),
)

FIXED_FACTS: Final[Mapping[str, Fact]] = MappingProxyType({fact.name: fact for fact in _FACTS})

SUBMISSION_DATE: Final = "submission_date"

FACTS_OF_A_CASE: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        SUBMISSION_DATE: _date(
            SUBMISSION_DATE,
            "submission date",
            "The submission date that the case belongs to, as far as it has come.",
        )
    }
)
"""Facts that follow from how far a case has come: steps may ask for them, and nobody gives them."""
