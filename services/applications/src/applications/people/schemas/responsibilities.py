"""What travels about the roles that people hold, and who stands in for whom."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from applications.people.domain.organisation import Holding
from applications.people.domain.records import Delegation, RoleAssignment
from applications.people.operations.me import Me
from applications.people.schemas.names import EmployeeNumber, HeldRole
from applications.platform.caller import Caller
from plumbing.wire import Answer, IsoDate, Question, Slug

_AUTHORITY = "authority"


class OverUnit(Question):
    """A part of the organisation."""

    kind: Literal["team", "service", "locality"]
    id: Slug
    """Its id; that of a team is one that was sent."""


class OverAuthority(Question):
    """The whole authority."""

    kind: Literal["authority"]
    id: None = None


class RoleAssignmentBody(Question):
    """A role that somebody holds over a part of the organisation, from a day on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "employee_number": "100234",
                    "role": "service_manager",
                    "over": {"kind": "service", "id": "children-in-care"},
                    "starts_on": "2026-04-01",
                }
            ]
        }
    )

    employee_number: EmployeeNumber
    role: HeldRole
    over: Annotated[OverUnit | OverAuthority, Field(discriminator="kind")]
    starts_on: IsoDate
    ends_before: IsoDate | None = None
    """The first day that it is no longer held; left out while no end is known."""

    def assignment(self, role_assignment_id: str) -> RoleAssignment:
        """The assignment of an id that this describes."""
        return RoleAssignment(
            role_assignment_id=role_assignment_id,
            employee_number=self.employee_number,
            role=self.role,
            over_kind=self.over.kind,
            over=self.over.id or "",
            starts_on=self.starts_on,
            ends_before=self.ends_before,
            version=0,
        )


class OverAnswer(Answer):
    """A part of the organisation, or the whole authority."""

    kind: Literal["team", "service", "locality", "authority"]
    id: str | None
    """Null for the authority."""


class RoleAssignmentAnswer(Answer):
    """A role that somebody holds over a part of the organisation."""

    role_assignment_id: str
    employee_number: str
    role: HeldRole
    over: OverAnswer
    starts_on: IsoDate
    ends_before: IsoDate | None

    @classmethod
    def of(cls, assignment: RoleAssignment) -> Self:
        """The answer that tells of an assignment."""
        return cls(
            role_assignment_id=assignment.role_assignment_id,
            employee_number=assignment.employee_number,
            role=assignment.role,
            over=_over(assignment.over_kind, assignment.over),
            starts_on=assignment.starts_on,
            ends_before=assignment.ends_before,
        )


def _over(kind: str, unit: str) -> OverAnswer:
    return OverAnswer.model_validate({"kind": kind, "id": unit or None})


class DelegationBody(Question):
    """Somebody lets somebody else act for them in a role, for a time."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "delegated_by": "100234",
                    "delegated_to": "100009",
                    "role": "service_manager",
                    "starts_on": "2026-04-01",
                    "ends_before": "2026-04-15",
                }
            ]
        }
    )

    delegated_by: EmployeeNumber
    """Who holds the role on the first day, or has it by one delegation."""
    delegated_to: EmployeeNumber
    role: HeldRole
    starts_on: IsoDate
    ends_before: IsoDate
    """The first day on which it no longer counts. An earlier day ends a delegation."""

    def delegation(self, delegation_id: str) -> Delegation:
        """The delegation of an id that this describes."""
        return Delegation(delegation_id=delegation_id, version=0, **dict(self))


class DelegationAnswer(Answer):
    """Somebody may act for somebody else in a role, for a time."""

    delegation_id: str
    delegated_by: str
    delegated_to: str
    role: HeldRole
    starts_on: IsoDate
    ends_before: IsoDate

    @classmethod
    def of(cls, delegation: Delegation) -> Self:
        """The answer that tells of a delegation."""
        return cls(
            delegation_id=delegation.delegation_id,
            delegated_by=delegation.delegated_by,
            delegated_to=delegation.delegated_to,
            role=delegation.role,
            starts_on=delegation.starts_on,
            ends_before=delegation.ends_before,
        )


class HoldingAnswer(Answer):
    """A role held today, over a part of the organisation."""

    role: HeldRole
    over: OverAnswer
    on_behalf_of: list[str]
    """Empty for a role of one's own; else those stood in for, who holds the role itself first."""

    @classmethod
    def of(cls, holding: Holding) -> Self:
        """The answer that tells of a role held."""
        return cls(
            role=holding.role,
            over=_over(holding.over_kind, holding.over),
            on_behalf_of=list(holding.chain),
        )


class MyAuthority(Answer):
    """The authority that the token's issuer speaks for."""

    authority: str
    title: str


class MyPerson(Answer):
    """The person behind the token."""

    employee_number: str
    name: str
    roles: list[HoldingAnswer]
    """The roles held today, one's own first."""
    delegations: list[DelegationAnswer]
    """The delegations by or to this person that are in force today."""


class MeAnswer(Answer):
    """Who the token is."""

    authority: MyAuthority
    client_id: str
    scopes: list[str]
    person: MyPerson | None
    """Null for a machine, and where no worker has the subject of the token."""

    @classmethod
    def of(cls, caller: Caller, me: Me) -> Self:
        """The answer that tells who a caller is."""
        authority = MyAuthority(authority=caller.authority.authority, title=caller.authority.title)
        person = (
            None
            if me.person is None
            else MyPerson(
                employee_number=me.person.employee_number,
                name=me.person.name,
                roles=[HoldingAnswer.of(holding) for holding in me.person.holdings],
                delegations=[DelegationAnswer.of(each) for each in me.delegations],
            )
        )
        return cls(
            authority=authority,
            client_id=caller.client_id,
            scopes=sorted(caller.scopes),
            person=person,
        )
