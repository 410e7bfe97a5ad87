"""What the wire types are made of: one parser and one JSON Schema each, in one place."""

import re
from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

REFUSED: Final = "refused"
"""The pydantic error type of a refusal whose words are ours, and so safe to repeat."""

_MOST_QUERY_DIGITS: Final = 5
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def refusal(what_to_do: str) -> PydanticCustomError:
    """A refusal to raise from a validator; the caller is told `what_to_do` word for word.

    Never put the refused value into it.
    """
    # As a value, because pydantic would fill in braces, and a pattern may hold some.
    return PydanticCustomError(REFUSED, "{what_to_do}", {"what_to_do": what_to_do})


class WireType(ABC):
    """A marker that stands in for pydantic's own reading, writing and schema of a type."""

    @abstractmethod
    def parse(self, value: object) -> object:
        """The value that a JSON value stands for."""

    def render(self, value: Any) -> object:  # noqa: ANN401 - each type renders its own values
        """The JSON value that stands for a value."""
        return value

    @abstractmethod
    def schema(self) -> JsonSchemaValue:
        """The JSON values that `parse` takes."""

    def answer_schema(self) -> JsonSchemaValue:
        """The JSON values that `render` gives."""
        return self.schema()

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.render, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return self.answer_schema() if handler.mode == "serialization" else self.schema()


def _same_everywhere(pattern: str) -> re.Pattern[str]:
    r"""Compile a JSON Schema pattern for `fullmatch`.

    JSON Schema searches, so a pattern needs anchors; in Python `$` also matches before a last
    newline, so here they come off. `\d` and its like differ between engines: write classes out.
    """
    if not (pattern.startswith("^") and pattern.endswith("$")):
        raise ValueError(f"{pattern}: anchor it with ^ and $.")
    if re.search(r"\\[dDwWsSbB]", pattern):
        raise ValueError(f"{pattern}: write character classes out.")
    return re.compile(f"(?:{pattern[1:-1]})", re.ASCII)


class PatternText(WireType):
    """Text that a pattern describes in full.

    Raises:
        ValueError: The pattern has no anchors, or means different things to different engines.
    """

    def __init__(
        self,
        pattern: str,
        *,
        what_to_do: str,
        example: str | None = None,
        longest: int | None = None,
    ) -> None:
        self._pattern = pattern
        self._compiled = _same_everywhere(pattern)
        self.what_to_do = what_to_do
        self._example = example
        self._longest = longest

    def matches(self, value: str) -> bool:
        """Whether the pattern describes the whole text, within its length."""
        fits = self._longest is None or len(value) <= self._longest
        return fits and self._compiled.fullmatch(value) is not None

    def parse(self, value: object) -> str:
        """The text itself, if it matches."""
        if not isinstance(value, str) or not self.matches(value):
            raise refusal(self.what_to_do)
        return value

    def schema(self) -> JsonSchemaValue:
        """A string with a pattern."""
        schema: JsonSchemaValue = {"type": "string", "pattern": self._pattern}
        if self._longest is not None:
            schema["maxLength"] = self._longest
        if self._example is not None:
            schema["examples"] = [self._example]
        return schema


class _DecimalString(WireType):
    def __init__(self, pattern: str, example: str, places: int | None) -> None:
        self._text = PatternText(
            pattern, what_to_do=f'Give a decimal as a string, like "{example}".', example=example
        )
        self._unit = None if places is None else Decimal(1).scaleb(-places)

    def parse(self, value: object) -> Decimal:
        # Our own answers come as Decimals. A JSON number never is one exactly (see strict_json).
        return value if type(value) is Decimal else Decimal(self._text.parse(value))

    def render(self, value: Decimal) -> str:
        exact = value if self._unit is None else value.quantize(self._unit)
        text = f"{exact:f}"
        if exact != value or not self._text.matches(text):
            raise ValueError("This decimal has no place in the contract: round it, or widen it.")
        return text

    def schema(self) -> JsonSchemaValue:
        return self._text.schema()


def decimal_string(pattern: str, *, example: str, places: int | None = None) -> object:
    """Mark a decimal that travels as a string.

    To annotate `Decimal` with. `pattern` is anchored, as it stands in the contract. With `places`,
    an answer is written with as many; a value that would need rounding is a mistake of ours, and
    never rounded here.

    Raises:
        ValueError: The pattern has no anchors, or means different things to different engines.
    """
    return _DecimalString(pattern, example, places)


class WholeNumber(WireType):
    """A marker for whole numbers of JSON, `3.0` among them, since JSON Schema says so too."""

    def __init__(self, minimum: int, maximum: int) -> None:
        self._minimum = minimum
        self._maximum = maximum

    def parse(self, value: object) -> int:
        """The number; neither a boolean nor a string is one."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int or not self._minimum <= value <= self._maximum:
            raise refusal(f"Give a whole number from {self._minimum} to {self._maximum}.")
        return value

    def schema(self) -> JsonSchemaValue:
        """An integer with bounds."""
        return {"type": "integer", "minimum": self._minimum, "maximum": self._maximum}


class QueryCount(WholeNumber):
    """A marker for small counts in a query: decimal digits, no sign, no leading zero.

    Raises:
        ValueError: The bounds are not within 0 to 99999.
    """

    def __init__(self, minimum: int, maximum: int) -> None:
        if not 0 <= minimum <= maximum < 10**_MOST_QUERY_DIGITS:
            raise ValueError(f"A count in a query has at most {_MOST_QUERY_DIGITS} digits.")
        super().__init__(minimum, maximum)
        self._digits = re.compile(rf"0|[1-9][0-9]{{0,{_MOST_QUERY_DIGITS - 1}}}")

    def parse(self, value: object) -> int:
        """The number that the digits give."""
        if isinstance(value, str) and self._digits.fullmatch(value):
            value = int(value)
        return super().parse(value)


class Text(WireType):
    """A marker for text on one line: no control characters, no halves of surrogate pairs."""

    def __init__(self, minimum: int, maximum: int) -> None:
        self._minimum = minimum
        self._maximum = maximum

    def parse(self, value: object) -> str:
        """The text as it came."""
        if (
            not isinstance(value, str)
            or not self._minimum <= len(value) <= self._maximum
            or _UNPRINTABLE.search(value)
        ):
            raise refusal(
                f"Give text of {self._minimum} to {self._maximum} characters, "
                "without control characters."
            )
        return value

    def schema(self) -> JsonSchemaValue:
        """A string with a length, and a pattern for what it must not hold."""
        return {
            "type": "string",
            "minLength": self._minimum,
            "maxLength": self._maximum,
            "pattern": r"^[^\x00-\x1f\x7f-\x9f]*$",
        }
