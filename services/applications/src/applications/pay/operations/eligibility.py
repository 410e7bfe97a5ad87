"""Every way up for a worker: paycalc is asked about each, with what is on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from applications.casework.operations.desk import known_facts
from applications.pay.domain.asking import asked_of
from applications.pay.domain.determinations import Determination, PaycalcProblem, Question
from applications.pay.domain.eligibility import Prospect, Way, prospect
from applications.pay.domain.pay_points import end_of_day
from applications.pay.domain.time_in_grade import in_grade_since, whole_months
from applications.pay.paycalc_client import Paycalc, Trace
from applications.pay.storage.pay_points import list_timeline
from applications.people.domain.organisation import Place
from applications.people.domain.records import Post, Worker
from applications.people.operations.workers import find_visible_worker
from applications.people.storage.persons import find_place
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.domain.refusals import NotInForceError


@dataclass(frozen=True, slots=True)
class Prospects:
    """What working out prospects needs: the schemes held here, paycalc, and how to follow it."""

    schemes: Schemes
    paycalc: Paycalc
    trace: Trace


async def get_eligibility(asked: Asked, means: Prospects, employee_number: str) -> list[Prospect]:
    """How a worker stands towards every pathway that starts from the grade of one of their posts.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is no such worker, or none whom the caller may see.
        PaycalcUnavailableError: paycalc is away.
        PaycalcBrokenError: Its answer is no answer.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        worker = await find_visible_worker(session, asked, "get_eligibility", employee_number)
        places = await _places(session, asked, worker)
        points = await list_timeline(
            session, asked.caller.authority_id, employee_number, known_at=end_of_day(asked.today)
        )
    asking = [
        each
        for held in _in_force(asked, means.schemes)
        for post, place in places
        for each in _questions(asked, held, place, in_grade_since(post, points, asked.today))
    ]
    answers = await means.paycalc.determine_many([question for _, question in asking], means.trace)
    return [
        _prospect(way, question, answer)
        for (way, question), answer in zip(asking, answers, strict=True)
    ]


async def _places(session: Session, asked: Asked, worker: Worker) -> list[tuple[Post, Place]]:
    found = []
    for post in worker.details.posts:
        if post.starts_on <= asked.today and (
            post.ends_before is None or post.ends_before > asked.today
        ):
            place = await find_place(
                session,
                asked.caller.authority_id,
                worker.details.employee_number,
                post.post_number,
                day=asked.today,
            )
            found += [] if place is None else [(post, place)]
    return found


def _in_force(asked: Asked, schemes: Schemes) -> Iterator[HeldScheme]:
    for scheme in asked.caller.authority.schemes:
        try:
            yield schemes.in_force(scheme, rules_on=asked.today, known_on=asked.today)
        except NotInForceError:
            continue  # not yet: there is nothing to be eligible for


def _questions(
    asked: Asked, held: HeldScheme, place: Place, since: date
) -> Iterator[tuple[Way, Question]]:
    scheme = held.scheme
    facts = asked_of(scheme, known_facts(place, {}))
    for name, pathway in scheme.pathways.items():
        if pathway.from_ is None or pathway.from_.grade != place.grade:
            continue
        way = Way(
            post_number=place.post_number,
            scheme=scheme.scheme,
            scheme_version=scheme.in_force.from_,
            pathway=name,
            title=pathway.title,
            from_grade=place.grade,
            in_grade_since=since,
            months_in_grade=whole_months(since, asked.today),
            to_grades=(pathway.to.grade,) if pathway.to.grade else pathway.to.chosen_from or (),
        )
        yield (
            way,
            Question(
                scheme=scheme.scheme,
                pathway=name,
                facts=facts,
                scheme_sha256=held.sha256,
                rules_on=asked.today,
                known_on=asked.today,
            ),
        )


def _prospect(way: Way, question: Question, answer: Determination | PaycalcProblem) -> Prospect:
    if isinstance(answer, PaycalcProblem):
        return Prospect(way=way, outcome=None, problem=answer)
    return prospect(way, answer.answer, question.facts.keys())
