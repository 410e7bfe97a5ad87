"""The names and values that what travels about people is made of."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Final

from applications.people.domain.records import FactValue
from plumbing.wire import PatternText, Slug, Text, WholeNumber, decimal_string, refusal
from plumbing.wire_markers import WireType
from scheme_files.facts import FIXED_FACTS
from scheme_files.roles import ROLES

TeamId = Slug
EmployeeNumber = Annotated[
    str,
    PatternText(
        "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        what_to_do="Give an employee number of letters, digits, dots, hyphens and underscores, at "
        "most 32 characters.",
        example="100234",
        longest=32,
    ),
]
"""The HRIS's number of a person."""
PostNumber = Annotated[
    str,
    PatternText(
        "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        what_to_do="Give a post number of letters, digits, dots, hyphens and underscores, at most "
        "32 characters.",
        example="P-2041",
        longest=32,
    ),
]
"""The HRIS's number of a post."""
GradeLabel = Annotated[
    str,
    PatternText(
        "^[A-Za-z0-9]([A-Za-z0-9 ./-]{0,18}[A-Za-z0-9])?$",
        what_to_do="Give the label of a grade, such as one that the scheme names.",
        example="9",
    ),
]
"""A grade, as the scheme labels it."""
HoursPerWeek = Annotated[
    Decimal, decimal_string(r"^(0|[1-9][0-9]?)\.[0-9]{2}$", example="37.00", places=2)
]
"""Contracted hours a week."""
EmailAddress = Annotated[
    str,
    PatternText(
        "^[!-?A-~]+@[!-?A-~]+$",
        what_to_do="Give an e-mail address of at most 254 characters.",
        example="s.worker@council.example",
        longest=254,
    ),
]
"""Where a person gets e-mail."""


class _RegistrationNumber(PatternText):
    def parse(self, value: object) -> str:
        return super().parse(value).upper()


RegistrationNumber = Annotated[
    str,
    _RegistrationNumber(
        "^[Ss][Ww][1-9][0-9]{0,5}$",
        what_to_do="Give SW and 1 to 6 digits without a leading zero, as the register has it.",
        example="SW123456",
    ),
]
"""A registration number; it is kept and given in capitals."""


class OneOf(WireType):
    """A marker for text that is one of a table's ids."""

    def __init__(self, choices: Iterable[str]) -> None:
        self._choices = list(choices)

    def parse(self, value: object) -> str:
        """The id itself, if the table has it."""
        if not isinstance(value, str) or value not in self._choices:
            raise refusal(f"Give one of {', '.join(self._choices)}.")
        return value

    def schema(self) -> dict[str, Any]:
        """A string with its choices."""
        return {"type": "string", "enum": self._choices}


HeldRole = Annotated[str, OneOf(role for role, each in ROLES.items() if each.kind == "held")]
"""A role that people are given, or may be delegated."""
Qualification = Annotated[str, OneOf(FIXED_FACTS["qualification"].choices)]
AsyeOutcome = Annotated[str, OneOf(FIXED_FACTS["asye_outcome"].choices)]

FactName = Annotated[
    str,
    PatternText(
        "^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        what_to_do="Give the name of a fact in small letters with underscores.",
        longest=64,
    ),
]
_FACT_WORDS: Final = (
    "Give true or false, a whole number, or text of 1 to 64 characters: a choice, or a day as "
    "YYYY-MM-DD."
)


class _FactValue(WireType):
    _text = Text(1, 64)
    _number = WholeNumber(-(10**9), 10**9)

    def parse(self, value: object) -> FactValue:
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text.parse(value)
        if isinstance(value, int):
            return self._number.parse(value)
        raise refusal(_FACT_WORDS)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "boolean"}, self._number.schema(), self._text.schema()]}


AnyFactValue = Annotated[FactValue, _FactValue()]
"""The value of a fact: a choice or a day as text, a whole number, true or false."""
