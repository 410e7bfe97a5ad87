"""The scheme files that this service holds, and which version of a scheme is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from applications.schemes.domain.refusals import NotInForceError, UnknownSchemeError
from applications.schemes.domain.words import day_in_words
from scheme_files.model.scheme import Scheme


@dataclass(frozen=True, slots=True)
class HeldScheme:
    """One version of a scheme: what it says, and the text that says it.

    `sha256` is the digest of `text` in UTF-8: the name by which a case pins its rules.
    """

    scheme: Scheme
    sha256: str
    text: str


class Schemes:
    """Every version of every scheme that was loaded."""

    def __init__(self, held: Iterable[HeldScheme]) -> None:
        versions: dict[str, list[HeldScheme]] = {}
        for each in sorted(held, key=_in_time):
            versions.setdefault(each.scheme.scheme, []).append(each)
        self._versions: Mapping[str, list[HeldScheme]] = MappingProxyType(versions)
        self._by_sha256 = {each.sha256: each for found in versions.values() for each in found}

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of every scheme, in alphabetical order."""
        return tuple(sorted(self._versions))

    def find(self, sha256: str) -> HeldScheme | None:
        """The version with exactly this text, if it was loaded."""
        return self._by_sha256.get(sha256)

    def in_force(self, scheme: str, *, rules_on: date, known_on: date) -> HeldScheme:
        """The version in force on a day, in the latest correction published by another.

        A version that binds only some (`binds`) is in force for everybody here: whom it binds
        depends on facts, and those are paycalc's to weigh.

        Raises:
            UnknownSchemeError: No file of this scheme is held.
            NotInForceError: No version was in force then, or none was published by then.
        """
        versions = self._versions.get(scheme)
        if versions is None:
            raise UnknownSchemeError("No scheme of this id is held here.")
        known = [each for each in versions if each.scheme.published <= known_on]
        for each in reversed(known):
            if each.scheme.in_force.from_ <= rules_on:
                return each
        raise NotInForceError(_why_none(versions, known, rules_on, known_on))


def _in_time(held: HeldScheme) -> tuple[date, date]:
    return held.scheme.in_force.from_, held.scheme.published


def _why_none(
    versions: list[HeldScheme], known: list[HeldScheme], rules_on: date, known_on: date
) -> str:
    if not known:
        first = min(each.scheme.published for each in versions)
        return (
            f"No version of this scheme was published by {day_in_words(known_on)}; the first was "
            f"published on {day_in_words(first)}. Ask about that day or later."
        )
    return (
        f"No version of this scheme was in force on {day_in_words(rules_on)}; the first came into "
        f"force on {day_in_words(known[0].scheme.in_force.from_)}. Ask about that day or later."
    )
