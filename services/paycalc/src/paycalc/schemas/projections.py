"""The body of a request for a projection, and of its answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from paycalc.schemas.arrears import GradeLabel
from paycalc.schemas.determinations import PointBody, SalaryBody
from plumbing.wire import Answer, IsoDate, Question, Slug, WholeNumber


class ProjectionQuestionBody(Question):
    """Where a worker stands, and how far ahead to look."""

    scheme: Slug
    known_on: IsoDate | None = None
    """What was known by the end of which day (Europe/London); today when left out."""
    from_: IsoDate | None = Field(default=None, alias="from")
    """The first day of the timeline; today when left out."""
    through: IsoDate
    """Its last day."""
    grade: GradeLabel
    """The grade now."""
    position: Annotated[int, WholeNumber(1, 999)]
    """The position of the point in it."""
    on_point_since: IsoDate
    """The day of the last move to that point, by increment, progression or start."""
    in_grade_since: IsoDate | None = None
    """The day of starting in the grade; the same as `on_point_since` when left out."""
    facts: dict[str, Any] = Field(default_factory=dict)
    """What is known of the worker, as `GET /v1/schemes/{scheme}/facts` describes it; from it
    follows when each pathway could be taken."""


class LineBody(SalaryBody):
    """The worker on one point at one salary for a time."""

    starts_on: IsoDate
    ends_before: IsoDate
    grade: str
    point: PointBody
    because: Literal["start", "increment", "award", "pay_year"]
    """Why it starts there."""


class NextPathwayBody(Answer):
    """A way up from the grade, and when it could be taken at the earliest."""

    pathway: str
    title: str
    to_grades: list[str]
    earliest_on: IsoDate | None
    """The first day on which every dated criterion is met; null where facts are missing for that,
    or a criterion is not met whatever the day."""
    earliest_submission_date: IsoDate | None
    """The submission date that belongs to it; null where the scheme has none."""
    not_met: list[str]
    """The rules that no day will meet as the facts stand."""
    missing_facts: list[str]
    """The facts still to be known, judgements included, in the order in which to ask."""


class ProjectionAnswer(Answer):
    """The pay timeline ahead, and the ways up."""

    scheme: str
    scheme_version: IsoDate
    known_on: IsoDate
    from_: IsoDate = Field(alias="from")
    through: IsoDate
    increments: str
    """The rule by which increments fall."""
    timeline: list[LineBody]
    next_pathways: list[NextPathwayBody]
