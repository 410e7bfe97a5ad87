"""The facts that another fact can contradict, whatever the rules of a scheme say."""

from typing import Final

from paycalc.domain.point_rules import AUTHORISED

AUTHORISED_DATE: Final = "authorised_effective_from"
COMPLETED_ON: Final = "asye_completed_on"
COMPLETED_AS: Final = "asye_outcome"

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
        *(AUTHORISED, AUTHORISED_DATE, "target_grade"),
    )
)
"""Every one of them: those that `contradictions` looks at."""
