"""What is true of all projections, tried on those that are drawn."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.drawn_facts import questions
from tests.support.in_process import Refusal, answer_bytes, fresh, rulebook

from paycalc.domain.plans import SchemePlan
from paycalc.domain.projections import Line, Place, timeline
from paycalc.operations.projections import ProjectionQuestion, create_projection
from plumbing.strict_json import parse

PLANS = [plans[-1] for plans in rulebook().schemes.values()]
DAYS = st.dates(date(2023, 3, 1), date(2027, 12, 31))


@st.composite
def places(draw: st.DrawFn) -> tuple[SchemePlan, Place, date]:
    """Draw somebody's place in a grade, and the first day to look at."""
    plan = draw(st.sampled_from(PLANS))
    grade = draw(st.sampled_from(list(plan.grades.points)))
    position = draw(st.integers(1, len(plan.grades.points[grade])))
    started_on, moved_on, first = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    return plan, Place(grade, position, moved_on, started_on), first


def as_read(facts: dict[str, object]) -> dict[str, object]:
    """Facts as they come out of a request's body, where 3.0 is the whole number 3."""
    read = parse(msgspec.json.encode(facts))
    assert isinstance(read, dict)
    return read


def lines_of(drawn: tuple[SchemePlan, Place, date], days: int, known_on: date) -> tuple[Line, ...]:
    plan, place, first = drawn
    return timeline(plan, place, first, first + timedelta(days=days), known_on)


@settings(max_examples=300)
@given(places(), st.integers(0, 4000), DAYS)
def test_points_never_fall_and_lines_follow_each_other(
    drawn: tuple[SchemePlan, Place, date], days: int, known_on: date
) -> None:
    plan, place, first = drawn
    lines = lines_of(drawn, days, known_on)
    assert lines[0].starts_on == first
    assert lines[0].because == "start"
    assert lines[-1].ends_before == first + timedelta(days=days + 1)
    assert lines[0].point.position >= place.position
    assert lines[-1].point.position <= len(plan.grades.points[place.grade])
    for before, after in pairwise(lines):
        assert before.starts_on < before.ends_before == after.starts_on
        assert 0 <= after.point.position - before.point.position <= 1
        assert (after.because == "increment") == (after.point != before.point)
        assert (before.point, before.price) != (after.point, after.price)


@settings(max_examples=200)
@given(places(), st.integers(0, 2000), st.integers(0, 2000), DAYS)
def test_to_look_further_changes_nothing_of_what_comes_first(
    drawn: tuple[SchemePlan, Place, date], days: int, more: int, known_on: date
) -> None:
    shorter, longer = lines_of(drawn, days, known_on), lines_of(drawn, days + more, known_on)
    assert longer[: len(shorter) - 1] == shorter[:-1]
    assert longer[len(shorter) - 1].starts_on == shorter[-1].starts_on
    assert longer[len(shorter) - 1].price == shorter[-1].price


@settings(max_examples=100)
@given(questions(most=3))
def test_a_projection_asked_before_makes_no_difference_to_an_answer(
    asked: dict[str, object],
) -> None:
    scheme, facts = str(asked["scheme"]), asked["facts"]
    if isinstance(answer_bytes(asked), Refusal):
        return
    assert isinstance(facts, dict)
    warm = fresh(scheme)
    plan = warm.schemes[scheme][-1]
    known = as_read({name: fact for name, fact in facts.items() if name != "target_grade"})
    for grade in plan.grades.points:
        place = (grade, 1, date(2025, 1, 1), None)
        question = ProjectionQuestion(
            scheme, date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1), *place, known
        )
        create_projection(warm, question, today=date(2026, 1, 1))
    assert answer_bytes(asked, warm) == answer_bytes(asked, fresh(scheme))
