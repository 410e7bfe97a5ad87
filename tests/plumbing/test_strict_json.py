"""Strict JSON: agrees with the standard library on ordinary documents, refuses the rest."""

import json
import random
import string
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.seed import SEED

from plumbing.strict_json import MalformedJsonError, NotWhole, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | TEXT,
    lambda inside: st.lists(inside, max_size=5) | st.dictionaries(TEXT, inside, max_size=5),
    max_leaves=25,
)


@given(DOCUMENTS, st.booleans(), st.sampled_from([None, 1]))
def test_ordinary_documents_are_read_as_by_json_loads(
    document: object,
    ascii_only: bool,  # noqa: FBT001 - drawn by hypothesis
    indent: int | None,
) -> None:
    body = json.dumps(document, ensure_ascii=ascii_only, indent=indent).encode()
    assert parse(body) == document == json.loads(body)


def test_damaged_documents_are_refused_or_read_as_by_json_loads() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    for _ in range(3_000):
        body = bytearray(json.dumps(_some_document(chance, 4)).encode())
        for _ in range(chance.randint(1, 3)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            found = parse(bytes(body))
        except MalformedJsonError:
            continue
        assert found == json.loads(body, parse_float=_whole_or_decimal), bytes(body)


def _some_document(chance: random.Random, depth: int) -> Any:  # noqa: ANN401 - any JSON
    kind = chance.randrange(6 if depth else 4)
    if kind == 4:
        return [_some_document(chance, depth - 1) for _ in range(chance.randrange(4))]
    if kind == 5:
        return {
            str(chance.random()): _some_document(chance, depth - 1)
            for _ in range(chance.randrange(4))
        }
    scalars = (None, True, chance.randrange(10**6), "".join(chance.choices(string.printable, k=5)))
    return scalars[kind]


def _whole_or_decimal(literal: str) -> int | Decimal:
    value = Decimal(literal)
    return int(value) if value == value.to_integral_value() else value


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"3.0", 3),
        (b"-0.0", 0),
        (b"1e2", 100),
        (b"1.50", Decimal("1.50")),
        (b"-1.5E-3", Decimal("-0.0015")),
        (b"9999999999999999999", 9999999999999999999),
        (b"-9999999999999999999", -9999999999999999999),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\\\u0000"', "\\u0000"),
        ('"\ufeff"'.encode(), "\ufeff"),
        (b' \n\t\r"x" \n', "x"),
    ],
)
def test_it_is_read(body: bytes, value: object) -> None:
    found = parse(body)
    assert found == value
    assert not isinstance(found, float)
    assert type(found) is (NotWhole if isinstance(value, Decimal) else type(value))


REFUSED = {
    rb'"\ud800"': "surrogate",
    rb'"\ude00\ud83d"': "surrogate",
    rb'{"\udc00": 1}': "surrogate",
    rb'[{"a": ["b", {"c": "\u0000"}]}]': "NUL",
    rb'{"a\u0000": 1}': "NUL",
    b'"\x00"': "control character",
    b'"a\nb"': "control character",
    b"NaN": "not JSON",
    b"[-Infinity]": "not JSON",
    b"1e999": "too large",
    b"-1e19": "too large",
    b"1e-999": "too small",
    b"1e999999999999999999999999": "too large",
    b"0." + b"1" * 63: "characters",
    b"10000000000000000000": "digits",
    b"-10000000000000000000": "digits",
    b"9" * 5_000: "digits",
    b'{"a": 1, "a": 1}': "twice",
    b'[{"b": {"a": 1, "\\u0061": 2}}]': "twice",
    b"\xff": "UTF-8",
    b'"\xed\xa0\x80"': "UTF-8",
    b'"\xc0\x80"': "UTF-8",
    '{"a": 1}'.encode("utf-16"): "UTF-8",
    b"\xef\xbb\xbf{}": "byte order mark",
    b"": "empty",
    b" \r\n": "empty",
    b"{} {}": "line 1, column 4",
    b"{'a': 1}": "line 1, column 2",
    b"[1,]": "line 1, column 4",
    b"01": "line 1, column 2",
    b"1.": "line 1, column 2",
    b"+1": "line 1, column 1",
    b"0x10": "line 1, column 2",
    b"// none": "line 1, column 1",
    b'"cut off': "line 1, column 1",
    "\u0661".encode(): "line 1, column 1",
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.items())
def test_it_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedJsonError, match=reason):
        parse(body)


@pytest.mark.parametrize("opener", [b"[", b'{"a":', b'[{"a":'])
def test_nesting_of_100_000_is_refused(opener: bytes) -> None:
    for body in (opener * 100_000, opener * 100_000 + b"1" + b"]" * 100_000):
        with pytest.raises(MalformedJsonError, match="deeper than 32"):
            parse(body)


def test_nesting_is_counted_exactly_and_not_within_strings() -> None:
    def nested(depth: int) -> bytes:
        return b'{"[": [' * (depth // 2) + b"1" + b"]}" * (depth // 2)

    assert parse(nested(32))
    with pytest.raises(MalformedJsonError, match="deeper"):
        parse(nested(34))
    assert parse(nested(4), max_depth=4)
    with pytest.raises(MalformedJsonError, match="deeper"):
        parse(nested(4), max_depth=3)
    brackets = json.dumps(["[" * 100, '\\"[[' * 100, {"{" * 100: [[], {}] * 100}])
    assert parse(brackets.encode()) == json.loads(brackets)


@pytest.mark.parametrize(
    "body",
    [
        b'["' + b'\\"' * 100_000,
        b'["' + b"\\" * 200_000,
        b"[" * 40 + b'"a' * 100_000,
        b'{"a":1},' * 30_000,
        rb'"\u0061",' * 30_000,
    ],
)
def test_hostile_documents_take_no_longer_than_their_length(body: bytes) -> None:
    started = time.process_time()
    with pytest.raises(MalformedJsonError):
        parse(body)
    assert time.process_time() - started < 1


def test_a_refusal_repeats_nothing() -> None:
    for body in (b'{"canary": canary}', b'{"canary": "canary', b'{"canary":1,"canary":2}'):
        with pytest.raises(MalformedJsonError) as caught:
            parse(body)
        assert "canary" not in str(caught.value)
