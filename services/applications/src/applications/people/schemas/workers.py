"""What travels about workers and their posts."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Self

from annotated_types import MaxLen
from pydantic import ConfigDict, Field

from applications.people.domain.person_facts import QUALIFICATIONS, REGISTERED_ON
from applications.people.domain.records import Post, Worker, WorkerDetails
from applications.people.domain.register import RegisterCheck, RegisterStatus, Standing, standing
from applications.people.schemas.names import (
    AnyFactValue,
    AsyeOutcome,
    EmailAddress,
    EmployeeNumber,
    FactName,
    GradeLabel,
    HoursPerWeek,
    PostNumber,
    Qualification,
    RegistrationNumber,
    TeamId,
)
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Flag, Instant, IsoDate, Question, Text, WholeNumber

MOST_POSTS = 50
_MOST_FACTS = 50
HIGHEST_POINT = 99


class RegistrationBody(Question):
    """A worker's registration with the regulator."""

    number: RegistrationNumber | None = None
    """The registration number, in small letters or capitals."""
    registered_on: IsoDate | None = None
    """The day of first registration with the regulator of the day."""


class QualificationsBody(Question):
    """What a worker is qualified by, and since when. A member left out is not known."""

    qualification: Qualification | None = None
    """The social work qualification held."""
    qualified_on: IsoDate | None = None
    """The day the qualification was awarded."""
    registered_practice_from: IsoDate | None = None
    """The first day of practising while registered."""
    asye_outcome: AsyeOutcome | None = None
    """How the Assessed and Supported Year in Employment ended, or where it stands."""
    asye_completed_on: IsoDate | None = None
    """The end of the passed year, not of its later moderation."""
    nqsw_portfolio_completed_on: IsoDate | None = None
    """The day the portfolio of a newly qualified social worker was completed."""
    pq_award: Flag | None = None
    """Whether the worker holds a post-qualifying award."""


class PostBody(Question):
    """A post that a worker holds."""

    post_number: PostNumber
    team: TeamId
    """The team that the post is in."""
    grade: GradeLabel
    point_position: Annotated[int, WholeNumber(1, HIGHEST_POINT)] | None = None
    """Where in the grade the worker is paid; 1 is the lowest point."""
    hours_per_week: HoursPerWeek
    starts_on: IsoDate
    ends_before: IsoDate | None = None
    """The first day that the post is no longer held; left out while no end is known."""

    def post(self) -> Post:
        """The post that this describes."""
        return Post(**vars(self))


_NO_REGISTRATION = RegistrationBody()
_NO_QUALIFICATIONS = QualificationsBody()


class WorkerBody(Question):
    """Everything that is known of a worker: what is left out is not known any more."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "9d5f6a1e-6f0b-4f43-9a3c-0f4f0e6f5a77",
                    "name": "Sam Okoro",
                    "email": "s.okoro@council.example",
                    "line_manager": "100009",
                    "registration": {"number": "SW123456", "registered_on": "2021-08-02"},
                    "qualifications": {
                        "qualification": "masters",
                        "qualified_on": "2021-07-15",
                        "registered_practice_from": "2021-09-06",
                        "asye_outcome": "passed",
                        "asye_completed_on": "2022-09-30",
                    },
                    "facts": {"my_plan_complete": True},
                    "posts": [
                        {
                            "post_number": "P-2041",
                            "team": "children-in-care-east",
                            "grade": "9",
                            "point_position": 5,
                            "hours_per_week": "37.00",
                            "starts_on": "2021-09-06",
                        }
                    ],
                }
            ]
        }
    )

    subject: Annotated[str, Text(1, 255)] | None = None
    """The subject of the worker's own tokens; without it they cannot sign in."""
    name: Annotated[str, Text(1, 200)]
    email: EmailAddress | None = None
    line_manager: EmployeeNumber | None = None
    """Who manages the worker; left out, whoever manages the team of the post. May be sent first."""
    registration: RegistrationBody | None = None
    qualifications: QualificationsBody | None = None
    facts: Annotated[dict[FactName, AnyFactValue], MaxLen(_MOST_FACTS)] = Field(
        default_factory=dict, json_schema_extra={"additionalProperties": False}
    )
    """Further facts about the person, by the names that the authority's schemes ask for."""
    posts: Annotated[list[PostBody], MaxLen(MOST_POSTS)] = Field(default_factory=list)
    """Every post held, those that have ended among them."""

    def details(self, employee_number: str) -> WorkerDetails:
        """What this says of the worker of a number."""
        registration = self.registration or _NO_REGISTRATION
        qualifications = self.qualifications or _NO_QUALIFICATIONS
        known = {REGISTERED_ON: registration.registered_on, **vars(qualifications)}
        return WorkerDetails(
            employee_number=employee_number,
            subject=self.subject,
            name=self.name,
            email=self.email,
            registration_number=registration.number,
            line_manager=self.line_manager,
            qualifications={
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in known.items()
                if value is not None
            },
            facts=self.facts,
            posts=tuple(each.post() for each in self.posts),
        )


