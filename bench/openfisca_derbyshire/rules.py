"""The rules of grade 9 to 10 as dated formulas over arrays of people."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np  # type: ignore[import-not-found] # in .venv-peers
from bench.openfisca_derbyshire.variables import NO_DAY, rule
from openfisca_core.indexed_enums import Enum  # type: ignore[import-not-found] # in .venv-peers

Person = Callable[[str, object], Any]
Parameters = Callable[[object], Any]

_QUALIFICATIONS: Final = ("not_given", "degree", "masters", "other_recognised")
_CRITERIA: Final = ("on_grade_9", "qualified", "registered", "registered_practice", "asye_passed")
_DAYS: Final = "datetime64[D]"
_MONTHS: Final = "datetime64[M]"

_OUTCOMES: Final = Enum(
    "outcome", {name: name for name in ("not_met", "needs_decision", "determined")}
)


def add_months(days: np.ndarray, months: int) -> np.ndarray:
    """Return the same days so many months on, else the last day of that month."""
    month = days.astype(_MONTHS)
    later = (month + months).astype(_DAYS) + (days - month.astype(_DAYS))
    last = (month + months + 1).astype(_DAYS) - 1
    return np.minimum(later, last)


def next_of(days_of_year: Sequence[str], days: np.ndarray) -> np.ndarray:
    """Return the first of these days of the year that is on each day or after it."""
    year = days.astype("datetime64[Y]")
    found = np.full(days.shape, np.datetime64("9999-12-31"))
    for day_of_year in days_of_year:
        month, day = (int(part) for part in day_of_year.split("-"))
        for offset in (0, 1):
            candidate = ((year + offset).astype(_MONTHS) + month - 1).astype(_DAYS) + day - 1
            found = np.where((candidate >= days) & (candidate < found), candidate, found)
    return found


def practised_on(person: Person, period: object, parameters: Parameters) -> np.ndarray:
    """Find the day on which registered practice was long enough."""
    months = parameters(period).progression.months_in_registered_practice
    return add_months(person("registered_practice_from", period), months)


def on_grade_9(person: Person, period: object) -> np.ndarray:
    """Find who is on the grade that the pathway starts from."""
    return person("grade", period) == 9  # noqa: PLR2004 - the grade's own name


def qualified(person: Person, period: object) -> np.ndarray:
    """Find who is qualified, or has not been asked."""
    return np.isin(person("qualification", period).decode_to_str(), _QUALIFICATIONS)


def registered(person: Person, period: object) -> np.ndarray:
    """Find who was registered by the final sign-off."""
    return person("registered_on", period) <= person("signed_off_on", period)


def registered_practice(person: Person, period: object) -> np.ndarray:
    """Find who had practised long enough by the final sign-off."""
    return person("practised_on", period) <= person("signed_off_on", period)


def asye_passed(person: Person, period: object) -> np.ndarray:
    """Find who had passed the ASYE by the final sign-off."""
    passed = person("asye_outcome", period).decode_to_str() == "passed"
    return passed & (person("asye_completed_on", period) <= person("signed_off_on", period))


def criteria_met(person: Person, period: object) -> np.ndarray:
    """Find who meets every criterion."""
    met = person("line_manager_recommends", period) & person("standards_met", period)
    for name in _CRITERIA:
        met = met & person(name, period)
    return met


def submission_date(person: Person, period: object, parameters: Parameters) -> np.ndarray:
    """Find the submission date that each case belongs to, and to which pay goes back."""
    complete_on = person("submitted_on", period)
    for name in ("evidence_complete_on", "registered_on", "practised_on", "asye_completed_on"):
        complete_on = np.maximum(complete_on, person(name, period))
    days = next_of(parameters(period).progression.submission_dates, complete_on)
    return np.where(person("criteria_met", period), days, np.datetime64(NO_DAY))


def accelerated_pay(person: Person, period: object, parameters: Parameters) -> np.ndarray:
    """Find who is eligible for accelerated pay."""
    excluded = parameters(period).progression.accelerated_pay.excluded_team_types
    return ~np.isin(person("team_type", period).decode_to_str(), excluded)


def point(person: Person, period: object, parameters: Parameters) -> np.ndarray:
    """Find the point of grade 10; 0 where there is none yet."""
    position = parameters(period).progression.accelerated_pay.position
    authorised = person("authorised_point_position", period)
    placed = np.where(person("accelerated_pay", period), position, authorised)
    return np.where(person("criteria_met", period), placed, 0)


def outcome(person: Person, period: object) -> np.ndarray:
    """Find what came of each case."""
    met = person("criteria_met", period)
    placed = person("point", period) > 0
    return np.where(placed, 2, np.where(met, 1, 0))


RULES: Final = (
    rule("practised_on", "Practised long enough", value_type=date, formula_2020=practised_on),
    rule("on_grade_9", "On grade 9", value_type=bool, formula_2020=on_grade_9),
    rule("qualified", "Qualified", value_type=bool, formula_2020=qualified),
    rule("registered", "Registered", value_type=bool, formula_2020=registered),
    rule("registered_practice", "12 months", value_type=bool, formula_2020=registered_practice),
    rule("asye_passed", "ASYE passed", value_type=bool, formula_2020=asye_passed),
    rule("criteria_met", "Every criterion met", value_type=bool, formula_2020=criteria_met),
    rule("submission_date", "Submission date", value_type=date, formula_2020=submission_date),
    rule("accelerated_pay", "Accelerated pay", value_type=bool, formula_2020=accelerated_pay),
    rule("point", "Point of grade 10", value_type=int, formula_2020=point),
    rule(
        "outcome",
        "Outcome",
        value_type=Enum,
        possible_values=_OUTCOMES,
        default_value=_OUTCOMES["not_met"],
        formula_2020=outcome,
    ),
)
