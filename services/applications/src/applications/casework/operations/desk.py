"""What an operation of casework is handed, and a case as the caller finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from applications.casework.domain.case import Case, FactValue
from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.domain.workflow import Actor, Due
from applications.casework.operations.consequences import Consequences
from applications.casework.storage.cases import find_asked_case
from applications.people.domain.organisation import (
    INDEPENDENT_HEAD_OF_SERVICE,
    Person,
    Place,
    standings,
)
from applications.people.operations.callers import find_caller, known
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.schemes.domain.deadlines import due_on
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.operations.pinned import pinned_scheme
from scheme_files.model.rules import Pathway


@dataclass(frozen=True, slots=True)
class Desk:
    """The request, the schemes held here, and what acts have for pay."""

    asked: Asked
    schemes: Schemes
    consequences: Consequences

    def due(self, held: HeldScheme) -> Due:
        """What deadlines of a scheme give from today on, by the authority's calendar."""
        authority = self.asked.caller.authority

        def due(deadline: str) -> tuple[date, str]:
            return due_on(
                self.asked.today,
                held.scheme.deadlines[deadline],
                nation=authority.nation,
                closure_days=authority.closure_days,
            )

        return due


@dataclass(frozen=True, slots=True)
class Found:
    """A case that the caller may see, and where they stand towards its worker.

    `facts` are all that are known: of the worker, of their post, and of the case. `concealed`: the
    caller is the worker, and what happens in the case is under embargo.
    """

    case: Case
    held: HeldScheme
    pathway: Pathway
    place: Place
    person: Person | None
    actor: Actor | None
    facts: Mapping[str, FactValue]

    @property
    def concealed(self) -> bool:
        """Whether the caller may only know that the case is in progress."""
        person = self.person
        mine = person is not None and person.employee_number == self.case.employee_number
        return mine and self.case.embargoed


async def find(session: Session, desk: Desk, application_id: UUID, *, lock: bool = False) -> Found:
    """A case that the caller may see.

    Raises:
        ApplicationNotFoundError: There is none of this id, or none that they may know of.
        UnknownPersonError: Nobody here has the subject of the caller's token.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    placed = await find_asked_case(
        session,
        authority_id,
        application_id,
        subject=asked.caller.subject,
        day=asked.today,
        lock=lock,
    )
    if placed is None:
        await find_caller(session, asked)  # a stranger is told so, whatever they ask for
        raise ApplicationNotFoundError(_WORDS)
    person = known(asked, placed.caller)
    found = await _found(session, desk, placed.case, placed.place, person)
    if found.actor is not None and not _may_see(found.actor, found.pathway):
        raise ApplicationNotFoundError(_WORDS)
    return found


_WORDS = "There is no application of this id that you may see."


async def _found(
    session: Session, desk: Desk, case: Case, place: Place, person: Person | None
) -> Found:
    authority_id = desk.asked.caller.authority_id
    held = await pinned_scheme(session, desk.schemes, authority_id, case.scheme_sha256)
    return Found(
        case=case,
        held=held,
        pathway=held.scheme.pathways[case.pathway],
        place=place,
        person=person,
        actor=None if person is None else actor_of(person, place),
        facts=known_facts(place, case.facts),
    )


def _may_see(actor: Actor, pathway: Pathway) -> bool:
    """Whether somebody has to do with a case: an independent person only where one takes part."""
    takes_part = {role for step in pathway.steps.values() for role in step.by}
    return any(
        standing.role != INDEPENDENT_HEAD_OF_SERVICE or standing.role in takes_part
        for standing in actor.standings
    )


def actor_of(person: Person, place: Place) -> Actor:
    """A person, and how they stand towards a worker."""
    return Actor(employee_number=person.employee_number, standings=standings(person, place))


def known_facts(place: Place, recorded: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts that are known: of the worker and their post, and those that a case recorded."""
    of_the_post = {
        "grade": place.grade,
        "point_position": place.point_position,
        "team_type": place.team_type,
        "service_area": place.service_area,
    }
    known = {name: value for name, value in of_the_post.items() if value is not None}
    of_the_worker = {
        name: value for name, value in place.facts.items() if isinstance(value, str | int | bool)
    }
    return {**of_the_worker, **known, **recorded}
