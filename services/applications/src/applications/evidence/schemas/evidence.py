"""What travels about evidence."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, WithJsonSchema

from applications.examples import example
from plumbing.paging import QueryPage
from plumbing.wire import (
    Answer,
    Instant,
    PatternText,
    QueryCount,
    Question,
    Sha256,
    Slug,
    Text,
    refusal,
)
from plumbing.wire_markers import WireType

_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_WORDS = r"^[\x09\x0a\x0d\x20]*[^\x00-\x20\x7f-\x9f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
ApplicationIdText = Annotated[
    str,
    PatternText(
        _UUID, what_to_do="Give an application's id as it was answered: a UUID in lower case."
    ),
]
EvidenceIdText = Annotated[
    str,
    PatternText(_UUID, what_to_do="Give an evidence id as it was answered: a UUID in lower case."),
]
FieldName = Annotated[
    str,
    PatternText(
        "^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        what_to_do="Give the name of a field of the form, in snake_case.",
        longest=64,
    ),
]
LongText = Annotated[
    str,
    PatternText(
        _WORDS,
        what_to_do="Give text that can be read, at most 5000 characters, no control characters.",
        longest=5000,
    ),
]
MediaType = Annotated[
    str,
    PatternText(
        "^[a-z]+/[a-z0-9.+-]+$",
        what_to_do="Give a media type in small letters, without parameters.",
        example="application/pdf",
        longest=100,
    ),
]
Kind = Literal["form", "file"]
State = Literal["complete", "missing", "not_applicable", "optional", "unknown"]
Screening = Literal["not_needed", "waiting", "clear", "found", "unreadable"]


class _GivenAnswer(WireType):
    def parse(self, value: object) -> object:
        if isinstance(value, str | int | dict):
            return value
        raise refusal(
            "Give text, a whole number, true or false, or texts by the ids of their statements; "
            "leave it out where there is none."
        )

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer", "boolean", "object"]}


GivenAnswer = Annotated[Any, _GivenAnswer()]
"""The answer to one field, as its form has it; what each may be, the form's JSON Schema says."""
Answers = Annotated[
    dict[FieldName, GivenAnswer], Field(json_schema_extra={"additionalProperties": False})
]
"""Answers by the fields of a form, and nothing under what is no field."""
AnswerValue = Annotated[Any, WithJsonSchema({"type": ["string", "integer", "boolean", "object"]})]


class ProvideEvidence(Question):
    """A form that is filled in, or the announcement of a file."""

    model_config = ConfigDict(json_schema_extra={"examples": [example("evidence.json")]})

    item: Slug
    """The item of the pathway that this is."""
    answers: Answers | None = None
    """Of a form: its answers, by field, as its JSON Schema has it (`GET /schemes/.../forms`)."""
    name: Annotated[str, Text(1, 200)] | None = None
    """Of a file: what it is called."""
    media_type: MediaType | None = None
    """Of a file: its media type, which is one of those that the item may have."""
    statement: LongText | None = None
    """Of a file: what its provider has to say about it."""
    replaces: EvidenceIdText | None = None
    """The evidence that this is the new version of."""


