"""The screen that looks for identifiers in a text that should be anonymous.

It says where something stands and what kind of thing it is, never what it is: what it finds goes
into records that must not hold it. It would rather ask about one thing too many than miss one, as
whoever wrote the text can acknowledge what is none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from applications.evidence.domain import (
    identifiers_dates,
    identifiers_emails,
    identifiers_names,
    identifiers_numbers,
    identifiers_telephones,
)
from applications.evidence.domain.identifiers_text import Folded, Span, fold

Kind = Literal[
    "nhs_number",
    "national_insurance_number",
    "postcode",
    "telephone",
    "email",
    "date_of_birth",
    "name",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that may identify a person: `text[start:end]`, counted in characters."""

    start: int
    end: int
    kind: Kind


def find_identifiers(text: str, people: Iterable[str]) -> tuple[Finding, ...]:
    """What in the text may identify somebody, in order, no two of them overlapping.

    A given name alone is no finding: anonymous texts call people by invented ones.

    Args:
        text: The text to be screened, of any length: the time rises with the length alone.
        people: The full names of people in our own records, such as the worker and colleagues.
    """
    folded = fold(text)
    taken = bytearray(len(folded.text))
    findings = []
    for kind, (start, end) in _found(folded, people):
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            findings.append(Finding(*folded.original(start, end), kind))
    return tuple(sorted(findings))


def _found(folded: Folded, people: Iterable[str]) -> Iterator[tuple[Kind, Span]]:
    """Everything found, the surest kinds first: the first to claim a place has it."""
    text = folded.text
    dates = identifiers_dates.dates_in(text)
    whole_dates = identifiers_dates.whole_dates(text, dates)
    by_kind: tuple[tuple[Kind, Iterable[Span]], ...] = (
        ("email", identifiers_emails.emails_in(text)),
        ("national_insurance_number", identifiers_numbers.national_insurance_numbers_in(text)),
        ("telephone", identifiers_telephones.telephones_in(text, whole_dates)),
        ("nhs_number", identifiers_numbers.nhs_numbers_in(text)),
        ("postcode", identifiers_numbers.postcodes_in(text)),
        ("date_of_birth", identifiers_dates.dates_of_birth_in(text, dates)),
        ("name", identifiers_names.names_in(text, people, whole_dates)),
    )
    for kind, spans in by_kind:
        for span in spans:
            yield kind, span
