"""The pay timeline ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from paycalc.domain.plans import SchemePlan
from paycalc.domain.projections import Line, NextPathway, Place, next_pathways, timeline
from paycalc.domain.versions import choose_version_for
from paycalc.operations.determinations import facts_of_cohort
from paycalc.operations.naming import UnknownSchemeError
from paycalc.operations.timelines import InvalidTimelineError, TimelineMistake, place_mistakes
from paycalc.rulebook.loading import Rulebook


@dataclass(frozen=True, slots=True)
class ProjectionQuestion:
    """A request for a projection, as it was put.

    Attributes:
        scheme: The scheme's id.
        known_on: What was known by the end of which day; None for today.
        from_: The first day of the timeline; None for today.
        through: Its last day.
        grade: The grade now.
        position: The position of the point in it.
        on_point_since: The day of the last move to that point.
        in_grade_since: The day of starting in the grade; None where that is the same.
        facts: What is known of the worker, by name, as it arrived.
    """

    scheme: str
    known_on: date | None
    from_: date | None
    through: date
    grade: str
    position: int
    on_point_since: date
    in_grade_since: date | None
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Projection:
    """The timeline and the ways up, with the question as it was resolved."""

    plan: SchemePlan
    known_on: date
    from_: date
    through: date
    grade: str
    lines: tuple[Line, ...]
    next_pathways: tuple[NextPathway, ...]


def create_projection(
    rulebook: Rulebook, question: ProjectionQuestion, *, today: date
) -> Projection:
    """Project somebody's pay.

    The increments are those of the version in force on the first day that binds the worker; of
    the newest, while facts are missing to know that.

    Raises:
        UnknownSchemeError: when the service holds no such scheme.
        NotInForceError: when no version of the scheme was in force on the first day.
        InvalidTimelineError: when days are out of order, or the scheme has no such point.
        UnknownFactError: when a fact has a name that the scheme does not know.
        InvalidFactsError: when a fact has a value that it cannot have.
    """
    versions = rulebook.schemes.get(question.scheme)
    if versions is None:
        raise UnknownSchemeError(rulebook.schemes)
    known_on, starts_on = question.known_on or today, question.from_ or today
    plan, binds = choose_version_for(
        versions,
        starts_on,
        known_on,
        lambda plan: facts_of_cohort(rulebook, plan, question.facts),
    )
    facts = rulebook.readers[plan.sha256].read(question.facts)[0]
    place = Place(
        question.grade,
        question.position,
        question.on_point_since,
        question.in_grade_since or question.on_point_since,
    )
    _refuse_mistakes(plan, place, starts_on, question.through)
    return Projection(
        plan=plan,
        known_on=known_on,
        from_=starts_on,
        through=question.through,
        grade=question.grade,
        lines=timeline(plan, place, starts_on, question.through, known_on),
        next_pathways=next_pathways(plan, question.grade, facts, starts_on, binds),
    )


def _refuse_mistakes(plan: SchemePlan, place: Place, starts_on: date, through: date) -> None:
    mistakes = place_mistakes("", place.grade, place.position, plan.grades.points)
    if through < starts_on:
        mistakes.append(TimelineMistake("/through", "this must not be before the first day"))
    if place.on_point_since > starts_on:
        detail = "this must not be after the first day of the timeline"
        mistakes.append(TimelineMistake("/on_point_since", detail))
    if place.in_grade_since > place.on_point_since:
        mistakes.append(TimelineMistake("/in_grade_since", "this must not be after on_point_since"))
    if mistakes:
        raise InvalidTimelineError(mistakes)
