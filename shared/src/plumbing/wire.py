r"""Types whose parser and JSON Schema agree exactly: schema-valid if and only if accepted.

Each is an annotated type, or a marker to annotate with:

    class Line(Question):
        starts_on: IsoDate
        rate: Money
        hours: Annotated[Decimal, decimal_string(r"^[0-9]{1,2}\.[0-9]{2}$", example="37.00")]
        days: Annotated[int, WholeNumber(1, 31)]
        name: Annotated[str, Text(1, 64)]

A refused value is answered with what to give, never with what was given.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Strict, model_validator
from pydantic.json_schema import JsonSchemaValue

from plumbing.wire_markers import (
    PatternText,
    QueryCount,
    Text,
    WholeNumber,
    WireType,
    decimal_string,
    refusal,
)

__all__ = [
    "SHA256",
    "SLUG",
    "Answer",
    "Flag",
    "Instant",
    "IsoDate",
    "Money",
    "PatternText",
    "QueryCount",
    "QueryFlag",
    "Question",
    "Sha256",
    "Slug",
    "Text",
    "WholeNumber",
    "decimal_string",
    "refusal",
]

_LONGEST_SLUG: Final = 64


class Question(BaseModel):
    """What a caller sends: nothing beyond the members that are declared."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _is_no_number(cls, sent: object) -> object:
        # FastAPI has attributes read of whatever is no dict, and a Decimal has some: as a plain
        # number it is refused, also where no member is needed.
        return float(sent) if isinstance(sent, Decimal) else sent


class Answer(BaseModel):
    """What a caller gets: every member, always, so that none has a default.

    Raises:
        TypeError: A subclass declares a default.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Refuse a member that could be left out."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if not field.is_required():
                raise TypeError(f"{cls.__name__}.{name} has a default: an answer says everything.")


class _IsoDate(WireType):
    _text = PatternText(
        r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        what_to_do="Give a day of the calendar as YYYY-MM-DD, from 1900-01-01 to 2199-12-31.",
        example="2026-04-01",
    )
    # An answer may count on from the last day that can be asked about.
    _written = PatternText(
        r"^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        what_to_do=_text.what_to_do,
        example="2026-04-01",
    )

    def parse(self, value: object) -> date:
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(self._text.parse(value))
        except ValueError:
            raise refusal(self._text.what_to_do) from None

    def render(self, value: date) -> str:
        text = value.isoformat()
        if not self._written.matches(text):
            raise ValueError("This day has no place in the contract.")
        return text

    def schema(self) -> JsonSchemaValue:
        return {**self._text.schema(), "format": "date"}

    def answer_schema(self) -> JsonSchemaValue:
        return {**self._written.schema(), "format": "date"}


class _Instant(WireType):
    _day = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    _time = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    _text = PatternText(
        rf"^(19|20|21)[0-9]{{2}}-{_day}T{_time}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
        what_to_do="Give an instant with its offset, like 2026-04-01T09:30:00Z (RFC 3339).",
        example="2026-04-01T09:30:00Z",
    )
    # In UTC an instant may fall into the year before or after.
    _written = PatternText(
        rf"^(1899|(19|20|21)[0-9]{{2}}|2200)-{_day}T{_time}Z$",
        what_to_do=_text.what_to_do,
        example="2026-04-01T09:30:00Z",
    )

    def parse(self, value: object) -> datetime:
        if isinstance(value, datetime) and value.utcoffset() is not None:
            return value.astimezone(UTC)
        try:
            return datetime.fromisoformat(self._text.parse(value)).astimezone(UTC)
        except ValueError:
            raise refusal(self._text.what_to_do) from None

    def render(self, value: datetime) -> str:
        text = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if not self._written.matches(text):
            raise ValueError("This instant has no place in the contract.")
        return text

    def schema(self) -> JsonSchemaValue:
        return {**self._text.schema(), "format": "date-time"}

    def answer_schema(self) -> JsonSchemaValue:
        return {**self._written.schema(), "format": "date-time"}


class _QueryFlag(WireType):
    def parse(self, value: object) -> bool:
        if value in ("true", "false"):
            return value == "true"
        if isinstance(value, bool):
            return value
        raise refusal("Give true or false.")

    def schema(self) -> JsonSchemaValue:
        return {"type": "boolean"}


IsoDate = Annotated[date, _IsoDate()]
"""A day, YYYY-MM-DD, 1900 to 2199."""

Instant = Annotated[datetime, _Instant()]
"""A moment, RFC 3339 with an offset; in UTC on our side and in every answer."""

Money = Annotated[
    Decimal, decimal_string(r"^-?(0|[1-9][0-9]{0,9})\.[0-9]{2}$", example="1234.50", places=2)
]
"""Pounds and pence."""

Flag = Annotated[bool, Strict()]
"""true or false, and nothing like it."""

QueryFlag = Annotated[bool, _QueryFlag()]
"""A flag in a query."""

SLUG: Final = PatternText(
    "^[a-z0-9]+(-[a-z0-9]+)*$",
    what_to_do=f"Give an id of lower-case letters, digits and single hyphens, at most "
    f"{_LONGEST_SLUG} characters.",
    example="kebab-case",
    longest=_LONGEST_SLUG,
)
Slug = Annotated[str, SLUG]
"""An id in kebab-case."""

SHA256: Final = PatternText(
    "^[0-9a-f]{64}$",
    what_to_do="Give a SHA-256 digest as 64 lower-case hexadecimal digits.",
    example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)
Sha256 = Annotated[str, SHA256]
"""A SHA-256 digest."""
