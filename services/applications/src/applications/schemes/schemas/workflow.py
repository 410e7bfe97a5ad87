"""What travels about procedures: workflow and forms."""

from typing import Annotated, Any, Literal

from pydantic import Field

from plumbing.wire import Answer, IsoDate, Question, Slug


class RulesOn(Question):
    """Which version of a scheme."""

    rules_on: IsoDate | None = None
    """The day on which the version is in force; today when it is left out."""
    known_on: IsoDate | None = None
    """The day whose end decides which corrections are known; today when it is left out."""


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
    """How long a step may take: so many days from the day after it opens, or until a fact's day."""

    deadline: str
    working_days: int | None
    calendar_days: int | None
    by_fact: str | None
    """The fact that is the last day; null where days are counted."""


class RemindersAnswer(Grounds):
    """When people are reminded of a submission date for which a case is not submitted yet."""

    days_before: list[int]


class StandardsVersionAnswer(Grounds):
    """A set of statements as it stands from a day on."""

    starts_on: IsoDate
    title: str
    items: dict[str, str]
    """Its statements, by id, each with its words."""


class StandardsAnswer(Answer):
    """A set of statements that forms ask about, each in the version of the day a case opened."""

    standards: str
    title: str
    versions: list[StandardsVersionAnswer]


class EvidenceItemAnswer(Grounds):
    """One thing that an application must contain."""

    item: str
    title: str
    kind: Literal["form", "file"]
    form: str | None
    """For a form: `GET /v1/schemes/{scheme}/forms/{form}`."""
    types: list[Literal["pdf", "docx", "odt", "jpeg", "png"]]
    """For a file: the types that it may have."""
    by: list[str]
    """The roles of which any may provide it."""
    when: str | None
    """To whom it applies, in words; everybody where this is null."""
    optional: bool
    at_least: int
    at_most: int
    may_follow: bool
    """Whether it may come in after the case is submitted."""
    screened: bool
    """Whether it is searched for what would identify somebody."""


class SeatsAnswer(Answer):
    """How many people of one role sit in a meeting."""

    role: str
    at_least: int
    at_most: int


class StepMeetingAnswer(Grounds):
    """Who sits in a meeting or an interview. The worker is told of it, and is no member."""

    members: list[SeatsAnswer]
    advised_by: list[str]
    """The roles that may be asked to advise it."""
    arranged_by: list[str]
    """The roles that arrange it."""


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
    times: int
    """How many times it is given, each time with its form, before the step is done."""
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
    meeting: StepMeetingAnswer | None
    """Who sits in it, where the step is a meeting or an interview."""
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
    evidence: list[EvidenceItemAnswer]
    """What an application must contain."""
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
    standards: list[StandardsAnswer]
    reminders: RemindersAnswer | None
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
    at all. A field about statements is an object with a text for each; `x-standards` is the title
    of the set that a statement stands in."""
