"""A pathway of a scheme turned into functions, once, when the scheme is loaded."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from paycalc.domain.accelerated_pay import AcceleratedRule, compile_accelerated_pay
from paycalc.domain.asking import Asked, compile_asked
from paycalc.domain.cohorts import Cohort, compile_cohort
from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.contradictable import TARGET_GRADE
from paycalc.domain.criteria import compile_criterion, compile_current_grade
from paycalc.domain.effective_dates import (
    DateChooser,
    SubmissionDateRule,
    compile_effective_dates,
    compile_submission_dates,
)
from paycalc.domain.endings import Changes, Ending
from paycalc.domain.grades import Grades, compile_grades
from paycalc.domain.keeping import Remembered, kept
from paycalc.domain.kinds import Kind, Kinds
from paycalc.domain.outcomes import Outcome
from paycalc.domain.pathway_facts import (
    facts_of_date,
    facts_of_pathway,
    facts_of_point,
    touched_by,
)
from paycalc.domain.pay_tables import PayTable
from paycalc.domain.point_rules import (
    GuardFinder,
    PointChooser,
    compile_guard,
    compile_point_rules,
)
from paycalc.domain.rules import Rule, RuleBuilder, Ruling, standing
from paycalc.domain.sign_offs import SIGNED_OFF, RuleOnSignOff, compile_sign_off
from paycalc.domain.turning import Turning, compile_making_eligible, compile_turning
from paycalc.domain.turns import Span, Turns, turns_of
from paycalc.domain.words import day_in_words, found_in_words
from scheme_files.checking_conditions import facts_of_scheme
from scheme_files.facts import Fact, FactType
from scheme_files.model.base import Grounded
from scheme_files.model.conditions import Condition, FactIs
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme

_MOST_ENDINGS: Final = 1024

_assessed_by: Final = kept(Assessment)

DaysOfPoint = Callable[[Facts, Assessment], tuple[FactValue | None, ...]]
EndingKey = tuple[Kind, Rule, Span, bool, tuple[tuple[str, ...], ...], tuple[FactValue | None, ...]]
"""The kind of a case, by which rule it is dated, in which span, and whether before the sign-off;
what its unknown rules miss; and the days on which its point rests besides."""


@dataclass(frozen=True, slots=True, eq=False)
class PathwayPlan:
    """Everything needed to determine one pathway, ready to run.

    Attributes:
        id: The pathway's id.
        targets: The grades it can lead to.
        turning: The functions that name the values that would turn the current grade and each
            criterion, in order.
        making_eligible: The function that names the values that would make somebody eligible for
            accelerated pay; None where the pathway has none.
        kinds: What finds the kind of a case.
        is_appointment: Whether somebody is appointed, and no final decision signed off.
        sign_off: The function that rules on the final decision.
        assessed_on: The facts of which the first given is the day criteria must be met by.
        grounds: The rulings that every answer on a grade rests on, by target grade.
        unknown_point: The rule to show while facts for the point are missing.
        leaves_date: Whether any rule leaves the effective date to a person.
        leaves_point: Whether any rule leaves the point to a person.
        asked: What each rule asks, by its id; what could change is found from it.
        touched: The places among the criteria of those that another value of a fact may turn: they
            read it, or the day to be met by matters to them and may come from it.
        order: The place of each fact in the order in which a form would ask.
        turns: The days on which a part of the scheme or a price turns.
        days_of_point: The function that takes the days on which accelerated pay and the point rest
            beside the effective date; None where there are none.
        dated_by: The facts from which the effective date follows.
        stopped: What comes of a case that a criterion stops by its days.
        endings: What came of the others so far.
        changes: What would change the answer, by its ending, where no day has to do with that.
    """

    id: str
    targets: tuple[str, ...]
    turning: tuple[Turning, ...]
    kinds: Kinds
    is_appointment: bool
    sign_off: RuleOnSignOff
    assessed_on: tuple[str, ...]
    submission_date: SubmissionDateRule | None
    effective_date: DateChooser
    accelerated_pay: AcceleratedRule | None
    making_eligible: Turning | None
    point: PointChooser
    unknown_point: Rule
    guard: GuardFinder | None
    grades: Grades
    grounds: Mapping[str, tuple[Ruling, ...]]
    leaves_date: bool
    leaves_point: bool
    asked: Mapping[str, Asked]
    touched: Mapping[str, AbstractSet[int]]
    order: Mapping[str, int]
    turns: Turns
    days_of_point: DaysOfPoint | None
    dated_by: AbstractSet[str]
    stopped: Ending = field(default_factory=lambda: Ending(Outcome.NOT_MET))
    endings: Remembered[EndingKey, Ending] = field(
        default_factory=lambda: Remembered(_MOST_ENDINGS)
    )
    changes: Remembered[Ending, Changes] = field(default_factory=lambda: Remembered(_MOST_ENDINGS))

    def assessment(self, facts: Facts, known_on: date) -> Assessment:
        """Return the day by which criteria must be met.

        Without a sign-off it is the day of knowledge: a sign-off cannot be later than that.
        """
        for name in self.assessed_on:
            day = facts.get(name)
            if isinstance(day, date):
                return _assessed_by(day)
        if SIGNED_OFF in self.assessed_on:
            return _assessed_by(known_on)
        return Assessment(None, self.assessed_on[-1:])

    def rests_on(self, fact: str) -> AbstractSet[int]:
        """Return the places of the criteria that may come to something else by another value."""
        return self.touched.get(fact, frozenset())

    def target(self, facts: Facts) -> str | None:
        """Return the grade sought, or None while it is not known."""
        if len(self.targets) == 1:
            return self.targets[0]
        sought = facts.get(TARGET_GRADE)
        return sought if isinstance(sought, str) and sought in self.targets else None


@dataclass(frozen=True, slots=True, eq=False)
class SchemePlan:
    """One version of a scheme, ready to run."""

    scheme: Scheme
    sha256: str
    version: date
    """The day on which it comes into force: its name."""
    published: date
    facts: Mapping[str, Fact]
    pathways: Mapping[str, PathwayPlan]
    grades: Grades
    cohort: Cohort | None
    """Whom this version binds; None for everybody."""


def compile_scheme(scheme: Scheme, sha256: str, tables: Mapping[str, PayTable]) -> SchemePlan:
    """Return a checked scheme, ready to run."""
    facts = facts_of_scheme(scheme).facts
    spine = scheme.pay.spine.id
    grades = compile_grades(scheme.grades, spine, tables.get(spine) if spine else None)
    pathways = {
        name: _compile_pathway(name, pathway, scheme, facts, grades)
        for name, pathway in scheme.pathways.items()
    }
    return SchemePlan(
        scheme=scheme,
        sha256=sha256,
        version=scheme.in_force.from_,
        published=scheme.published,
        facts=facts,
        pathways=pathways,
        grades=grades,
        cohort=compile_cohort(scheme, facts),
    )


def _compile_pathway(
    name: str, pathway: Pathway, scheme: Scheme, table: Mapping[str, Fact], grades: Grades
) -> PathwayPlan:
    build = RuleBuilder(scheme.documents)
    parts = {part: (item.in_force_from, item.in_force_until) for part, item in scheme.parts.items()}
    targets = (pathway.to.grade,) if pathway.to.grade else pathway.to.chosen_from or ()
    start = [compile_current_grade(pathway.from_, build)] if pathway.from_ else []
    criteria = [
        *start,
        *(
            compile_criterion(rule, criterion, build, parts, table)
            for rule, criterion in pathway.criteria.items()
        ),
    ]
    asked = _asked(pathway, scheme, table)
    accelerated_pay = compile_accelerated_pay(
        pathway.accelerated_pay,
        build,
        parts,
        lambda names, facts: found_in_words(names, facts, table),
    )
    names = (*(["current-grade"] if start else []), *pathway.criteria)
    return PathwayPlan(
        id=name,
        targets=targets,
        turning=tuple(
            compile_turning(asked[rule], criterion.fails)
            for rule, criterion in zip(names, criteria, strict=True)
        ),
        kinds=Kinds(criteria, facts_of_pathway(pathway), table),
        is_appointment=pathway.sign_off is None,
        sign_off=compile_sign_off(
            build.build("sign-off", pathway.sign_off, (SIGNED_OFF,)) if pathway.sign_off else None
        ),
        assessed_on=pathway.assessed_on,
        submission_date=compile_submission_dates(scheme.submission_dates, build),
        effective_date=compile_effective_dates(pathway.effective_date, build, parts),
        accelerated_pay=accelerated_pay,
        making_eligible=compile_making_eligible(asked["accelerated-pay"], accelerated_pay.eligible)
        if accelerated_pay
        else None,
        point=compile_point_rules(pathway.point, build, parts),
        unknown_point=build.build("pay-point", pathway.point[-1], facts_of_point(pathway)),
        guard=compile_guard(pathway.never_below_current_pay, build),
        grades=grades,
        grounds={target: _grounds(target, scheme, build) for target in targets},
        leaves_date=any(rule.day is None for rule in pathway.effective_date),
        leaves_point=any(rule.decided_by or rule.undetermined for rule in pathway.point),
        asked=asked,
        touched=touched_by(pathway),
        order={fact: place for place, fact in enumerate(table)},
        turns=turns_of(parts, grades.table),
        days_of_point=_days_of_point(pathway, table),
        dated_by=facts_of_date(pathway),
    )


def _days_of_point(pathway: Pathway, table: Mapping[str, Fact]) -> DaysOfPoint | None:
    names = [name for name in facts_of_point(pathway) if table[name].type is FactType.DATE]
    if not names:
        return None
    return lambda facts, assessment: (assessment.by, *map(facts.get, names))


def _grounds(target: str, scheme: Scheme, build: RuleBuilder) -> tuple[Ruling, ...]:
    grade, spine = scheme.grades[target], scheme.pay.spine
    count = len(grade.scp) if grade.scp else grade.points
    return (
        _ground("grade-points", grade, f"{count} point{'' if count == 1 else 's'}", build),
        _ground("spine", spine, spine.id or "no spine declared", build),
        _ground("in-force", scheme.in_force, day_in_words(scheme.in_force.from_), build),
    )


def _ground(name: str, grounded: Grounded, found: str, build: RuleBuilder) -> Ruling:
    rule = build.build(name, grounded, (), blocking=False)
    return Ruling(rule, standing(rule), None, found)


def _asked(pathway: Pathway, scheme: Scheme, table: Mapping[str, Fact]) -> dict[str, Asked]:
    conditions: dict[str, tuple[Condition | None, ...]] = {
        name: (criterion.when, criterion.applies_when)
        for name, criterion in pathway.criteria.items()
    }
    if pathway.from_ is not None:
        conditions["current-grade"] = (FactIs(fact="grade", is_=pathway.from_.grade),)
    if pathway.accelerated_pay is not None:
        conditions["accelerated-pay"] = (pathway.accelerated_pay.eligible_when,)
    return {name: compile_asked(asked, scheme, table) for name, asked in conditions.items()}