class ReasonBody(Question):
    """Why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "The initials are invented: nobody has them."}]}
    )

    reason: LongText


class FindingAnswer(Answer):
    """Something that may name somebody: its kind and its place, never what it is."""

    kind: str
    pointer: str
    """A JSON Pointer to the answer; `/content` for the text of a file."""
    start: int
    """The first character of it, counted from 0."""
    end: int
    """The first one behind it."""


class EvidenceSummary(Answer):
    """One version of one thing that was provided, without what is in it."""

    evidence_id: UUID
    application_id: UUID
    item: str
    title: str
    kind: Kind
    form: str | None
    name: str | None
    """What a file is called; null for a form, and where it is withheld."""
    media_type: str | None
    content_size: int | None
    """In bytes; null until the content has come in."""
    content_sha256: Sha256 | None
    provided_by: str
    on_behalf_of: list[str]
    role: str
    """The role in which they provided it."""
    provided_at: Instant
    received_at: Instant | None
    """When it came in: a form at once, a file once its content was accepted."""
    screening: Screening
    """What the screen for identifiers says. `waiting`: for the content; `unreadable`: no text
    could be taken from it."""
    findings: list[FindingAnswer]
    acknowledged_by: str | None
    acknowledged_at: Instant | None
    quarantined_at: Instant | None
    quarantined_because: Literal["reported", "unsafe"] | None
    removed_at: Instant | None
    removed_because: Literal["replaced", "withdrawn"] | None
    replaces: UUID | None
    attempts: list[int]
    """The submissions that it was part of."""
    withheld: Literal["quarantined", "withdrawn"] | None
    """Why the caller may not read what is in it."""
    href: str
    """Where it is read whole."""
    content_href: str | None
    """Where the bytes of a file are sent to and read from; null for a form."""


class EvidenceAnswer(EvidenceSummary):
    """One version of one thing that was provided."""

    answers: dict[str, AnswerValue] | None
    """The answers of a form, by field; null for a file, and where they are withheld."""
    statement: str | None
    acknowledged_because: str | None


class ClauseOfItem(Answer):
    """Where the council's own document asks for it."""

    document: str
    heading: str


class RequirementAnswer(Answer):
    """One item of the pathway, how far it has come, and why."""

    item: str
    title: str
    kind: Kind
    form: str | None
    form_href: str | None
    """Where the form is, in the version that this case is worked by; null for a file."""
    types: list[str]
    """The media types that a file may have."""
    state: State
    """`unknown`: it is not known yet whether it applies; it may be given and need not."""
    why: str
    by: list[str]
    """The roles of which any may provide it."""
    optional: bool
    may_follow: bool
    """Whether it may come in after the submission. The case then belongs to a later day."""
    screened: bool
    """Whether it is searched for what may name somebody."""
    at_least: int
    at_most: int
    given: int
    """How many there are."""
    counted: int
    """How many of them count: they are in, nothing is open about them."""
    required: str
    """What the scheme asks, in words."""
    clause: ClauseOfItem | None
    assumption: str | None


class EvidenceList(Answer):
    """A page of a case's evidence, in the order in which it came, and how complete it is."""

    items: list[EvidenceSummary]
    next_cursor: str | None
    attempt: int | None
    """The submission that this was part of, or that it is prepared for; null for an instant."""
    is_frozen: bool
    """Whether it stays as it is."""
    is_complete: bool
    """Whether nothing is missing."""
    requirements: list[RequirementAnswer]
    """Every item of the pathway, on each page."""


class EvidenceQuery(QueryPage):
    """Which state of the evidence: as it is now, or as it was."""

    attempt: Annotated[int, QueryCount(1, 999)] | None = None
    """What this submission consisted of: 1 is the first."""
    as_of: Instant | None = None
    """What there was at this instant. The facts are as they are known now."""


class EvidenceReadAnswer(Answer):
    """Somebody read evidence."""

    read_id: UUID
    read_at: Instant
    application_id: UUID
    evidence_id: UUID | None
    """Null where the list of the case's evidence was read."""
    what: Literal["list", "item", "content", "document"]
    reader: str
    on_behalf_of: list[str]
    client_id: str
    request_id: str


class EvidenceReadList(Answer):
    """A page of the access log, in the order in which things were read."""

    items: list[EvidenceReadAnswer]
    next_cursor: str | None


class EvidenceReadsQuery(QueryPage):
    """The filters of the access log; each narrows it."""

    application_id: ApplicationIdText | None = None
    """Reads of this case's evidence."""
    evidence_id: EvidenceIdText | None = None
    """Reads of this evidence."""
    reader: Annotated[str, Text(1, 64)] | None = None
    """Reads by this person, by employee number."""
    read_since: Instant | None = None
    """Reads at this instant or after it."""
