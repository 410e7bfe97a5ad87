"""The screen for identifiers: of what should name nobody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from applications.evidence.domain.evidence import Finding, Screening
from applications.evidence.domain.identifiers import find_identifiers
from applications.people.storage.colleagues import list_names_around
from applications.platform.asked import Asked
from applications.platform.database import Session

CONTENT: Final = "/content"


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screen says of something, and where it found what."""

    screening: Screening
    findings: tuple[Finding, ...] = ()


async def screen_answers(
    session: Session, asked: Asked, employee_number: str, answers: Mapping[str, Any]
) -> Screened:
    """Screen every text of the answers of a form of a worker's case."""
    people = await list_names_around(session, asked.caller.authority_id, employee_number)
    findings = [
        finding for pointer, text in _texts(answers) for finding in _found(pointer, text, people)
    ]
    return Screened("found" if findings else "clear", tuple(findings))


async def screen_content(asked: Asked, employee_number: str, text: str | None) -> Screened:
    """Screen the text of a file of a worker's case; None where none could be taken from it.

    It reads the names in a transaction of its own: call it before the one that writes.
    """
    if text is None:
        return Screened("unreadable")
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        people = await list_names_around(session, authority_id, employee_number)
    findings = tuple(_found(CONTENT, text, people))
    return Screened("found" if findings else "clear", findings)


def _texts(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in answers.items():
        if isinstance(value, str):
            yield f"/answers/{name}", value
        elif isinstance(value, Mapping):
            for statement, text in value.items():
                yield f"/answers/{name}/{statement}", str(text)


def _found(pointer: str, text: str, people: Sequence[str]) -> Iterator[Finding]:
    for each in find_identifiers(text, people):
        yield Finding(kind=each.kind, pointer=pointer, start=each.start, end=each.end)
