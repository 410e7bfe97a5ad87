"""A completed form as it is put on paper, whoever completed it and wherever it is kept."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Detail:
    """Something about the form as a whole, such as whose it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a set, and what was answered to it; None where nothing was."""

    words: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Statements:
    """A set of statements, with the answer to each."""

    title: str
    items: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and its answer: in words, or to each statement of one or several sets."""

    question: str
    answer: str | None = None
    statements: tuple[Statements, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A completed form.

    Every text is as it was given: what renders it keeps it from being anything but text.
    `completed_at` is the moment of the document too, so that the same content gives the same bytes.
    """

    title: str
    authority: str
    introduction: str | None
    details: tuple[Detail, ...]
    entries: tuple[Entry, ...]
    grounds: str
    completed_at: datetime
