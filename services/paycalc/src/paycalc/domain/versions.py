"""Which version of a scheme holds: chosen by the day of the rules and the day of knowledge."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from paycalc.domain.conditions import Facts
from paycalc.domain.plans import SchemePlan
from paycalc.domain.rules import Ruling, Status
from paycalc.domain.words import day_in_words


class NotInForceError(Exception):
    """No version of the scheme was in force, or none was published yet."""


class RulesNotHeldError(Exception):
    """The exact rules that were asked for are not held here."""


Choice = tuple[SchemePlan, Ruling | None]
"""A version, and the ruling that it binds somebody; None where it binds everybody."""


def choose_version(versions: Sequence[SchemePlan], rules_on: date, known_on: date) -> SchemePlan:
    """Return the version in force on a day, with the latest correction published by another.

    Args:
        versions: The versions in the order in which they come into force, corrections after
            what they correct.
        rules_on: The day on which the version is in force.
        known_on: The day by which it was published.

    Raises:
        NotInForceError: when there is none.
    """
    for plan in reversed(versions):
        if plan.version <= rules_on and plan.published <= known_on:
            return plan
    raise NotInForceError(_why_none(versions, rules_on, known_on))


def choose_version_for(
    versions: Sequence[SchemePlan],
    rules_on: date,
    known_on: date,
    read: Callable[[SchemePlan], Facts],
) -> Choice:
    """Return the newest version that binds somebody, or of whose binding facts are missing.

    Args:
        versions: As for `choose_version`.
        rules_on: The day on which the version is in force.
        known_on: The day by which it was published.
        read: Reads the facts that say whom a version binds.

    Raises:
        NotInForceError: when there is none.
    """
    looked_at: date | None = None
    for plan in reversed(versions):
        if plan.version > rules_on or plan.published > known_on or plan.version == looked_at:
            continue  # not yet, or corrected since
        looked_at = plan.version
        binds = ruling_on_cohort(plan, rules_on, read)
        if binds is None or binds.status is not Status.NOT_MET:
            return plan, binds
    if looked_at is not None:
        raise NotInForceError(
            f"No version of this scheme in force on {day_in_words(rules_on)} binds somebody with "
            "these facts. Check the facts that say whom it binds, or ask about another day."
        )
    raise NotInForceError(_why_none(versions, rules_on, known_on))


def ruling_on_cohort(
    plan: SchemePlan, rules_on: date, read: Callable[[SchemePlan], Facts]
) -> Ruling | None:
    """Say whether a version binds somebody; None where it binds everybody."""
    return None if plan.cohort is None else plan.cohort.rule_on(read(plan), rules_on)


def _why_none(versions: Sequence[SchemePlan], rules_on: date, known_on: date) -> str:
    known = [version for version in versions if version.published <= known_on]
    if not known:
        first = min(version.published for version in versions)
        return (
            f"No version of this scheme was published by {day_in_words(known_on)}; the first was "
            f"published on {day_in_words(first)}. Ask as known on that day or later."
        )
    first = min(version.version for version in known)
    return (
        f"No version of this scheme was in force on {day_in_words(rules_on)}; the first came into "
        f"force on {day_in_words(first)}. Ask about that day or later."
    )


def exact_version(versions: Sequence[SchemePlan], sha256: str) -> SchemePlan:
    """Return the version with exactly these rules.

    Raises:
        RulesNotHeldError: when it is not held here.
    """
    for version in versions:
        if version.sha256 == sha256:
            return version
    raise RulesNotHeldError(
        "This service does not hold the rules with that scheme_sha256. Leave it out to use the "
        "rules in force, or ask the operator to load that version of the scheme file."
    )


def in_force_over_time(versions: Sequence[SchemePlan], known_on: date) -> Mapping[date, SchemePlan]:
    """Return what is known of the versions by the day on which each comes into force.

    Raises:
        NotInForceError: when none was published yet.
    """
    known = [version for version in versions if version.published <= known_on]
    if not known:
        raise NotInForceError(_why_none(versions, known_on, known_on))
    return {version.version: version for version in known}
