"""Every problem that this service can answer with, on one screen."""

from typing import Final

from paycalc.domain.contradictions import ContradictoryFactsError
from paycalc.domain.fact_values import InvalidFactsError, UnknownFactError
from paycalc.domain.versions import NotInForceError, RulesNotHeldError
from paycalc.operations.naming import (
    SchemeNotFoundError,
    UnknownPathwayError,
    UnknownSchemeError,
)
from paycalc.operations.timelines import InvalidTimelineError
from plumbing.problems import INVALID_REQUEST, Catalogue, ProblemType

SCHEME_NOT_FOUND: Final = ProblemType(
    "scheme-not-found",
    404,
    "There is no such scheme",
    "The address names a scheme that this service does not hold. `GET /v1/schemes` lists those "
    "that it holds.",
)
UNKNOWN_SCHEME: Final = ProblemType(
    "unknown-scheme",
    422,
    "There is no such scheme",
    "The request names a scheme that this service does not hold. `GET /v1/schemes` lists those "
    "that it holds.",
)
UNKNOWN_PATHWAY: Final = ProblemType(
    "unknown-pathway",
    422,
    "The scheme has no such pathway",
    "`GET /v1/schemes/{scheme}` lists the pathways of a scheme.",
)
UNKNOWN_FACT: Final = ProblemType(
    "unknown-fact",
    422,
    "The scheme knows no such fact",
    "A fact was given by a name that neither every scheme nor this one knows. `errors` points to "
    "it; `GET /v1/schemes/{scheme}/facts` describes the facts that there are.",
)
CONTRADICTORY_FACTS: Final = ProblemType(
    "contradictory-facts",
    422,
    "Facts contradict each other",
    "The facts cannot all be true: days in the wrong order, a day of completing what was not "
    "completed, or a decision that the scheme leaves to nobody. `errors` points to each; correct "
    "one of them.",
)
NOT_IN_FORCE: Final = ProblemType(
    "not-in-force",
    422,
    "No version of the scheme was in force",
    "The day asked about is before the first version of the scheme, or the day of knowledge is "
    "before any version was published. The detail names the first day that can be asked about.",
)
INVALID_TIMELINE: Final = ProblemType(
    "invalid-timeline",
    422,
    "Entries overlap, or name what the scheme has not",
    "Entries of what was paid, what is due or the hours overlap, end before they start, leave days "
    "without hours, or name a grade or point that the scheme has not. `errors` points to each.",
)
RULES_NOT_HELD: Final = ProblemType(
    "rules-not-held",
    409,
    "The exact rules asked for are not held here",
    "`scheme_sha256` names a text of the scheme that this service has not loaded. Leave it out to "
    "use the rules in force, or have that version loaded.",
)

OF_A_DETERMINATION: Final = (
    UNKNOWN_SCHEME,
    UNKNOWN_PATHWAY,
    UNKNOWN_FACT,
    CONTRADICTORY_FACTS,
    NOT_IN_FORCE,
    RULES_NOT_HELD,
)
"""What can be wrong with a question that can be read, asked now or replayed."""

PROBLEMS: Final[Catalogue] = {
    SchemeNotFoundError: SCHEME_NOT_FOUND,
    UnknownSchemeError: UNKNOWN_SCHEME,
    UnknownPathwayError: UNKNOWN_PATHWAY,
    UnknownFactError: UNKNOWN_FACT,
    InvalidFactsError: INVALID_REQUEST,
    ContradictoryFactsError: CONTRADICTORY_FACTS,
    NotInForceError: NOT_IN_FORCE,
    InvalidTimelineError: INVALID_TIMELINE,
    RulesNotHeldError: RULES_NOT_HELD,
}
