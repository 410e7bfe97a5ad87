"""What travels about people and the organisation in a file: a single write's body, with its key."""

from datetime import date
from typing import Annotated

from annotated_types import MaxLen, MinLen

from applications.people.domain.records import RoleAssignment, Team, WorkerDetails
from applications.people.domain.register import RegisterCheck, RegisterStatus
from applications.people.schemas.names import (
    EmployeeNumber,
    GradeLabel,
    HoursPerWeek,
    PostNumber,
    RegistrationNumber,
    TeamId,
)
from applications.people.schemas.responsibilities import RoleAssignmentBody
from applications.people.schemas.teams import TeamBody
from applications.people.schemas.workers import HIGHEST_POINT, MOST_POSTS, WorkerBody
from plumbing.wire import IsoDate, PatternText, Question, Slug, Text, WholeNumber

__all__ = [
    "PostGradesRow", "RegisterCheckRow", "RoleAssignmentRow", "TeamRow", "WorkerRow",
]  # fmt: skip

Conditions = Annotated[
    str,
    PatternText(
        r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+$",
        what_to_do="Give text of 1 to 5000 characters, without control characters.",
        longest=5000,
    ),
]


class WorkerRow(WorkerBody):
    """A worker, with everything that is known of them."""

    employee_number: EmployeeNumber

    def sent(self) -> WorkerDetails:
        """The worker that this describes."""
        return self.details(self.employee_number)


class TeamRow(TeamBody):
    """A team and its place."""

    team: TeamId

    def sent(self) -> Team:
        """The team that this describes."""
        return Team(version=0, **self.model_dump())


class RoleAssignmentRow(RoleAssignmentBody):
    """A role that somebody holds."""

    role_assignment_id: Slug

    def sent(self) -> RoleAssignment:
        """The assignment that this describes."""
        return self.assignment(self.role_assignment_id)


class PostGrade(Question):
    """The grade and point of a post that is known, as the HRIS has it."""

    post_number: PostNumber
    grade: GradeLabel
    point_position: Annotated[int, WholeNumber(1, HIGHEST_POINT)] | None = None
    hours_per_week: HoursPerWeek | None = None


class PostGradesRow(Question):
    """The grades and points of a worker's posts, as the HRIS has them; all else stays."""

    employee_number: EmployeeNumber
    posts: Annotated[list[PostGrade], MinLen(1), MaxLen(MOST_POSTS)]


class RegisterCheckRow(Question):
    """What the regulator's register says of a number."""

    registration_number: RegistrationNumber
    name: Annotated[str, Text(1, 200)]
    status: RegisterStatus
    conditions: Conditions | None = None
    registered_from: IsoDate | None = None
    registered_until: IsoDate | None = None
    checked_on: IsoDate | None = None

    def sent(self, import_id: object, today: date) -> RegisterCheck:
        """The check that this describes; made today unless it says otherwise."""
        members = {**dict(self), "checked_on": self.checked_on or today, "import_id": import_id}
        del members["registration_number"]
        return RegisterCheck(**members)
