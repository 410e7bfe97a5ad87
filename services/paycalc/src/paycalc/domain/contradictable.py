"""The facts that another fact can contradict, whatever the rules of a scheme say."""

from typing import Final

from paycalc.domain.conditions import Facts
from paycalc.domain.point_rules import AUTHORISED

AUTHORISED_DATE: Final = "authorised_effective_from"
COMPLETED_ON: Final = "asye_completed_on"
COMPLETED_AS: Final = "asye_outcome"
TARGET_GRADE: Final = "target_grade"

ORDER: Final = (
    ("submitted_on", "signed_off_on"),
    ("evidence_complete_on", "signed_off_on"),
    ("qualified_on", "asye_completed_on"),
    ("qualified_on", "nqsw_portfolio_completed_on"),
    ("qualified_on", "registered_on"),
)
"""The earlier day and the later day: each pair the right way round or not at all."""

CONTRADICTABLE: Final = frozenset(
    (
        *(name for pair in ORDER for name in pair),
        *(COMPLETED_ON, COMPLETED_AS),
        *(AUTHORISED, AUTHORISED_DATE, TARGET_GRADE),
    )
)
"""Every one of them: those that `contradictions` looks at."""

_NOT_COMPLETED: Final = frozenset({"in-progress", "not-undertaken"})


def is_completed_without_passing(facts: Facts) -> bool:
    """Say whether a day of completion stands beside an outcome without completion."""
    return COMPLETED_ON in facts and facts.get(COMPLETED_AS) in _NOT_COMPLETED


def is_doubtful(facts: Facts) -> bool:
    """Say whether the facts may contradict each other whichever days they name."""
    authorised = AUTHORISED in facts or AUTHORISED_DATE in facts
    return authorised or is_completed_without_passing(facts)
