"""What travels about procedures: workflow and forms."""

from typing import Annotated, Any, Literal

from pydantic import Field

from plumbing.wire import Answer, IsoDate, Question, Slug


class RulesOn(Question):
    """Which version of a scheme."""

    rules_on: IsoDate | None = None
    """The day on which the version is in force, as known today; today when it is left out."""


class DiagramQuery(RulesOn):
    """Which version of a scheme, and which of its pathways."""

    pathway: Slug | None = None
    """The pathway to draw; the scheme's first when it is left out."""


class ClauseAnswer(Answer):
    """Where the council's own document says so."""

    document: str
    """The document's title, as printed."""
    heading: str


class Grounds(Answer):
    """What a rule asks, and where it comes from: a clause, or else an assumption."""

    required: str
    """What it asks, in words that could be read out to the worker."""
    clause: ClauseAnswer | None
    assumption: str | None
    """What is assumed, where the council's document is silent."""


class RoleAnswer(Answer):
    """A role that the procedure uses."""

    role: str
    title: str
    """What the council calls it."""
    meaning: str
    """Who is meant, in every council alike."""
    kind: Literal["held", "derived"]
    """Held by people who are given it, or derived from who the worker is."""
    over: Literal["team", "service", "locality", "authority"] | None
    """The part of the organisation for whose workers it acts; null for a derived role."""


class DeadlineAnswer(Grounds):
    """How long a step may take, counted from the day after the one on which it opens."""

    deadline: str
    working_days: int | None
    calendar_days: int | None


class ForwardAnswer(Grounds):
    """A completed form that somebody else gets."""

    form: str
    to: str
    """The role that gets it."""


class NextAnswer(Answer):
    """What follows an outcome, for the cases that its condition holds for."""

    when: str | None
    """The condition in words; null where there is none. The first that holds is taken."""
    records: dict[str, str | bool]
    """Facts that are recorded then, each with its value."""
    steps: list[str]
    """The steps that open."""
    decides: Literal["yes", "not_yet"] | None
    """The decision, where this is one."""
    forwards: list[ForwardAnswer]


class OutcomeAnswer(Answer):
    """One way in which a step can end."""

    action: str
    """The action's name."""
    title: str
    needs: Literal["one", "every"]
    """In a joint step: whether one role's word is enough, or every role's is needed."""
    form: str | None
    """The form that is filled in with it: `GET /v1/schemes/{scheme}/forms/{form}`."""
    comments: Literal["required", "optional"] | None
    submits: bool
    """Whether it submits the case."""
    drafts_variation: bool
    """Whether it writes the instruction to change grade and point."""
    approves_variation: bool
    """Whether it approves that instruction."""
    next: list[NextAnswer]
    """What follows: the first whose condition holds. Nothing where this is empty."""


class WorkflowStepAnswer(Grounds):
    """One thing that somebody in a role must do."""

    step: str
    title: str
    kind: Literal["record", "decide", "joint", "panel", "hold", "wait"]
    by: list[str]
    """The roles of which any may act; in a joint step each has its part."""
    when: str | None
    """To whom it applies, in words; everybody where this is null."""
    until: str | None
    """What a step of kind `wait` waits for, in words."""
    after: list[str]
    """Steps that must be done before it, where they apply."""
    deadline: str | None
    outcomes: list[OutcomeAnswer]


class EmbargoAnswer(Grounds):
    """Until when the worker sees only that the case is in progress."""

    until: str
    """The step that must be done first."""


class PathwayAnswer(Answer):
    """The work on one way from a grade, or from outside, to a grade."""

    pathway: str
    title: str
    from_grade: str | None
    """The grade it starts from; null for an appointment."""
    to_grades: list[str]
    """The grade it leads to; for an appointment, those of which one is chosen."""
    opened_by: list[str]
    """The roles that may open a case on it."""
    first_steps: list[str]
    """The steps that are open from the start."""
    embargo: EmbargoAnswer | None
    steps: list[WorkflowStepAnswer]


class WorkflowAnswer(Answer):
    """Who does what, on which form, by when, and what follows: one version of a procedure."""

    scheme: str
    scheme_version: IsoDate
    """The first day on which this version is in force."""
    published_on: IsoDate
    scheme_sha256: str
    """The digest of the scheme file: these rules exactly."""
    title: str
    roles: list[RoleAnswer]
    deadlines: list[DeadlineAnswer]
    pathways: list[PathwayAnswer]


class FormAnswer(Grounds):
    """A form, as a front end can show it and check it."""

    scheme: str
    scheme_version: IsoDate
    form: str
    title: str
    introduction: str | None
    """What stands above its fields."""
    schema_: Annotated[dict[str, Any], Field(serialization_alias="schema")]
    """JSON Schema (2020-12) of what is filled in. Its properties stand in the order to show
    (`x-order`); `x-lines` marks text of several lines; `if` and `then` say where a field is asked
    at all."""
