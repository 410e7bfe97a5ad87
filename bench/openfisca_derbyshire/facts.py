"""The facts that grade 9 to 10 reads, under the names that paycalc has for them."""

from datetime import date
from typing import Final

from bench.openfisca_derbyshire.variables import NO_DAY, choice, fact

_DATES: Final = {
    "registered_on": "First registration with the regulator",
    "registered_practice_from": "First day practising while registered",
    "asye_completed_on": "End of the passed ASYE",
    "submitted_on": "Portfolio in",
    "evidence_complete_on": "Last required item in",
    "signed_off_on": "Final sign-off",
}
_TEAMS: Final = (
    "fostering",
    "leaving_care",
    "adoption_and_permanence",
    "youth_offending",
    "assessment",
    "child_protection",
    "children_in_care",
    "disabled_children",
    "adults",
    "other",
)
_QUALIFICATIONS: Final = ("not_given", "degree", "masters", "other_recognised", "none")
_ASYE_OUTCOMES: Final = ("not_undertaken", "in_progress", "failed", "passed")

FACTS: Final = (
    fact("grade", "Grade now", value_type=int),
    choice("team_type", "Kind of team", _TEAMS, "other"),
    choice("qualification", "Qualification", _QUALIFICATIONS, "not_given"),
    choice("asye_outcome", "ASYE outcome", _ASYE_OUTCOMES, "not_undertaken"),
    fact("line_manager_recommends", "Recommended", value_type=bool, default_value=True),
    fact("standards_met", "Standards met", value_type=bool),
    fact("authorised_point_position", "Point that a person decided", value_type=int),
    *(fact(name, label, value_type=date, default_value=NO_DAY) for name, label in _DATES.items()),
)
