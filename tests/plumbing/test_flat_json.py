"""The quick reading of plain documents agrees with the strict one, or leaves them alone."""

import json
import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.seed import SEED

from plumbing.flat_json import FlatReader, Scalar
from plumbing.strict_json import MalformedJsonError, parse


class Labelled(msgspec.Struct, forbid_unknown_fields=True):
    """A sample document."""

    label: Scalar
    values: dict[str, Scalar]


READER = FlatReader(Labelled, lambda document: 2 + len(document.values))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**19), 10**19)
    | st.floats()
    | st.text(max_size=8)
    | st.text("ab:,\"\\{}[]'\x00\x1f\x7f\ud800 ", max_size=8)
)
MEMBERS = st.dictionaries(st.text("ab:c", max_size=2), SCALARS, max_size=4)


def _agree(body: bytes) -> None:
    found = READER.read(body)
    if found is not None:
        strict = parse(body)
        assert repr(strict) in {
            repr({"label": found.label, "values": found.values}),
            repr({"values": found.values, "label": found.label}),
        }, body


@settings(max_examples=1_000)
@given(SCALARS, MEMBERS, st.booleans(), st.sampled_from([None, 1]))
def test_it_reads_as_the_strict_reader_does(
    label: object,
    values: dict[str, object],
    ascii_only: bool,  # noqa: FBT001 - drawn by hypothesis
    indent: int | None,
) -> None:
    document = {"label": label, "values": values}
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    _agree(text.encode("utf-8", "surrogatepass"))


def test_damaged_documents_are_read_only_if_the_strict_reader_reads_them() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    whole = b'{"label": "a", "values": {"a": 1, "b": "c", "d": true, "e": null, "f": "2026-01-01"}}'
    for _ in range(20_000):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            body[chance.randrange(len(body))] = chance.choice(b'"\\:,{}[]0123e.-+ \nabtrue\x00\xff')
        _agree(bytes(body))


@pytest.mark.parametrize(
    "values",
    [
        b'{"a": 1, "a": 1}',
        b'{"a": 1}, "values": {"a": 1}',
        b'{"a": 1}, "label": "b"',
        b'{"a": 1, "\\u0061": 1}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b'{"a": "\x00"}',
        b'{"a": NaN}',
        b'{"a": 3.0}',
        b'{"a": 1e2}',
        b'{"a": 10000000000000000000}',
        b'{"a": []}',
        b'{"a": {}}',
        b'{"a": "b:c"}',
        b'{"a": "\xc3\xa9"}',
        b'{"a": "\xff"}',
        b"[]",
        b"{",
    ],
)
def test_it_leaves_alone(values: bytes) -> None:
    assert READER.read(b'{"label": "a", "values": ' + values + b"}") is None


def test_it_reads() -> None:
    body = b' {"values":{"a":1,"b":"c","d":true},"label":null}\r\n'
    assert READER.read(body) == Labelled(None, {"a": 1, "b": "c", "d": True})
    with pytest.raises(MalformedJsonError):
        parse(b"\xef\xbb\xbf" + body)
    assert READER.read(b"\xef\xbb\xbf" + body) is None
