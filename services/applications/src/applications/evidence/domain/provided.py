"""What somebody sends as evidence, and whether it fits what the scheme asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from applications.evidence.domain.files.media import FILE_TYPES
from applications.schemes.domain.forms import validate_answers
from applications.schemes.domain.standards import Statements
from scheme_files.model.evidence import EvidenceItem
from scheme_files.model.scheme import Scheme

MEDIA_TYPES: Final[Mapping[str, str]] = {name: each.media_type for name, each in FILE_TYPES.items()}
"""The media type of each type of file that a scheme may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provided:
    """What somebody provides: the answers of a form, or the announcement of a file."""

    item: str
    answers: Mapping[str, Any] | None
    name: str | None
    media_type: str | None
    statement: str | None
    replaces: UUID | None


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit, and its place: a JSON Pointer into the body."""

    pointer: str
    detail: str


def misfits(
    scheme: Scheme, asked: EvidenceItem, provided: Provided, statements: Statements
) -> list[Misfit]:
    """What of it does not fit the item; nothing when it is good."""
    given = {
        "answers": provided.answers,
        "name": provided.name,
        "media_type": provided.media_type,
        "statement": provided.statement,
    }
    wanted = ("answers",) if asked.kind == "form" else ("name", "media_type")
    taken = wanted if asked.kind == "form" else (*wanted, "statement")
    found = [Misfit("", f"Add the member {name}.") for name in wanted if given[name] is None]
    found += [
        Misfit(f"/{name}", f"This item is a {asked.kind}, which has no such member: leave it out.")
        for name, value in given.items()
        if value is not None and name not in taken
    ]
    return [*found, *_of_the_kind(scheme, asked, provided, statements)]


def _of_the_kind(
    scheme: Scheme, asked: EvidenceItem, provided: Provided, statements: Statements
) -> Iterator[Misfit]:
    if asked.form is not None and provided.answers is not None:
        form = scheme.forms[asked.form]
        for mistake in validate_answers(form, provided.answers, statements=statements):
            yield Misfit(f"/answers{mistake.pointer}", mistake.detail)
    media_types = [MEDIA_TYPES[each] for each in asked.types]
    if asked.kind == "file" and provided.media_type not in {None, *media_types}:
        yield Misfit("/media_type", f"Give one of: {', '.join(media_types)}.")
