"""The work half of a pathway: who does what, on which form, by when, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from scheme_files.model.base import ExactlyOne, Grounded, Located, key
from scheme_files.model.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Located):
    """A role that the scheme uses, as the council calls it."""

    title: str = key("What the council calls it.")
    over: Literal["team", "service", "locality", "authority"] | None = key(
        "The unit whose workers it acts for. Left out for the roles that follow from the worker: "
        "`worker`, `line_manager`, `higher_manager`, `independent_head_of_service`.",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Grounded):
    """How long a step may take, counted from the day on which it opens, or until which day."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = (
        *Grounded.EXACTLY_ONE,
        ("working_days", "calendar_days", "by_fact"),
    )

    working_days: int | None = key(
        "How many days, weekends and bank holidays left out.", default=None
    )
    calendar_days: int | None = key("How many days, every day counted.", default=None)
    by_fact: str | None = key(
        "The date fact that is the last day. While it is not known there is no last day.",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField(Located):
    """One thing that a form asks."""

    label: str = key("The question, or what is called for.")
    help: str | None = key("What helps to answer it.", default=None)
    type: Literal["text", "long_text", "date", "flag", "choice", "number", "statements"] = key(
        "A line of text, several paragraphs, a date, yes or no, one of `choices`, a whole number, "
        "or a text for each statement of `standards`."
    )
    choices: Mapping[str, str] = key(
        "For a choice: its values, each with its words.", default_factory=dict
    )
    standards: tuple[str, ...] = key(
        "For statements: the sets under `standards`, of which each statement gets a text.",
        default=(),
    )
    optional: bool = key("True where it may be left empty.", default=False)
    only_if: Mapping[str, str | bool] = key(
        "Fields above this one and the values they must have; otherwise it is not asked.",
        default_factory=dict,
    )
    at_most: int | None = key(
        "The most characters of a text (of statements: of each), or the highest number.",
        default=None,
    )
    records: str | None = key("The fact that the answer is recorded as.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Grounded):
    """What somebody fills in, with an outcome or as evidence."""

    title: str = key("What it is called.")
    introduction: str | None = key("What stands above its fields.", default=None)
    fields: Mapping[str, FormField] = key("What it asks, by field, in the order to show.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(Grounded):
    """A completed form that somebody else gets."""

    form: str = key("The form under `forms`.")
    to: str = key("The role that gets it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Next(Located):
    """What follows an outcome, for the cases that its `if` holds for."""

    if_: Mapping[str, str | bool] = key(
        "Facts and the values they must have. The first that holds is taken; the last has no `if`.",
        default_factory=dict,
    )
    records: Mapping[str, str | bool] = key(
        "Facts that are recorded then, each with its value.", default_factory=dict
    )
    steps: tuple[str, ...] = key(
        "The steps that open. One that is done already opens anew.", default=()
    )
    decides: Literal["yes", "not_yet"] | None = key(
        'The decision, in quotes: "yes" is the last yes, its day is `signed_off_on` and pay '
        "follows; not_yet is no progression this time.",
        default=None,
    )
    forwards: tuple[Forward, ...] = key("The completed forms that go to somebody.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Located):
    """One way in which a step can end. Its id is the action's name."""

    title: str = key("The words of its button.")
    needs: Literal["one", "every"] = key(
        "In a joint step: `one` takes effect with the first role to give it, `every` when every "
        "role has.",
        default="one",
    )
    form: str | None = key("The form that is filled in with it.", default=None)
    times: int = key(
        "How many times it is given, each time with its form, before the step is done.", default=1
    )
    comments: Literal["required", "optional"] | None = key(
        "Whether words of one's own go with it; left out, there are none.", default=None
    )
    submits: bool = key(
        "True where it submits the case: its day is `submitted_on`. The evidence that may not "
        "follow must be there.",
        default=False,
    )
    drafts_variation: bool = key(
        "True where it writes the instruction to change grade and point.", default=False
    )
    approves_variation: bool = key("True where it approves that instruction.", default=False)
    next: tuple[Next, ...] = key(
        "What follows: the first whose `if` holds. Nothing when left out.", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats(Located):
    """How many people of one role sit in a meeting."""

    at_least: int = key("The fewest; 0 where there need be none.", default=1)
    at_most: int = key("The most.", default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Grounded):
    """A meeting or interview: arranged for a time, and its result recorded once it has begun.

    The result is recorded by a member who sits in a role that the step is for. The worker is told
    of it, and is no member.
    """

    members: Mapping[str, Seats] = key("Who sits in it, by role.")
    advised_by: tuple[str, ...] = key(
        "The roles that may be asked to advise it; advisers decide nothing.", default=()
    )
    arranged_by: tuple[str, ...] = key(
        "The roles that arrange it; those of the step when left out.", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Grounded):
    """One thing that somebody in a role must do."""

    title: str = key("What is to be done.")
    kind: Literal["record", "decide", "joint", "panel", "hold", "wait"] = key(
        "Somebody enters facts or a form; one person decides; several roles, each its part; "
        "members meet, and a result is recorded; it rests until released; it waits for `until`."
    )
    by: tuple[str, ...] = key(
        "The roles, of which any may act; in a joint step each has its part. Left out only for "
        "`wait`.",
        default=(),
    )
    when: Condition | None = key(
        "To whom it applies. Where that is not known it may be done and need not; everybody when "
        "left out.",
        default=None,
    )
    after: tuple[str, ...] = key("Steps that must be done before it, where they apply.", default=())
    until: Condition | None = key("For `wait`: what it waits for.", default=None)
    deadline: str | None = key("The deadline under `deadlines`.", default=None)
    meeting: Meeting | None = key(
        "Where the step is a meeting or an interview: who sits in it.", default=None
    )
    outcomes: Mapping[str, Outcome] = key(
        "The ways in which it can end, by the action's name. Left out only for `wait`.",
        default_factory=dict,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo(Grounded):
    """Until when the worker sees only that the case is in progress."""

    until: str = key("The step that must be done first.")
