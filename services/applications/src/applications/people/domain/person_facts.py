"""Which facts the HRIS may send of a person, and where each has its place in what it sends."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from applications.people.domain.records import FactValue
from applications.people.domain.refusals import Refused
from scheme_files.facts import FACTS_OF_A_CASE, FIXED_FACTS, Fact, FactType

REGISTERED_ON: Final = "registered_on"
QUALIFICATIONS: Final = (
    REGISTERED_ON,
    "qualification",
    "qualified_on",
    "registered_practice_from",
    "asye_outcome",
    "asye_completed_on",
    "nqsw_portfolio_completed_on",
    "pq_award",
)
"""The facts that are sent and given as `registration` and `qualifications`."""

_PLACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(QUALIFICATIONS, "Send it in `qualifications`."),
    REGISTERED_ON: "Send it in `registration`.",
    **dict.fromkeys(("grade", "point_position", "scp"), "Send the grade and point of each post."),
    **dict.fromkeys(("team_type", "service_area"), "It follows from the team of each post."),
}
OF_A_CASE: Final = frozenset(
    {
        "target_grade",
        "fast_track",
        "pdr_supports",
        "line_manager_recommends",
        "head_of_service_agrees",
        "head_of_service_accepts_commitment",
        "standards_met",
        "submitted_on",
        "evidence_complete_on",
        "signed_off_on",
        "authorised_point_position",
        "authorised_effective_from",
        *FACTS_OF_A_CASE,
    }
)
"""The facts that are decided or recorded in a case."""
_DAY: Final = "Give a day of the calendar as YYYY-MM-DD."


def mistakes_in_facts(facts: Mapping[str, FactValue]) -> Iterator[Refused]:
    """What is wrong with the further facts of a person.

    A name that no fixed fact has is taken for one that a scheme of the authority declares.
    """
    for name, value in facts.items():
        fact = FIXED_FACTS.get(name)
        detail = _elsewhere(name) or (None if fact is None else _not_of_its_type(fact, value))
        if detail is not None:
            yield Refused(f"/facts/{name}", detail)


def _elsewhere(name: str) -> str | None:
    if name in OF_A_CASE:
        return "It is decided or recorded in a case: remove it."
    return _PLACES.get(name)


def _not_of_its_type(fact: Fact, value: FactValue) -> str | None:
    if fact.type is FactType.TRUE_FALSE:
        return None if isinstance(value, bool) else "Give true or false."
    if fact.type is FactType.CHOICE:
        wanted = "Give one of " + ", ".join(f"'{choice}'" for choice in fact.choices) + "."
        return None if value in fact.choices else wanted
    return None if isinstance(value, str) and _is_day(value) else _DAY


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
