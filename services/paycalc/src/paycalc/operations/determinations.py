"""Determining a progression: which rules hold, what the facts say, and what follows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from msgspec import Struct

from paycalc.domain.cases import case_of
from paycalc.domain.changes import changes
from paycalc.domain.conditions import Facts, FactValue
from paycalc.domain.contradictable import TARGET_GRADE
from paycalc.domain.contradictions import fact_error
from paycalc.domain.determination import Determination, determine
from paycalc.domain.endings import NO_CHANGES, Change, Changes, Ending
from paycalc.domain.fact_values import InvalidFactsError, read_date
from paycalc.domain.outcomes import Outcome
from paycalc.domain.plans import PathwayPlan, SchemePlan
from paycalc.domain.rules import Ruling, Status
from paycalc.domain.versions import (
    Choice,
    choose_version_for,
    exact_version,
    ruling_on_cohort,
)
from paycalc.operations.naming import UnknownPathwayError, UnknownSchemeError, listed
from paycalc.rulebook.loading import Rulebook

# The fact that says which rules hold, where the request does not.
_RULES_ON = ("submitted_on", "commenced_on", "signed_off_on")


class Question(Struct, frozen=True):
    """A request for a determination, as it was put.

    Attributes:
        scheme: The scheme's id.
        pathway: The pathway's id.
        facts: The facts by name, as they arrived.
        known_on: What was known by the end of which day (Europe/London); None for today.
        rules_on: Which version of the scheme; None to take it from the facts.
        scheme_sha256: The exact rules to use; None for the version in force.
        client_reference: The caller's own reference, given back; no personal data.
    """

    scheme: str
    pathway: str
    facts: Mapping[str, object]
    known_on: date | None = None
    rules_on: date | None = None
    scheme_sha256: str | None = None
    client_reference: str | None = None


class Answer(Struct, frozen=True):
    """A determination with the question as it was resolved."""

    question: Question
    plan: SchemePlan
    facts: Facts
    rules_on: date
    known_on: date
    determination: Determination
    changes: Changes


def create_determination(rulebook: Rulebook, question: Question, *, today: date) -> Answer:
    """Determine a progression.

    Raises:
        UnknownSchemeError: when the service holds no such scheme.
        UnknownPathwayError: when the scheme has no such pathway.
        NotInForceError: when no version of the scheme was in force, or known, on those days.
        RulesNotHeldError: when the exact rules asked for are not held.
        UnknownFactError: when a fact has a name that the scheme does not know.
        InvalidFactsError: when a fact has a value that it cannot have.
        ContradictoryFactsError: when facts cannot be true together.
    """
    versions = rulebook.schemes.get(question.scheme)
    if versions is None:
        raise UnknownSchemeError(rulebook.schemes)
    known_on = question.known_on or today
    rules_on = question.rules_on or _day_of_rules(question.facts) or known_on
    scheme, binds = _choose(rulebook, versions, question, rules_on, known_on)
    facts, undated = rulebook.readers[scheme.sha256].read(question.facts)
    pathway = scheme.pathways.get(question.pathway)
    if pathway is None:
        raise UnknownPathwayError(scheme.pathways)
    if TARGET_GRADE in facts:
        _refuse_grade_not_offered(scheme, pathway, facts[TARGET_GRADE])
    case = case_of(pathway, facts, known_on, undated)
    if binds is not None and binds.status is not Status.MET:
        return Answer(question, scheme, facts, rules_on, known_on, _unbound(binds), NO_CHANGES)
    determination = determine(case)
    would_change = changes(case, determination)
    if binds is not None:
        determination = replace(determination, binds=binds)
        would_change = _still_bound(would_change, scheme, facts, rules_on)
    return Answer(question, scheme, facts, rules_on, known_on, determination, would_change)


def _choose(
    rulebook: Rulebook,
    versions: tuple[SchemePlan, ...],
    question: Question,
    rules_on: date,
    known_on: date,
) -> Choice:
    """Choose the version, which may rest on whom it binds; the facts are read by it afterwards."""

    def read(plan: SchemePlan) -> Facts:
        return facts_of_cohort(rulebook, plan, question.facts)

    if question.scheme_sha256:
        pinned = exact_version(versions, question.scheme_sha256)
        return pinned, ruling_on_cohort(pinned, rules_on, read)
    return choose_version_for(versions, rules_on, known_on, read)


def _day_of_rules(given: Mapping[str, object]) -> date | None:
    for name in _RULES_ON:
        day = read_date(given.get(name))
        if day is not None:
            return day
    return None


def facts_of_cohort(rulebook: Rulebook, plan: SchemePlan, given: Mapping[str, object]) -> Facts:
    """Return the facts that say whom a version binds; others may be another version's."""
    names = plan.cohort.rule.facts if plan.cohort else ()
    asked = {name: given[name] for name in names if name in given}
    return rulebook.readers[plan.sha256].read(asked)[0]


def _unbound(binds: Ruling) -> Determination:
    """Return the answer where nobody knows whether a version binds, or it was pinned and does not.

    Nothing is said of its other rules then: they may not be this worker's.
    """
    if binds.status is Status.UNKNOWN:
        ending = Ending(Outcome.INSUFFICIENT_FACTS, (), binds.missing)
        return Determination(None, ending, (binds,))
    return Determination(None, Ending(Outcome.NOT_MET), (binds,))


def _still_bound(
    would_change: Changes, scheme: SchemePlan, facts: Facts, rules_on: date
) -> Changes:
    """Leave out the changes by which another version would hold."""

    def is_bound(change: Change) -> bool:
        changed = {**facts, change.fact: change.value}
        ruling = ruling_on_cohort(scheme, rules_on, lambda _: changed)
        return ruling is not None and ruling.status is Status.MET

    return Changes(tuple(change for change in would_change.named if is_bound(change)))


def _refuse_grade_not_offered(scheme: SchemePlan, pathway: PathwayPlan, sought: FactValue) -> None:
    offered = pathway.targets if pathway.is_appointment else tuple(scheme.scheme.grades)
    if sought not in offered:
        detail = f"this grade is not offered here: choose {listed(offered)}"
        raise InvalidFactsError([fact_error(TARGET_GRADE, detail)])
