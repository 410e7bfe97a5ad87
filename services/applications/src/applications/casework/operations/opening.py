"""Opening a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from applications.casework.domain.case import Case, FactValue
from applications.casework.domain.refusals import CannotOpenError, people_in_words
from applications.casework.domain.workflow import open_steps
from applications.casework.operations.desk import (
    Desk,
    Found,
    actor_of,
    known_facts,
    takes_independent,
)
from applications.casework.operations.waiting import waiting_of
from applications.casework.storage.cases import insert_case
from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.organisation import WORKER, Person, Place, Standing, people_of
from applications.people.domain.refusals import (
    InvalidRecordError,
    Refused,
    UnknownReferenceError,
)
from applications.people.operations.callers import acting, find_caller
from applications.people.storage.persons import find_place
from applications.permissions import ForbiddenError
from applications.platform.database import DuplicateError
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.schemes.domain.held import HeldScheme
from applications.schemes.domain.known_facts import fact_mistake
from applications.schemes.storage.pinned import pin_scheme
from scheme_files.model.rules import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a case is opened with: the worker's post, the pathway, and facts that are known."""

    employee_number: str
    post_number: str
    scheme: str
    pathway: str
    facts: Mapping[str, FactValue]


async def open_application(desk: Desk, once: Once[Found], opening: Opening) -> Rendered:
    """Open a case for a worker.

    Raises:
        UnknownReferenceError: The worker, post, scheme or pathway is not there, or not visible.
        ForbiddenError: The caller is not one who opens cases of this pathway for this worker.
        CannotOpenError: The post, the grade or another open case does not allow it.
        InvalidRecordError: The scheme knows no such fact, or it cannot have this value.
    """
    try:
        return await _open_unless_open(desk, once, opening)
    except CannotOpenError:
        # The open one may be of this very request, sent twice at once: its answer is there by now.
        return await _open_unless_open(desk, once, opening)


async def _open_unless_open(desk: Desk, once: Once[Found], opening: Opening) -> Rendered:
    try:
        return await _open(desk, once, opening)
    except DuplicateError as error:
        if error.constraint != "applications_one_open":
            raise
        raise CannotOpenError(
            "The worker has an open application on this pathway: go on with that one."
        ) from None


@rerun_when_raced
async def _open(desk: Desk, once: Once[Found], opening: Opening) -> Rendered:
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await find_caller(session, asked)
        place = await find_place(
            session, authority_id, opening.employee_number, opening.post_number, day=asked.today
        )
        if person is None or place is None:
            raise _unknown("/employee_number", _NO_WORKER)
        standings = _visible(person, place)
        if (kept := await once.find(session)) is not None:
            return kept
        held, pathway = _pathway(desk, opening)
        _authorise(person, place, standings, pathway)
        _check_post(place, pathway, asked.today)
        _check_facts(held, opening.facts)
        case = _case(desk, opening, held, pathway, person, place)
        await pin_scheme(session, authority_id, held)
        waiting = waiting_of(case, pathway, known_facts(place, case.facts), asked.today)
        await insert_case(
            session,
            authority_id,
            case,
            waiting,
            takes_independent=takes_independent(pathway),
        )
        found = Found(
            case=case,
            held=held,
            pathway=pathway,
            place=place,
            person=person,
            actor=actor_of(person, place),
            facts=known_facts(place, case.facts),
            now=asked.now,
            today=asked.today,
            as_written=case,
        )
        answer = await once.keep(session, found)
        opened = Event(
            kind="application-opened",
            subject_kind="application",
            subject=str(case.application_id),
            act=acting(asked, person),
            body={
                "employee_number": case.employee_number,
                "scheme": case.scheme,
                "pathway": case.pathway,
                "scheme_sha256": case.scheme_sha256,
            },
        )
        await append(session, authority_id, [opened], now=asked.now)
    return answer


def _pathway(desk: Desk, opening: Opening) -> tuple[HeldScheme, Pathway]:
    asked = desk.asked
    if opening.scheme not in asked.caller.authority.schemes:
        run = ", ".join(sorted(asked.caller.authority.schemes))
        raise _unknown("/scheme", f"The authority runs no such scheme. Give one of: {run}.")
    held = desk.schemes.in_force(opening.scheme, rules_on=asked.today, known_on=asked.today)
    pathway = held.scheme.pathways.get(opening.pathway)
    if pathway is None or not pathway.steps:
        worked = ", ".join(
            sorted(name for name, each in held.scheme.pathways.items() if each.steps)
        )
        raise _unknown("/pathway", f"The scheme has no such pathway. Give one of: {worked}.")
    return held, pathway


def _unknown(pointer: str, detail: str) -> UnknownReferenceError:
    return UnknownReferenceError(detail, [Refused(pointer, detail)])


_NO_WORKER = "There is no such worker, or no such post."


def _visible(person: Person, place: Place) -> tuple[Standing, ...]:
    standings = actor_of(person, place).standings
    if not standings:
        raise _unknown("/employee_number", _NO_WORKER)
    return standings


def _authorise(
    person: Person, place: Place, standings: Sequence[Standing], pathway: Pathway
) -> None:
    for standing in standings:
        people = people_of(person.employee_number, standing.chain)
        own = place.employee_number in people and standing.role != WORKER
        if standing.role in pathway.opened_by and not own:
            return
    wanted = people_in_words(pathway.opened_by)
    raise ForbiddenError(f"A case on this pathway is opened by {wanted}.")


def _check_post(place: Place, pathway: Pathway, today: date) -> None:
    if place.ends_before is not None and place.ends_before <= today:
        raise CannotOpenError("The post has ended: name one that the worker holds.")
    if pathway.from_ is not None and pathway.from_.grade != place.grade:
        raise CannotOpenError(
            f"This pathway starts from grade {pathway.from_.grade}, and the post is on grade "
            f"{place.grade}. If that is wrong, the HRIS corrects the post first."
        )


def _check_facts(held: HeldScheme, facts: Mapping[str, FactValue]) -> None:
    mistakes = [
        Refused(f"/facts/{fact}", mistake)
        for fact, value in facts.items()
        if (mistake := fact_mistake(held.scheme, fact, value)) is not None
    ]
    if mistakes:
        raise InvalidRecordError(mistakes)


def _case(
    desk: Desk,
    opening: Opening,
    held: HeldScheme,
    pathway: Pathway,
    person: Person,
    place: Place,
) -> Case:
    asked = desk.asked
    facts = {**_sole_target(pathway), **opening.facts}
    case = Case(
        application_id=uuid4(),
        employee_number=opening.employee_number,
        post_number=opening.post_number,
        scheme=opening.scheme,
        pathway=opening.pathway,
        scheme_sha256=held.sha256,
        status="draft",
        embargoed=pathway.embargo is not None,
        pay_status="none",
        opened_by=person.employee_number,
        opened_at=asked.now,
        facts=facts,
        version=1,
        changed_at=asked.now,
    )
    opened = open_steps(
        case,
        pathway,
        pathway.first_steps,
        known_facts(place, facts),
        today=asked.today,
        due=desk.due(held),
    )
    return replace(opened, version=1)


def _sole_target(pathway: Pathway) -> dict[str, FactValue]:
    choices = pathway.to.chosen_from or ()
    return {"target_grade": choices[0]} if len(choices) == 1 else {}
