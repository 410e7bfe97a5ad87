"""The quick reading of a question takes nothing that the strict one refuses or reads otherwise."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.questions import PATHWAYS, der910, question
from tests.support.seed import SEED

from paycalc.answers.reading import read_plainly, read_question, read_strictly
from paycalc.operations.determinations import Question
from plumbing.problems import ProblemError
from plumbing.strict_json import MalformedJsonError

Json = dict[str, Any]

SHA = "0123456789abcdef" * 4
NAMES = ("grade", "team_type", "scp", "weekly", "a:b", "a\\u0062", "", "é", "grade\x7f")
LITERALS = (
    "null", "true", "false", "1", "0", "-0", "-1", "999", "1000000000000000", "1000000000000001",
    "9999999999999999999", "99999999999999999999", "3.0", "1.5", "1e2", "1E400", "-0.0", "01",
    "1.0000000000000000000001", "NaN", "Infinity", "-Infinity", "+1", ".5", "1.", "[]", "{}",
    '[{"a": 1}]', '{"a": 1, "a": 2}', '"9"', '"fostering"', '"2026-01-15"', '"2026-02-30"',
    '"a:b"', '"a\\"b"', '"\\u0000"', '"\\ud800"', '"\\ud83d\\ude00"', '"é"', '"\x7f"', '"a\nb"',
    '"\x00"', '""', '" "', "'a'", "tru", "",
)  # fmt: skip
ENVELOPE: dict[str, tuple[str, ...]] = {
    "scheme": ('"derbyshire"', '"der byshire"', '"Derby"', f'"{"a" * 65}"', '""'),
    "pathway": ('"grade-9-to-10"', '"a--b"', '"a-"', f'"{"a" * 64}"'),
    "known_on": ('"2026-04-02"', '"2026-04-02T00:00:00"', '"1899-12-31"', '"2199-12-31"',
                 '"2200-01-01"', '"1900-01-01"', '"20260402"', "20260402", '"2026-04-02Z"'),
    "rules_on": ('"2026-04-02"', '"0001-01-01"', '"2026-4-2"', '"2026-02-29"'),
    "scheme_sha256": (f'"{SHA}"', f'"{SHA.upper()}"', f'"{SHA[1:]}"', f'"{SHA}0"', '""'),
    "client_reference": ('"r-1"', f'"{"r" * 64}"', f'"{"r" * 65}"', '""', '"r:1"', '"r\x7f"'),
    "knownon": ('"2026-04-02"',),
}  # fmt: skip
NEEDED = ("scheme", "pathway", "facts")

facts = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(LITERALS)), max_size=4)
gaps = st.sampled_from(["", " ", "\n", "\t\r", "\x0c", "\ufeff", "\x00"])


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Draw the text of a question: members in any order, also twice, of good and bad values."""
    optional = draw(st.lists(st.sampled_from([*ENVELOPE]), max_size=4))
    given_names = draw(st.permutations([*NEEDED[draw(st.integers(0, 1)) :], *optional]))
    gap = draw(st.sampled_from(["", " "]))
    members = [f'"{name}":{gap}{draw(_value(name))}' for name in given_names]
    text = "{" + ",".join(members) + "}" + draw(st.just("") | gaps)
    return text.encode()


def _value(name: str) -> st.SearchStrategy[str]:
    if name == "facts":
        return facts.map(
            lambda pairs: "{" + ",".join(f'"{name}":{value}' for name, value in pairs) + "}"
        ) | st.sampled_from(LITERALS)
    good, *bad = ENVELOPE[name]
    return st.just(good) | st.sampled_from([good, good, *bad]) | st.sampled_from(LITERALS)


def _read_strictly(body: bytes) -> Question | None:
    try:
        return read_strictly(body)
    except (MalformedJsonError, ProblemError):
        return None


def _agree(body: bytes) -> None:
    quick = read_plainly(body)
    if quick is not None:
        assert repr(quick) == repr(_read_strictly(body)), body


@settings(max_examples=2_000)
@given(bodies())
def test_what_is_read_quickly_is_read_the_same_strictly(body: bytes) -> None:
    _agree(body)


def test_damaged_questions_are_read_quickly_only_if_strictly() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    whole = json.dumps({**der910(), "rules_on": "2026-01-09", "client_reference": "r"}).encode()
    pieces = [literal.encode() for literal in LITERALS]
    for _ in range(10_000):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(body))
            if chance.random() < 0.5:
                body[place] = chance.randrange(256)
            else:
                body[place : place + chance.randrange(12)] = chance.choice(pieces)
        _agree(bytes(body))


@pytest.mark.parametrize(("scheme", "pathway"), PATHWAYS)
def test_ordinary_questions_are_read_quickly(scheme: str, pathway: str) -> None:
    for asked in (
        question(scheme, pathway),
        {**question(scheme, pathway, scp=34, point_position=1), "known_on": None},
        {**question(scheme, pathway), "scheme_sha256": SHA, "rules_on": "2026-01-01"},
    ):
        body = json.dumps({**asked, "client_reference": "a reference"}, indent=1).encode()
        assert read_plainly(body) is not None
        _agree(body)


@pytest.mark.parametrize(
    "reference", ["a:b", "caf\u00e9", 'with "quotes"', "back\\slash", "\U0001f600", "a/b"]
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_is_not_plain_is_read_all_the_same(reference: str, *, ascii_only: bool) -> None:
    asked = {**der910(), "client_reference": reference}
    body = json.dumps(asked, ensure_ascii=ascii_only).encode()
    assert read_question(body).client_reference == reference
