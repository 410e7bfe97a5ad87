"""Conditions on facts: typed predicates, not an expression language."""

from dataclasses import dataclass
from typing import ClassVar

from scheme_files.model.base import Located, key


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(Located):
    """Every one of these holds."""

    KEY: ClassVar[str] = "all"
    all_: "tuple[Condition, ...]" = key("Conditions that must all hold.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Located):
    """At least one of these holds."""

    KEY: ClassVar[str] = "any"
    any_: "tuple[Condition, ...]" = key("Conditions of which at least one must hold.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Located):
    """This does not hold."""

    KEY: ClassVar[str] = "not"
    not_: "Condition" = key("The condition that must not hold.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsSince(Located):
    """So many months have passed since a date; it is met on the day that they have."""

    KEY: ClassVar[str] = "months_since"
    months_since: str = key("The date fact that the months are counted from.")
    at_least: int = key("How many whole months must have passed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Since(Located):
    """A date has come; it is met on that day."""

    KEY: ClassVar[str] = "since"
    since: str = key("The date fact.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactIs(Located):
    """A fact has this value, from a day on where another fact dates it."""

    KEY: ClassVar[str] = "is"
    fact: str = key("The fact that is looked at.")
    is_: str | bool = key("The value it must have: a choice, a grade, a team type, true or false.")
    met_on: str | None = key(
        "The date fact that says since when. Without it the fact counts as missing.", default=None
    )
    met_on_if_given: str | None = key(
        "The date fact that says since when, where it is known.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactOneOf(Located):
    """A fact has one of these values."""

    KEY: ClassVar[str] = "one_of"
    fact: str = key("The fact that is looked at.")
    one_of: tuple[str, ...] = key("The values of which it must have one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Located):
    """A number is this or more."""

    KEY: ClassVar[str] = "at_least"
    fact: str = key("The number that is looked at.")
    at_least: int = key("The least it may be.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Located):
    """A number is this or less."""

    KEY: ClassVar[str] = "at_most"
    fact: str = key("The number that is looked at.")
    at_most: int = key("The most it may be.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Before(Located):
    """A date is before another."""

    KEY: ClassVar[str] = "before"
    fact: str = key("The date that is looked at.")
    before: str = key("A date (YYYY-MM-DD), or the name of another date fact.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOrAfter(Located):
    """A date is on another or after it."""

    KEY: ClassVar[str] = "on_or_after"
    fact: str = key("The date that is looked at.")
    on_or_after: str = key("A date (YYYY-MM-DD), or the name of another date fact.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInForce(Located):
    """A part of the scheme with dates of its own is in force on the effective date."""

    KEY: ClassVar[str] = "part_in_force"
    part_in_force: str = key("The id of the part under `parts`.")


Condition = (
    AllOf
    | AnyOf
    | Not
    | MonthsSince
    | Since
    | FactIs
    | FactOneOf
    | AtLeast
    | AtMost
    | Before
    | OnOrAfter
    | PartInForce
)
