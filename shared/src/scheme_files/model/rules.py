"""The rules of a pathway: who may, from when, on which point; and the work on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from scheme_files.model.base import ExactlyOne, Grounded, Located, key
from scheme_files.model.conditions import Condition
from scheme_files.model.evidence import EvidenceItem
from scheme_files.model.work import Embargo, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class FromGrade(Grounded):
    """The grade that a worker must be on. It is answered as rule `current-grade`."""

    grade: str = key("The grade's label under `grades`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGrade(Located):
    """The grade, or for an appointment the grades, that the pathway leads to."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = (("grade", "chosen_from"),)

    grade: str | None = key("The one grade it leads to.", default=None)
    chosen_from: tuple[str, ...] | None = key(
        "The grades of which fact `target_grade` names one.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Grounded):
    """One condition of the pathway, with the day on which it became true where facts give one."""

    when: Condition = key("The condition itself.")
    applies_when: Condition | None = key(
        "To whom it applies at all; to everybody when left out.", default=None
    )
    if_missing: Literal["unknown", "not_applicable"] = key(
        "What a missing fact makes of it: `unknown` (the usual) or `not_applicable`.",
        default="unknown",
    )
    blocking: bool = key(
        "False for what is only desirable or recorded: it never stops progression.", default=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Grounded):
    """The final decision, dated by fact `signed_off_on`. It is answered as rule `sign-off`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveDate(Grounded):
    """From when the new pay counts. It is answered as rule `effective-date`."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = (
        *Grounded.EXACTLY_ONE,
        ("day", "decided_by", "undetermined"),
    )

    when: Condition | None = key(
        "When this one counts. The first that holds is taken; the last has no `when`.",
        default=None,
    )
    day: str | None = key(
        "`submission_date`, or the date fact it starts from: `signed_off_on`, `commenced_on`, "
        "or an event that the scheme declares.",
        default=None,
    )
    then: Literal["first_of_next_month"] | None = key(
        "Move on from that day to the first of the next month.", default=None
    )
    next_of: tuple[str, ...] | None = key(
        "Move on from that day to the first of these days of the year (MM-DD) on or after it.",
        default=None,
    )
    decided_by: str | None = key("The role whose decision it is.", default=None)
    undetermined: Literal[True] | None = key(
        "The scheme gives no date and names nobody: a person must decide.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule(Grounded):
    """On which point of the new grade. It is answered as rule `pay-point`."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = (
        *Grounded.EXACTLY_ONE,
        ("lowest", "nth", "next_above_current", "decided_by", "undetermined"),
    )

    when: Condition | None = key(
        "When this one counts. The first that holds is taken; the last has no `when`.",
        default=None,
    )
    lowest: Literal[True] | None = key("The lowest point of the grade.", default=None)
    nth: int | None = key("The point at this position; 1 is the lowest.", default=None)
    next_above_current: Literal[True] | None = key(
        "The lowest point of the grade that pays more than now.", default=None
    )
    decided_by: str | None = key("The role whose decision it is.", default=None)
    undetermined: Literal[True] | None = key(
        "The scheme gives no point and names nobody: a person must decide.", default=None
    )
    choices: tuple[int, ...] | None = key(
        "The positions to choose from; every point of the grade when left out.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed(Grounded):
    """Something that other rules rest on, stated so that an answer can show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverBelowCurrentPay(Grounded):
    """The new point is moved up until it pays no less than now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceleratedPay(Grounded):
    """Placement above the lowest point by rule. It is answered as rule `accelerated-pay`."""

    part: str = key("The part under `parts` that says when accelerated pay is in force.")
    eligible_when: Condition = key("Who is eligible.")
    nth: int = key("The position of the point that the eligible are placed on.")
    rests_on: Mapping[str, Assumed] = key("What this rests on, by rule id.", default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway(Located):
    """One way from a grade, or from outside, to a grade."""

    title: str = key("Its name for people.")
    from_: FromGrade | None = key(
        "The grade it starts from. Left out for an appointment.", default=None
    )
    to: ToGrade = key("The grade it leads to.")
    criteria: Mapping[str, Criterion] = key("The conditions, by rule id, in the order to show.")
    assessed_on: tuple[str, ...] = key(
        "The day by which criteria must be met: the first of these date facts that is given.",
        default=("signed_off_on",),
    )
    sign_off: SignOff | None = key(
        "The final decision. Left out only for an appointment.", default=None
    )
    effective_date: tuple[EffectiveDate, ...] = key("From when the new pay counts.")
    accelerated_pay: AcceleratedPay | None = key("Placement above the lowest point.", default=None)
    point: tuple[PointRule, ...] = key("On which point, where accelerated pay does not say.")
    never_below_current_pay: NeverBelowCurrentPay | None = key(
        "The guard that nobody loses pay by progressing.", default=None
    )
    evidence: Mapping[str, EvidenceItem] = key(
        "What an application must contain, by item.", default_factory=dict
    )
    opened_by: tuple[str, ...] = key("The roles that may open a case on it.", default=())
    first_steps: tuple[str, ...] = key("The steps that are open from the start.", default=())
    embargo: Embargo | None = key(
        "Until when the worker sees only that the case is in progress.", default=None
    )
    steps: Mapping[str, Step] = key("What somebody must do, by step id.", default_factory=dict)
