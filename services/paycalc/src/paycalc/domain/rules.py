"""A rule, and what came of it: the explanation as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from scheme_files.model.base import Clause, Grounded
from scheme_files.model.scheme import Document

_MOST_RULINGS = 16384


class Status(StrEnum):
    """What came of a rule."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ASSUMED = "assumed"

    __hash__ = str.__hash__  # an enumeration would hash its name, in Python, each time


@dataclass(frozen=True, slots=True)
class ClauseText:
    """The place in the council's document that a rule comes from."""

    document: str
    heading: str


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """The part of a rule that is the same for everybody; made once, and equal to itself alone.

    Attributes:
        id: Its id in the pathway.
        required: What it asks, in words.
        blocking: Whether it stops progression when it is not met.
        facts: The facts it reads.
        clause: Where the document says so; None where it rests on an assumption.
        assumption: The assumption in words; None where there is a clause.
    """

    id: str
    required: str
    blocking: bool
    facts: tuple[str, ...]
    clause: ClauseText | None
    assumption: str | None


class Ruling:
    """What came of a rule for one worker. It is never changed, and so may stand in many answers.

    Attributes:
        rule: The rule.
        status: What came of it.
        met_on: The day on which it became true, where facts give one.
        found: What was found, in words.
        missing: The facts that could settle it, where its status is unknown.
        stops: Whether it stops progression: the rule is blocking, and not met.
        is_open: Whether it may yet stop progression: the rule is blocking, and nobody knows.
        counts_from: The day on which it became true, where the rule is blocking.
        rendered: A place for whoever renders it to keep the rendering; nothing of its meaning.
    """

    __slots__ = (
        "counts_from", "found", "is_open", "met_on", "missing", "rendered", "rule", "status",
        "stops",
    )  # fmt: skip

    def __init__(
        self,
        rule: Rule,
        status: Status,
        met_on: date | None,
        found: str,
        missing: tuple[str, ...] = (),
    ) -> None:
        self.rule = rule
        self.status = status
        self.met_on = met_on
        self.found = found
        self.missing = missing
        self.stops = rule.blocking and status is Status.NOT_MET
        self.is_open = rule.blocking and status is Status.UNKNOWN
        self.counts_from = met_on if rule.blocking else None
        self.rendered: bytes | None = None


@dataclass(slots=True, eq=False)
class Ruled:
    """What came of the criteria of a pathway. It is never changed.

    Attributes:
        rulings: The rulings, in order.
        stops: Whether one of them stops progression.
        open: Those that may yet stop it.
        met_on: The days on which blocking ones were met.
    """

    rulings: list[Ruling]
    stops: bool
    open: list[Ruling]
    met_on: list[date]


def sum_up(rulings: list[Ruling]) -> Ruled:
    """Say what rulings on criteria come to together."""
    return Ruled(
        rulings,
        True in [ruling.stops for ruling in rulings],
        [ruling for ruling in rulings if ruling.is_open],
        [ruling.counts_from for ruling in rulings if ruling.counts_from],
    )


@lru_cache(maxsize=_MOST_RULINGS)
def ruled(
    rule: Rule,
    status: Status,
    met_on: date | None,
    found: str,
    missing: tuple[str, ...] = (),
) -> Ruling:
    """Return a ruling, the same one for the same words, so that it is rendered but once."""
    return Ruling(rule, status, met_on, found, missing)


class RuleBuilder:
    """Makes rules from the scheme file's own, with the clause's document by its title."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def clause(self, clause: Clause | None) -> ClauseText | None:
        """Return a clause with its document's title."""
        if clause is None:
            return None
        return ClauseText(self._documents[clause.document].title, clause.heading)

    def build(
        self, rule_id: str, grounded: Grounded, facts: tuple[str, ...], *, blocking: bool = True
    ) -> Rule:
        """Return one rule of a scheme file, ready to be ruled on."""
        return Rule(
            id=rule_id,
            required=grounded.required,
            blocking=blocking,
            facts=facts,
            clause=self.clause(grounded.clause),
            assumption=grounded.assumption,
        )


def standing(rule: Rule) -> Status:
    """Return the status of a date, point or spine rule that tests nothing."""
    return Status.MET if rule.assumption is None else Status.ASSUMED
