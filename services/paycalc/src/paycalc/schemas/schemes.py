"""What this service holds: schemes and their versions, pay tables, submission dates."""

from typing import Annotated, Any, Literal

from pydantic import Field

from paycalc.schemas.determinations import PointBody, SalaryBody
from paycalc.schemas.reasons import Reasoned
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Flag, IsoDate, QueryCount, Question, Sha256, WholeNumber

RoleName = str | None


class SchemeVersionBody(Answer):
    """One version of a scheme."""

    scheme_version: IsoDate
    """The day on which it came into force."""
    published: IsoDate
    """The day on which this text was published; a correction has a later day."""
    scheme_sha256: Sha256
    """The SHA-256 of the scheme file."""


class SchemeSummary(Answer):
    """A scheme and its versions."""

    scheme: str
    title: str
    authority: str
    versions: list[SchemeVersionBody]


class SchemeList(Answer):
    """A page of schemes."""

    items: list[SchemeSummary]
    next_cursor: str | None


class ListSchemesQuery(QueryPage):
    """Which page."""


class DocumentBody(Answer):
    """A document of the council."""

    id: str
    title: str
    publisher: str
    dated: str | None
    """The date it bears, in its own words."""


class RequirementBody(Reasoned):
    """A rule: what it asks, and where it comes from."""

    required: str


class SettingBody(RequirementBody):
    """A setting of the scheme that a sum depends on."""

    setting: str | None
    """Its value; null where the document does not say."""


class PayBody(Answer):
    """Everything about money that holds for the whole scheme."""

    spine: SettingBody
    full_time_hours: SettingBody
    part_months: SettingBody
    rounding: SettingBody
    increments: SettingBody


class GradeBody(RequirementBody):
    """One grade and its points, lowest first."""

    grade: str
    points: list[PointBody]


class PartBody(RequirementBody):
    """A part of the scheme with dates of its own."""

    id: str
    in_force_from: IsoDate
    in_force_until: IsoDate | None
    """Its last day; null while it goes on."""


class SubmissionDatesBody(RequirementBody):
    """The fixed submission dates, and which one a case belongs to."""

    each_year: list[str]
    """The days of the year, MM-DD."""
    belongs_to: RequirementBody


class CriterionBody(RequirementBody):
    """One condition of a pathway."""

    id: str
    blocking: Flag
    facts: list[str]
    """The facts that it reads."""
    when: dict[str, Any]
    """The condition, as the scheme file has it."""
    applies_when: dict[str, Any] | None
    """To whom it applies; null for everybody."""
    if_missing: Literal["unknown", "not_applicable"]


class EffectiveDateBody(RequirementBody):
    """From when the new pay counts."""

    when: dict[str, Any] | None
    day: str | None
    then: str | None
    next_of: list[str] | None
    decided_by: RoleName
    undetermined: Flag


class AcceleratedPayRuleBody(RequirementBody):
    """Placement above the lowest point, by rule."""

    part: str
    eligible_when: dict[str, Any]
    position: Annotated[int, WholeNumber(1, 999)]
    rests_on: list[RequirementBody]


class PointRuleBody(RequirementBody):
    """On which point of the new grade."""

    when: dict[str, Any] | None
    rule: Literal["lowest", "nth", "next_above_current", "decided_by", "undetermined"]
    position: Annotated[int, WholeNumber(1, 999)] | None
    decided_by: RoleName
    choices: list[int] | None


class PathwayBody(Answer):
    """One way up."""

    id: str
    title: str
    from_grade: str | None
    """The grade it starts from; null for an appointment."""
    to_grades: list[str]
    assessed_on: list[str]
    """The date facts of which the first given is the day that criteria must be met by."""
    criteria: list[CriterionBody]
    sign_off: RequirementBody | None
    effective_date: list[EffectiveDateBody]
    accelerated_pay: AcceleratedPayRuleBody | None
    point: list[PointRuleBody]
    never_below_current_pay: RequirementBody | None


class SchemeAnswer(Answer):
    """One version of a scheme, whole."""

    scheme: str
    scheme_version: IsoDate
    published: IsoDate
    scheme_sha256: Sha256
    rules_on: IsoDate
    known_on: IsoDate
    title: str
    authority: str
    in_force: RequirementBody
    binds: dict[str, Any] | None
    """Whom this version binds, as a condition; null for everybody."""
    documents: list[DocumentBody]
    team_types: dict[str, str]
    pay: PayBody
    grades: list[GradeBody]
    submission_dates: SubmissionDatesBody | None
    parts: list[PartBody]
    pathways: list[PathwayBody]


class RulesOnQuery(Question):
    """Which version of a scheme."""

    rules_on: IsoDate | None = None
    """The version in force on this day; today when left out."""


class PayTableQuery(Question):
    """Which day's salaries, as known when."""

    effective_on: IsoDate | None = None
    """The day asked about; today when left out."""
    known_on: IsoDate | None = None
    """What was known by the end of which day (Europe/London); today when left out."""


class PricedPoint(SalaryBody):
    """A point and what it is worth."""

    point: PointBody


class PricedGrade(Answer):
    """A grade with its priced points, lowest first."""

    grade: str
    points: list[PricedPoint]


class PayTableAnswer(Answer):
    """Every grade and point of a scheme with its salary."""

    scheme: str
    scheme_version: IsoDate
    effective_on: IsoDate
    known_on: IsoDate
    grades: list[PricedGrade]


class SubmissionDatesQuery(Question):
    """From which day, and how many."""

    from_: IsoDate | None = Field(default=None, alias="from")
    """The first day that counts; today when left out."""
    count: Annotated[int, QueryCount(1, 60)] = 3
    """How many to give."""


class SubmissionDateBody(Answer):
    """One submission date, and the version of the scheme that gives it."""

    submission_date: IsoDate
    scheme_version: IsoDate


class SubmissionDatesAnswer(Answer):
    """The next submission dates; none where the scheme has no such dates."""

    scheme: str
    known_on: IsoDate
    items: list[SubmissionDateBody]