class RegistrationAnswer(Answer):
    """A worker's registration with the regulator, as far as it is known."""

    number: str | None
    registered_on: IsoDate | None


class QualificationsAnswer(Answer):
    """What a worker is qualified by, and since when, as far as it is known."""

    qualification: Qualification | None
    qualified_on: IsoDate | None
    registered_practice_from: IsoDate | None
    asye_outcome: AsyeOutcome | None
    asye_completed_on: IsoDate | None
    nqsw_portfolio_completed_on: IsoDate | None
    pq_award: bool | None


class PostAnswer(Answer):
    """A post that a worker holds, or held."""

    post_number: str
    team: str
    grade: str
    point_position: int | None
    hours_per_week: HoursPerWeek
    starts_on: IsoDate
    ends_before: IsoDate | None
    """The first day that the post is no longer held; null while no end is known."""


class RegisterCheckAnswer(Answer):
    """What the regulator's register said when it was last looked up."""

    checked_on: IsoDate
    """The day of the look-up."""
    status: RegisterStatus
    """What the register said."""
    standing: Standing
    """What that means today: `restricted` has conditions or is suspended; `check_again` is a
    warning and not a fact: in the renewal season (1 September to 30 November) a lapsed entry may
    be of somebody who has renewed, and from 1 December, or after its last day, an earlier check
    counts no more."""
    conditions: str | None
    """The conditions of practice, in the register's own words."""
    registered_from: IsoDate | None
    registered_until: IsoDate | None
    name_differs: bool
    """Whether the register has another name for this number."""
    import_id: str
    """The import that brought it."""

    @classmethod
    def of(cls, check: RegisterCheck, name: str, today: date) -> Self:
        """The answer that tells of a check of somebody of this name."""
        return cls(
            checked_on=check.checked_on,
            status=check.status,
            standing=standing(check, today),
            conditions=check.conditions,
            registered_from=check.registered_from,
            registered_until=check.registered_until,
            name_differs=check.name.casefold() != name.casefold(),
            import_id=str(check.import_id),
        )


class WorkerAnswer(Answer):
    """What is known of a worker."""

    employee_number: str
    subject: str | None
    name: str
    email: str | None
    line_manager: str | None
    registration: RegistrationAnswer
    qualifications: QualificationsAnswer
    facts: dict[str, AnyFactValue]
    posts: list[PostAnswer]
    """Every post, by its number."""
    retention_class: str
    """Which rule says how long the worker is kept here."""
    legal_hold: bool
    """Whether the worker is kept whatever that rule says."""
    register_check: RegisterCheckAnswer | None
    """What the register said last; null where it was never looked up."""
    changed_at: Instant

    @classmethod
    def of(cls, worker: Worker, today: date) -> Self:
        """The answer that tells of a worker on a day."""
        details, check = worker.details, worker.register_check
        facts: dict[str, Any] = {name: details.qualifications.get(name) for name in QUALIFICATIONS}
        registration = {
            "number": details.registration_number,
            "registered_on": facts.pop(REGISTERED_ON),
        }
        return cls(
            employee_number=details.employee_number,
            subject=details.subject,
            name=details.name,
            email=details.email,
            line_manager=details.line_manager,
            registration=RegistrationAnswer.model_validate(registration),
            qualifications=QualificationsAnswer.model_validate(facts),
            facts=dict(details.facts),
            posts=[PostAnswer(**asdict(post)) for post in details.posts],
            retention_class=worker.retention_class,
            legal_hold=worker.legal_hold,
            register_check=(
                None if check is None else RegisterCheckAnswer.of(check, details.name, today)
            ),
            changed_at=worker.changed_at,
        )


class QueryWorkers(QueryPage):
    """The parameters of the list of workers."""

    team: TeamId | None = None
    """Only those with a post in this team that has not ended."""
    grade: GradeLabel | None = None
    """Only those with a post on this grade that has not ended; with `team`, the same post."""
    updated_since: Instant | None = None
    """Only those whose record changed at this instant or since."""


class Workers(Answer):
    """A page of workers, by employee number."""

    items: list[WorkerAnswer]
    next_cursor: str | None
