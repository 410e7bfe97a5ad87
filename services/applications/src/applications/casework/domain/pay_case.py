"""What the pay room needs to know of a case: the facts, and whose pay it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from applications.casework.domain.case import FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCase:
    """The question that a decision asks paycalc, and where the answer goes.

    `rules_on` picks the version of the scheme, `known_on` is the day of knowledge. `version` is the
    case's when this was read: an answer counts only for the same.
    """

    employee_number: str
    post_number: str
    scheme: str
    scheme_sha256: str
    pathway: str
    facts: Mapping[str, FactValue]
    version: int
    rules_on: date
    known_on: date
    grade_from: str
    point_from: int | None
    hours_per_week: str
