"""One fact as it arrives, read into a value of its declared type."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from paycalc.domain.conditions import FactValue
from paycalc.domain.contradictions import FactError
from paycalc.domain.keeping import kept
from scheme_files.facts import Fact, FactType

DATE_PATTERN = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
LABEL_PATTERN = "[A-Za-z0-9]([A-Za-z0-9 ./-]{0,18}[A-Za-z0-9])?"
KEBAB_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"
DECIMAL_PATTERN = r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?"
MOST_KEBAB = 64
MOST_WHOLE_NUMBER = 999

_LENGTH_OF_DATE = len("2026-01-15")
_DATE = re.compile(DATE_PATTERN, re.ASCII)
_LABEL = re.compile(LABEL_PATTERN, re.ASCII)
_KEBAB = re.compile(KEBAB_PATTERN, re.ASCII)
_DECIMAL = re.compile(DECIMAL_PATTERN, re.ASCII)

ReadValue = Callable[[object], FactValue | None]


class InvalidFactsError(Exception):
    """Facts have values that they cannot have; `errors` says which."""

    def __init__(self, errors: list[FactError]) -> None:
        super().__init__("Some facts have values that they cannot have. Please correct them.")
        self.errors = tuple(errors)


class UnknownFactError(Exception):
    """Facts were given that the scheme does not know; `errors` says which and what there is."""

    def __init__(self, errors: list[FactError], names: tuple[str, ...]) -> None:
        super().__init__(
            f"The scheme does not know every fact given. It knows: {', '.join(names)}."
        )
        self.errors = tuple(errors)


def value_reader(fact: Fact, choices: tuple[str, ...]) -> tuple[ReadValue, str]:
    """Return how to read a fact's value, and what to say when it cannot be read."""
    match fact.type:
        case FactType.TRUE_FALSE:
            return _true_false, "this must be true or false"
        case FactType.DATE:
            return read_date, "this must be a date such as 2026-01-15, between 1900 and 2199"
        case FactType.WHOLE_NUMBER:
            return _whole_number, f"this must be a whole number from 1 to {MOST_WHOLE_NUMBER}"
        case FactType.DECIMAL_NUMBER:
            return _decimal, 'this must be a number written in quotes, such as "0.5"'
        case FactType.GRADE:
            return _label, "this must be the label of a grade, such as one that the scheme names"
        case FactType.CHOICE | FactType.TEAM_TYPE:
            return _choice(choices)


def _true_false(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def read_date(value: object) -> date | None:
    """Return a date as it arrives, or None where it is not one."""
    return _day(value) if isinstance(value, str) and len(value) == _LENGTH_OF_DATE else None


@kept
def _day(value: str) -> date | None:
    if not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value <= MOST_WHOLE_NUMBER else None


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def _label(value: object) -> str | None:
    return value if isinstance(value, str) and _LABEL.fullmatch(value) else None


def _choice(choices: tuple[str, ...]) -> tuple[ReadValue, str]:
    if not choices:
        return _kebab, "this must be in small letters with hyphens, such as team-b"
    known = frozenset(choices)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value in known else None

    return read, f"this must be one of {', '.join(choices)}"


def _kebab(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > MOST_KEBAB:
        return None
    return value if _KEBAB.fullmatch(value) else None
