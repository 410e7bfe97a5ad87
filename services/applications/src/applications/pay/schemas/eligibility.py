"""What travels about a worker's prospects."""

from typing import Literal, Self

from applications.pay.domain.determinations import Rule
from applications.pay.domain.eligibility import Prospect
from applications.pay.schemas.points import members
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.schemes.schemas.workflow import ClauseAnswer
from plumbing.wire import Answer, Flag, IsoDate, Slug

Outcome = Literal["determined", "needs_decision", "insufficient_facts", "not_met"]


class RuleAnswer(Answer):
    """A rule, and what is on record towards it."""

    id: str
    status: Literal["met", "not_met", "unknown", "not_applicable", "assumed"]
    met_on: IsoDate | None
    """The day on which it became true, where there is one."""
    blocking: Flag
    """Whether it stops progression when it is not met."""
    facts: list[str]
    """The facts that it reads."""
    required: str
    """What it asks."""
    found: str
    """What was found."""
    clause: ClauseAnswer | None
    """Where the document says so; null where there is an assumption."""
    assumption: str | None
    """What is assumed where the document is silent."""

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """A rule as it is sent."""
        clause = None if rule.clause is None else ClauseAnswer.model_validate(members(rule.clause))
        return cls.model_validate({**members(rule), "facts": list(rule.facts), "clause": clause})


class ProblemAnswer(Answer):
    """Why nothing can be said of a pathway: the facts on record cannot all be right."""

    type: str
    """The stable name of paycalc's problem."""
    detail: str


class ProspectAnswer(Answer):
    """How a worker stands towards a pathway that starts from the grade of a post."""

    post_number: PostNumber
    scheme: Slug
    scheme_version: IsoDate
    pathway: Slug
    title: str
    from_grade: GradeLabel
    in_grade_since: IsoDate
    """The first day on that grade: by the pay points known here, else the day the post began."""
    months_in_grade: int
    """Whole months since then. It is shown, and nothing follows from it by itself."""
    to_grades: list[GradeLabel]
    outcome: Outcome | None
    """What it would come to with what is on record: `insufficient_facts` when nothing stands
    against it, as people decide the rest. Null with a `problem`."""
    earliest_on: IsoDate | None
    """The first day that what is on record allows; null where something is missing, or is not met
    and time alone will not mend it."""
    missing_facts: list[str]
    """What would have to be put on record."""
    decided_in_case: list[str]
    """What people decide, or a case records, once there is one."""
    rules: list[RuleAnswer]
    problem: ProblemAnswer | None

    @classmethod
    def of(cls, prospect: Prospect) -> Self:
        """A prospect as it is sent."""
        way, problem = prospect.way, prospect.problem
        return cls.model_validate(
            {
                **members(way),
                "to_grades": list(way.to_grades),
                "outcome": prospect.outcome,
                "earliest_on": prospect.earliest_on,
                "missing_facts": list(prospect.missing_facts),
                "decided_in_case": list(prospect.decided_in_case),
                "rules": [RuleAnswer.of(rule) for rule in prospect.rules],
                "problem": None
                if problem is None
                else ProblemAnswer(type=f"/problems/{problem.slug}", detail=problem.detail),
            }
        )


class EligibilityAnswer(Answer):
    """Every way up for a worker, from each of their posts."""

    employee_number: EmployeeNumber
    known_on: IsoDate
    """The day of which this is: today."""
    items: list[ProspectAnswer]
