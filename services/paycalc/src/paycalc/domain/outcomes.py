"""What can come of a determination."""

from enum import StrEnum


class Outcome(StrEnum):
    """What came of a determination."""

    DETERMINED = "determined"
    NEEDS_DECISION = "needs_decision"
    INSUFFICIENT_FACTS = "insufficient_facts"
    NOT_MET = "not_met"

    __hash__ = str.__hash__  # an enumeration would hash its name, in Python, each time
