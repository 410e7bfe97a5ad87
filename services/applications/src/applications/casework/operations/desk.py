"""What an operation of casework is handed, and a case as the caller finds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from applications.casework.domain.case import Case, FactValue, Known
from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.domain.submission import (
    Belonging,
    belonging,
    with_submission_date,
    without_date,
)
from applications.casework.domain.vacancies import Vacancy
from applications.casework.domain.workflow import Actor, Due, with_waits_ended
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
from applications.platform.authorities import Authority
from applications.platform.database import Session
from applications.schemes.domain.deadlines import due_on, fact_due_on
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.domain.words import label_of
from applications.schemes.operations.pinned import pinned_scheme
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step


@dataclass(frozen=True, slots=True)
class Desk:
    """The request, the schemes held here, and what acts have for pay."""

    asked: Asked
    schemes: Schemes
    consequences: Consequences

    def due(self, held: HeldScheme) -> Due:
        """What deadlines of a scheme give from today on, by the authority's calendar."""
        return due_from(self.asked.today, held, self.asked.caller.authority)


def due_from(today: date, held: HeldScheme, authority: Authority) -> Due:
    """What deadlines of a scheme give from a day on, by an authority's calendar."""

    def due(name: str, facts: Mapping[str, FactValue]) -> tuple[date | None, str | None]:
        deadline = held.scheme.deadlines[name]
        if deadline.by_fact is not None:
            day = fact_due_on(deadline, facts)
            label = label_of(deadline.by_fact, held.scheme)
            return day, None if day is None else f"the day of '{label}'"
        return due_on(today, deadline, nation=authority.nation, closure_days=authority.closure_days)

    return due


@dataclass(frozen=True, slots=True)
class Found:
    """A case that the caller may see, and where they stand towards its worker.

    `facts` are all that are known: of the worker, of their post, and of the case. `waits_ended` are
    the steps whose day or fact has come since the case was written, which was `as_written`: it is
    shown as it is by that, and with the submission date that it belongs to by now.
    `vacancies` keep it from going on, and `names` say who the people in it are; None where nobody
    asked.
    """

    case: Case
    held: HeldScheme
    pathway: Pathway
    place: Place
    person: Person | None
    actor: Actor | None
    facts: Mapping[str, FactValue]
    now: datetime
    today: date
    as_written: Case
    waits_ended: tuple[str, ...] = ()
    vacancies: Sequence[Vacancy] | None = None
    names: Mapping[str, str] | None = None

    @property
    def known(self) -> Known:
        """What is known of the case, for whoever rules on it."""
        return Known(now=self.now, today=self.today, place=self.place, facts=self.facts)

    @property
    def belonging(self) -> Belonging | None:
        """The submission date of the case, why it is that, and what would move it."""
        return belonging(self.case, self.held.scheme, self.pathway, self.facts, self.today)

    @property
    def concealed(self) -> bool:
        """Whether the caller is the worker, and what happens is under embargo.

        Then they may only know that the case is in progress.
        """
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
    if found.actor is not None and not may_see(found.actor, found.pathway):
        raise ApplicationNotFoundError(_WORDS)
    return found


_WORDS = "There is no application of this id that you may see."


async def _found(
    session: Session, desk: Desk, case: Case, place: Place, person: Person | None
) -> Found:
    authority_id = desk.asked.caller.authority_id
    asked = desk.asked
    held = await pinned_scheme(session, desk.schemes, authority_id, case.scheme_sha256)
    pathway = held.scheme.pathways[case.pathway]
    dated, facts = dated_case(case, held, place, asked.today)
    known = Known(now=asked.now, today=asked.today, place=place, facts=facts)
    settled, waits_ended = with_waits_ended(dated, pathway, known, desk.due(held))
    return Found(
        case=settled,
        held=held,
        pathway=pathway,
        place=place,
        person=person,
        actor=None if person is None else actor_of(person, place),
        facts=facts,
        now=asked.now,
        today=asked.today,
        as_written=case,
        waits_ended=waits_ended,
    )


def dated_case(
    case: Case, held: HeldScheme, place: Place, today: date
) -> tuple[Case, dict[str, FactValue]]:
    """A case with the submission date that it belongs to by what is known now, and all facts."""
    facts = known_facts(place, case.facts)
    pathway = held.scheme.pathways[case.pathway]
    dated = with_submission_date(case, held.scheme, pathway, facts, today)
    return dated, {**without_date(facts), **dated.facts}


def may_see(actor: Actor, pathway: Pathway) -> bool:
    """Whether somebody has to do with a case: an independent person only where one takes part."""
    return any(
        standing.role != INDEPENDENT_HEAD_OF_SERVICE or takes_independent(pathway)
        for standing in actor.standings
    )


def takes_independent(pathway: Pathway) -> bool:
    """Whether somebody takes part who is independent of the worker."""
    return any(
        INDEPENDENT_HEAD_OF_SERVICE in {*step.by, *_seats(step)} for step in pathway.steps.values()
    )


def _seats(step: Step) -> Iterable[str]:
    return () if step.meeting is None else step.meeting.members


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
