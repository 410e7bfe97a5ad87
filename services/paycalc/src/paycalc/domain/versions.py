"""Which version of a scheme holds: chosen by the day of the rules and the day of knowledge."""

from collections.abc import Mapping, Sequence
from datetime import date

from paycalc.domain.plans import SchemePlan
from paycalc.domain.words import day_in_words


class NotInForceError(Exception):
    """No version of the scheme was in force, or none was published yet."""


class RulesNotHeldError(Exception):
    """The exact rules that were asked for are not held here."""


def choose_version(versions: Sequence[SchemePlan], rules_on: date, known_on: date) -> SchemePlan:
    """Return the version in force on a day, with the latest correction published by another.

    Raises:
        NotInForceError: when there is none.
    """
    known = [version for version in versions if version.scheme.published <= known_on]
    in_force = [version for version in known if version.version <= rules_on]
    if not in_force:
        raise NotInForceError(_why_none(versions, known, rules_on, known_on))
    return max(in_force, key=lambda version: (version.version, version.scheme.published))


def _why_none(
    versions: Sequence[SchemePlan], known: Sequence[SchemePlan], rules_on: date, known_on: date
) -> str:
    if not known:
        first = min(version.scheme.published for version in versions)
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
    known = [version for version in versions if version.scheme.published <= known_on]
    if not known:
        raise NotInForceError(_why_none(versions, known, known_on, known_on))
    ordered = sorted(known, key=lambda version: version.scheme.published)
    return {version.version: version for version in ordered}
