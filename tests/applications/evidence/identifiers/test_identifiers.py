"""The screen for identifiers: what it finds in 200 texts, what it does not, and how fast."""

import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.applications.evidence.identifiers.corpus import people, texts

from applications.evidence.domain.identifiers import KINDS, Finding, find_identifiers

PEOPLE = people()
LEAST = {
    "nhs_number": (1.0, 0.9),
    "national_insurance_number": (1.0, 1.0),
    "postcode": (1.0, 1.0),
    "telephone": (1.0, 0.9),
    "email": (1.0, 1.0),
    "date_of_birth": (0.95, 0.9),
    "name": (0.85, 0.9),
}
"""The least precision and recall of each kind: what is known to get through is in the corpus."""


@dataclass(slots=True)
class Reckoning:
    """What was found rightly, wrongly, and not at all."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def of(self, kind: str) -> tuple[float, float]:
        """Precision and recall."""
        right = self.right[kind]
        return right / (right + self.wrong[kind]), right / (right + self.missed[kind])


def reckon() -> Reckoning:
    """Hold what is found against the marks: of the same kind, and touching the marked place."""
    reckoning = Reckoning()
    for marked in texts():
        left = list(marked.marks)
        for found in find_identifiers(marked.text, PEOPLE):
            hit = next(
                (
                    mark
                    for mark in left
                    if mark[0] == found.kind and mark[1] < found.end and found.start < mark[2]
                ),
                None,
            )
            if hit is None:
                reckoning.wrong[found.kind] += 1
            else:
                left.remove(hit)
                reckoning.right[found.kind] += 1
        reckoning.missed.update(kind for kind, _, _ in left)
    return reckoning


def test_the_screen_holds_its_precision_and_recall(request: pytest.FixtureRequest) -> None:
    assert len(texts()) == 200
    reckoning = reckon()
    report = request.config.pluginmanager.get_plugin("terminalreporter")
    figures = {kind: reckoning.of(kind) for kind in KINDS}
    for kind, (precision, recall) in figures.items():
        line = f"{kind:26} precision {precision:6.1%}  recall {recall:6.1%}"
        if report is not None:
            report.write_line(f"{line}  of {reckoning.right[kind] + reckoning.missed[kind]}")
    for kind, (precision, recall) in figures.items():
        assert precision >= LEAST[kind][0], kind
        assert recall >= LEAST[kind][1], kind


def kinds(text: str) -> list[str]:
    return [found.kind for found in find_identifiers(text, PEOPLE)]


def found_in(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_identifiers(text, PEOPLE)]


def test_a_finding_says_where_and_never_what() -> None:
    text = "Call 07700 900123."
    assert find_identifiers(text, []) == (Finding(5, 17, "telephone"),)


def test_an_nhs_number_is_told_by_its_check_digit() -> None:
    assert kinds("NHS 999 111 2227") == ["nhs_number"]
    assert kinds("NHS 999 111 2228") == []


def test_a_telephone_number_is_no_nhs_number() -> None:
    assert kinds("+44 7700 900123 and 07700 900123") == ["telephone", "telephone"]


@pytest.mark.parametrize(
    "number", ["QQ123456C", "BG123456C", "DA123456C", "AB123456E", "AO123456A"]
)
def test_numbers_that_are_given_to_nobody_are_no_insurance_numbers(number: str) -> None:
    assert kinds(number) == []


def wide(text: str) -> str:
    """Plain characters as the full-width ones of East Asian text."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def bold(text: str) -> str:
    """Letters as the bold ones of mathematics."""
    first = {True: 0x1D400 - ord("A"), False: 0x1D41A - ord("a")}
    return "".join(chr(ord(one) + first[one.isupper()]) if one.isalpha() else one for one in text)


@pytest.mark.parametrize(
    ("plain", "disguised"),
    [
        ("999 111 2227", wide("999\N{NO-BREAK SPACE}111\N{THIN SPACE}2227")),
        ("9991112227", "999\N{SOFT HYPHEN}111\N{ZERO WIDTH JOINER}2\N{ZERO WIDTH SPACE}227"),
        ("9991112227", "٩٩٩١١١٢٢٢٧"),
        ("07700 900123", "07700\N{EN DASH}900123"),
        ("07700 900123", "\N{RIGHT-TO-LEFT OVERRIDE}07700 900123"),
        ("j@example.org", "j\N{FULLWIDTH COMMERCIAL AT}example.org"),
        ("S60 9ZZ", "\N{CYRILLIC CAPITAL LETTER DZE}60\N{NO-BREAK SPACE}9ZZ"),
        ("AB123456C", "\N{CYRILLIC CAPITAL LETTER A}B\N{WORD JOINER}123456C"),
        ("DOB 3/4/2012", wide("D\N{ZERO WIDTH NON-JOINER}OB 3/4/2012")),
        ("Okonkwo", "O\N{SOFT HYPHEN}konkwo"),
        ("Zoë Hartley", "Zoe\N{COMBINING DIAERESIS} Hart\N{ZERO WIDTH SPACE}ley"),
        ("Jane Smith", bold("Jane Smith")),
    ],
)
def test_what_looks_the_same_is_found_the_same(plain: str, disguised: str) -> None:
    assert kinds(plain)
    assert kinds(f"It was {disguised} again.") == kinds(plain)


def test_the_place_is_that_of_the_original_text() -> None:
    accented, soft = "\N{COMBINING ACUTE ACCENT}", "\N{SOFT HYPHEN}"
    number = f"9{soft}9{soft}9 111 2227{accented}"
    name = "Zoe\N{COMBINING DIAERESIS} Hartley"
    text = f"\N{LATIN SMALL LIGATURE FI}rst{soft}  then {number}; {name}"
    assert found_in(text) == [number, name]


def test_a_name_that_is_a_word_has_a_capital_letter_or_company() -> None:
    assert found_in("young people, a long day; with Marcus Young, Ms Long, marcus young") == [
        "Marcus Young",
        "Ms Long",
        "marcus young",
    ]


def test_without_people_no_name_is_found() -> None:
    assert find_identifiers("Jane Smith visited.", []) == ()


PIECES = [
    *"0149aAbBsS@.+-/(): \n",
    "AB12",
    "999 ",
    "12 May ",
    "born ",
    "Smith ",
    "j. ",
    "(at)",
    "🏡",
    "\u00ad",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=200))
def test_findings_are_in_order_within_the_text_and_apart(text: str) -> None:
    end = 0
    for found in find_identifiers(text, PEOPLE):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize(
    "piece", [*PIECES, "1 ", "0 ", "a@", "4 4 ", "x@y.", "Jane ", "NHS ", "O'"]
)
def test_the_time_rises_with_the_length_alone(piece: str) -> None:
    """Eight times the text takes about eight times as long; were it squared, sixty-four times."""
    short, long = (_seconds((piece * size)[:size]) for size in (2_000, 16_000))
    assert long < 30 * max(short, 0.002)


def _seconds(text: str) -> float:
    return min(_timed(text) for _ in range(2))


def _timed(text: str) -> float:
    began = time.process_time()
    find_identifiers(text, PEOPLE)
    return time.process_time() - began
