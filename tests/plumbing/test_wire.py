"""Wire types: a JSON value is valid by the schema if and only if the parser takes it."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema
from pydantic import TypeAdapter, ValidationError

from plumbing.strict_json import parse
from plumbing.wire import (
    Answer,
    Flag,
    Instant,
    IsoDate,
    Money,
    PatternText,
    QueryCount,
    QueryFlag,
    Question,
    Sha256,
    Slug,
    Text,
    WholeNumber,
    decimal_string,
)

HOURS = Annotated[Decimal, decimal_string(r"^(0|[1-9][0-9]{0,2})(\.[0-9]{1,2})?$", example="37.5")]
TYPES: dict[str, Any] = {
    "IsoDate": IsoDate,
    "Instant": Instant,
    "Money": Money,
    "decimal_string": HOURS,
    "WholeNumber": Annotated[int, WholeNumber(-3, 40)],
    "Flag": Flag,
    "Text": Annotated[str, Text(1, 5)],
    "Slug": Slug,
    "Sha256": Sha256,
    "optional": IsoDate | None,
    "list": list[Money],
}
QUERY_TYPES: dict[str, Any] = {
    "QueryCount": Annotated[int, QueryCount(0, 12)],
    "QueryFlag": QueryFlag,
}
ADAPTERS = {name: TypeAdapter(each) for name, each in (TYPES | QUERY_TYPES).items()}


def validator(name: str, mode: Any = "validation") -> Any:  # noqa: ANN401 - a compiled schema
    schema = ADAPTERS[name].json_schema(mode=mode)
    return jsonschema_rs.validator_for(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema},
        validate_formats=True,
    )


VALIDATORS = {name: validator(name) for name in TYPES}

DAYS = st.from_regex(r"(18|19|20|21|22)[0-9]{2}-[0-3][0-9]-[0-3][0-9]\n?", fullmatch=True)
TIMES = st.from_regex(
    r"[Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,7})?([Zz]|[+-][0-2][0-9]:?[0-6][0-9])?\n?",
    fullmatch=True,
)
AMOUNTS = st.from_regex(r"[+-]?[0-9]{0,12}(\.[0-9_]{0,3})?(e[0-9])?\s?", fullmatch=True)
IDS = st.text("abz09-_A\n", max_size=8) | st.text("a-", min_size=60, max_size=70)
DIGESTS = st.text("09afAg\n", min_size=63, max_size=65)
NUMBERS = st.integers(-6, 45) | st.sampled_from(
    [3.0, -0.0, 40.5, 1e2, 1e300, -3.0, 2.5e-7, True, False, 10**18, "3", "3.0"]
)
STRANGE = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = st.none() | st.booleans() | NUMBERS | DAYS | AMOUNTS | IDS | DIGESTS | STRANGE
VALUES = (
    SCALARS
    | st.builds(str.__add__, DAYS, TIMES)
    | st.lists(SCALARS, max_size=2)
    | st.dictionaries(STRANGE, SCALARS, max_size=1)
)


def accepts(name: str, value: object) -> bool:
    try:
        ADAPTERS[name].validate_python(value)
    except ValidationError:
        return False
    return True


def check_agreement(name: str, value: object) -> None:
    valid = VALIDATORS[name].is_valid(value)
    assert accepts(name, value) == valid, value
    read = _strictly(value)
    if read is not None:
        assert accepts(name, read[0]) == valid, value


def _strictly(value: object) -> tuple[object] | None:
    try:
        return (parse(json.dumps(value).encode()),)
    except Exception as error:  # noqa: BLE001 - NUL and huge numbers are refused before any type
        assert type(error).__name__ == "MalformedJsonError"  # noqa: PT017
        return None


@pytest.mark.parametrize("name", TYPES)
@given(value=VALUES)
def test_schema_and_parser_agree(name: str, value: object) -> None:
    check_agreement(name, value)


@pytest.mark.parametrize("name", [each for each in TYPES if each != "Instant"])
@given(data=st.data())
def test_what_the_schema_describes_is_accepted(name: str, data: st.DataObject) -> None:
    schema = ADAPTERS[name].json_schema()
    schema.pop("examples", None)
    check_agreement(name, data.draw(from_schema(schema)))


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)),  # noqa: DTZ001 - the offset follows
    st.integers(-23 * 60, 23 * 60),
)
def test_instants_with_any_offset_are_accepted_and_come_back_in_utc(
    local: datetime, minutes: int
) -> None:
    instant = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    check_agreement("Instant", instant.isoformat())
    found = ADAPTERS["Instant"].validate_python(instant.isoformat())
    assert found == instant
    assert found.tzinfo is UTC
    assert json.loads(ADAPTERS["Instant"].dump_json(found)).endswith("Z")


@pytest.mark.parametrize(
    "value",
    ["1900-01-01T00:00:00+23:59", "2199-12-31T23:59:59.999999-23:59", "2026-05-15T00:30:00+01:00"],
)
def test_what_is_accepted_can_be_answered(value: str) -> None:
    written = json.loads(ADAPTERS["Instant"].dump_json(ADAPTERS["Instant"].validate_python(value)))
    assert validator("Instant", "serialization").is_valid(written)


@pytest.mark.parametrize("name", TYPES)
@given(value=VALUES)
def test_what_was_accepted_is_answered_within_the_schema(name: str, value: object) -> None:
    if accepts(name, value):
        adapter = ADAPTERS[name]
        written = json.loads(adapter.dump_json(adapter.validate_python(value)))
        assert validator(name, "serialization").is_valid(written)
        if name != "Instant":
            assert written == value


@pytest.mark.parametrize("name", TYPES)
def test_the_examples_of_a_schema_are_valid(name: str) -> None:
    for example in ADAPTERS[name].json_schema().get("examples", ()):
        check_agreement(name, example)
        assert accepts(name, example)


@pytest.mark.parametrize(
    "value",
    ["2026-02-29", "1899-12-31", "2200-01-01", "2026-1-1", "20260101", "2026-W01-1", "2026-01-01\n",
     "2026-01-01T00:00:00", "\u0662026-01-01", 0, 20260101, None, True],
)  # fmt: skip
def test_no_such_day(value: object) -> None:
    assert not accepts("IsoDate", value)
    assert not VALIDATORS["IsoDate"].is_valid(value)


def test_half_a_surrogate_pair_is_no_text() -> None:
    for name in ("Text", "Slug", "IsoDate", "Money"):
        assert not accepts(name, "a\ud800")


def test_a_json_number_is_no_decimal_string_but_our_own_decimal_is() -> None:
    assert not accepts("Money", parse(b"1.25"))
    assert not accepts("Money", 1.25)
    assert accepts("Money", Decimal("1.25"))


@pytest.mark.parametrize(
    ("value", "written"), [("5", "5.00"), ("-1.5", "-1.50"), ("0E+1", "0.00"), ("1E+3", "1000.00")]
)
def test_money_is_written_with_its_pence(value: str, written: str) -> None:
    assert ADAPTERS["Money"].dump_python(Decimal(value), mode="json") == written


@pytest.mark.parametrize("value", ["0.005", "99999999999.00"])
def test_money_is_never_rounded_nor_widened_here(value: str) -> None:
    with pytest.raises(ValueError, match="no place in the contract"):
        ADAPTERS["Money"].dump_python(Decimal(value), mode="json")


def test_a_day_out_of_range_is_not_answered() -> None:
    with pytest.raises(ValueError, match="no place in the contract"):
        ADAPTERS["IsoDate"].dump_python(date(2300, 1, 1), mode="json")
    with pytest.raises(ValueError, match="no place in the contract"):
        ADAPTERS["Instant"].dump_python(datetime(2300, 1, 1, tzinfo=UTC), mode="json")


@given(st.text("0123456789 +-_.e\n\u0663", max_size=4))
def test_a_count_in_a_query_is_the_number_as_written(text: str) -> None:
    canonical = {str(number): number for number in range(13)}
    assert accepts("QueryCount", text) == (text in canonical)


@pytest.mark.parametrize("text", ["True", "1", "yes", "", "true ", "null"])
def test_a_flag_in_a_query_is_true_or_false(text: str) -> None:
    assert not accepts("QueryFlag", text)
    assert ADAPTERS["QueryFlag"].validate_python("true") is True
    assert ADAPTERS["QueryFlag"].validate_python("false") is False


@pytest.mark.parametrize("pattern", ["[a-z]+", "^[a-z]+", r"^\d$", r"^\w+$"])
def test_a_pattern_that_engines_read_differently_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"anchor|write character classes out"):
        PatternText(pattern, what_to_do="Give it.", example="a")


def test_a_count_in_a_query_is_small() -> None:
    with pytest.raises(ValueError, match="digits"):
        QueryCount(0, 100_000)


def test_a_question_takes_nothing_that_is_not_declared() -> None:
    class Asked(Question):
        """Something asked."""

        day: IsoDate
        """Its day."""

    assert Asked.model_validate({"day": "2026-01-01"}).day == date(2026, 1, 1)
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate({"day": "2026-01-01", "extra": "canary"})
    assert "canary" not in str(caught.value)
    schema = Asked.model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["properties"]["day"]["description"] == "Its day."


def test_an_answer_has_no_defaults() -> None:
    with pytest.raises(TypeError, match=r"Answered\.day has a default"):

        class Answered(Answer):
            """Something answered."""

            day: IsoDate | None = None
