"""The scheme file as a whole: documents, facts, money, grades, dates, pathways, forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from scheme_files.facts import FactType
from scheme_files.model.base import ExactlyOne, Grounded, Located, key
from scheme_files.model.conditions import Condition
from scheme_files.model.evidence import Standards
from scheme_files.model.rules import Assumed, Pathway
from scheme_files.model.work import Deadline, Form, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Located):
    """A document of the council that the scheme is taken from."""

    title: str = key("Its title, as printed.")
    publisher: str = key("Who published it.")
    dated: str | None = key("The date it bears, in its own words.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDeclaration(Located):
    """A fact that this scheme asks for besides those that every scheme accepts."""

    type: FactType = key("What kind of value it has.")
    label: str = key("How it is called in a sentence or on a form.")
    meaning: str = key("What it means, for those who have to supply it.")
    choices: Mapping[str, str] = key(
        "For a choice: its values, each with its words.", default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Grounded):
    """A setting of the scheme that some later sum depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine(Grounded):
    """The spine that the grades' points are on. It is answered as rule `spine`."""

    id: str | None = key(
        "The pay table's id. Left out where the document does not say: points are then unpriced.",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMonths(Setting):
    """How the pay of part of a month is worked out."""

    method: Literal["calendar_days", "days_of_365", "working_days_of_260"] = key(
        "Days over the days of that month; 1/365 of the year a day; "
        "or 1/260 of the year a working day."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(Setting):
    """Where an amount is rounded, half up to the penny."""

    at: Literal["month", "segment", "difference", "total"] = key(
        "Each month's pay, each part of a month, each month's difference, or only the total."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Increments(Setting):
    """When a worker moves to the next point of the same grade."""

    rule: Literal["first_of_april", "anniversary", "none"] = key(
        "1 April (for starters after 1 October, once six months are served), "
        "twelve months after the last move, or never."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTimeHours(Setting):
    """The hours a week for which the full-time salary is paid."""

    hours: str = key('Hours a week, in quotes, such as "37".')


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Located):
    """Everything about money that holds for the whole scheme."""

    spine: Spine = key("Which spine the points are on.")
    full_time_hours: FullTimeHours = key("For how many hours a week a salary is paid.")
    part_months: PartMonths = key("How part of a month is paid.")
    rounding: Rounding = key("Where amounts are rounded.")
    increments: Increments = key("When increments fall.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Grounded):
    """One grade (or band) and its points."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = (*Grounded.EXACTLY_ONE, ("scp", "points"))

    scp: tuple[int, ...] | None = key(
        "Its spinal column points, lowest first, as printed.", default=None
    )
    points: int | None = key("How many local points it has.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionDates(Grounded):
    """The fixed dates by which a portfolio is in, and which one a case belongs to."""

    each_year: tuple[str, ...] = key("The days of the year (MM-DD), in order.")
    belongs_to: Assumed = key(
        "Which date a portfolio belongs to. It is answered as rule `submission-date`."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders(Grounded):
    """When people are reminded of a submission date for which a case is not submitted yet."""

    days_before: tuple[int, ...] = key("So many days before each date, the longest time first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Grounded):
    """A part of the scheme that may start or stop on its own."""

    in_force_from: date = key("Its first day.")
    in_force_until: date | None = key("Its last day; left out while it goes on.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce(Grounded):
    """From which day this version is in force."""

    from_: date = key("The first day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Located):
    """One authority's published procedure, as a dated version."""

    format: Literal[1] = key("The version of this format.")
    scheme: str = key("The scheme's id, the same in every version.")
    title: str = key("What the procedure is called.")
    authority: str = key("The council whose procedure it is.")
    in_force: InForce = key("From when this version is in force.")
    binds: Condition | None = key(
        "Whom this version binds; others stay with the version before it. Everybody when left out.",
        default=None,
    )
    published: date = key("The day this file was published. A correction has a later day.")
    documents: Mapping[str, Document] = key("The council's documents, by an id used in clauses.")
    team_types: Mapping[str, str] = key(
        "The kinds of team that the scheme tells apart, each with its words.", default_factory=dict
    )
    facts: Mapping[str, FactDeclaration] = key(
        "Facts of the scheme's own, besides those that every scheme accepts.", default_factory=dict
    )
    pay: Pay = key("Spine, part months, rounding, increments.")
    grades: Mapping[str, Grade] = key("The grades or bands, lowest first, by label.")
    submission_dates: SubmissionDates | None = key("Fixed submission dates, if any.", default=None)
    reminders: Reminders | None = key("Reminders of submission dates, if any.", default=None)
    parts: Mapping[str, Part] = key("Parts with dates of their own.", default_factory=dict)
    pathways: Mapping[str, Pathway] = key("The ways up, by id.")
    roles: Mapping[str, Role] = key("The roles that do the steps, by id.", default_factory=dict)
    deadlines: Mapping[str, Deadline] = key(
        "How long steps may take, by an id used in steps.", default_factory=dict
    )
    standards: Mapping[str, Standards] = key(
        "Sets of statements that forms ask about, by an id used in their fields.",
        default_factory=dict,
    )
    forms: Mapping[str, Form] = key(
        "The forms that are filled in, by an id used in outcomes and evidence.",
        default_factory=dict,
    )
