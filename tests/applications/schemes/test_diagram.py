"""Pictures of pathways: everything is named, nothing overlaps, and the bytes stay the same."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.live import ROOT

from applications.schemes.domain.diagram.drawing import draw_pathway
from applications.schemes.domain.diagram.graph import Graph, pathway_graph
from applications.schemes.domain.diagram.layout import crossings
from applications.schemes.domain.diagram.text import width_of, wrap
from applications.schemes.storage.files import load_schemes
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Next, Outcome, Step
from scheme_files.reading import read

NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}
TODAY = date(2026, 4, 2)
LOADED = load_schemes([ROOT / "shared" / "schemes"])
SAMPLE = read(
    (ROOT / "tests/scheme_files/sample/2025-04-01.2025-02-10.yaml").read_text("utf-8"), Scheme
)
SCHEMES = [
    *(LOADED.in_force(each, rules_on=TODAY, known_on=TODAY).scheme for each in LOADED.ids),
    SAMPLE,
]
DURHAM = next(each for each in SCHEMES if each.scheme == "durham")
PATHWAYS = [(scheme, name) for scheme in SCHEMES for name in scheme.pathways]
Rectangle = tuple[float, float, float, float]


def boxes(picture: str) -> dict[str, Rectangle]:
    """Every box by name: left, top, right, bottom."""
    root = ET.fromstring(picture)  # noqa: S314 - our own
    found = {}
    for group in root.findall("svg:g", NAMESPACE):
        box = group.find("svg:rect", NAMESPACE)
        assert box is not None
        x, y, width, height = (float(box.attrib[each]) for each in ("x", "y", "width", "height"))
        found[group.attrib["data-name"]] = (x, y, x + width, y + height)
    return found


def words(picture: str) -> str:
    """Everything that is written in the picture."""
    root = ET.fromstring(picture)  # noqa: S314 - as above
    return " ".join(each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text"))


def check(picture: str) -> None:
    """Fail where boxes overlap, something is outside, or an arrow runs through a box."""
    found = boxes(picture)
    _, _, width, height = map(float, ET.fromstring(picture).attrib["viewBox"].split())  # noqa: S314
    for left, top, right, bottom in found.values():
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for one, other in combinations(found.values(), 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    for x, y in points(picture):
        assert 0 <= x <= width
        assert 0 <= y <= height
        inside = [
            name for name, (left, top, right, bottom) in found.items()
            if left < x < right and top < y < bottom
        ]  # fmt: skip
        assert not inside


def points(picture: str) -> list[tuple[float, float]]:
    """Points along every arrow, close to each other."""
    found: list[tuple[float, float]] = []
    for path in re.findall(r'class="arrow[^"]*" d="([^"]+)"', picture):
        x = y = 0.0
        for command, text in re.findall(r"([MVC])([^MVC]+)", path):
            numbers = [float(each) for each in re.split("[ ,]", text)]
            if command == "M":
                x, y = numbers
            elif command == "V":
                found += [(x, y + (numbers[0] - y) * part / 8) for part in range(9)]
                y = numbers[0]
            else:
                found += [_on_curve((x, y), numbers, part / 8) for part in range(9)]
                x, y = numbers[4:]
    return found


def _on_curve(start: tuple[float, float], rest: list[float], t: float) -> tuple[float, float]:
    ends = [*start, *rest]
    weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]
    x, y = (
        sum(weight * ends[2 * place + axis] for place, weight in enumerate(weights))
        for axis in (0, 1)
    )
    return round(x, 6), round(y, 6)


@pytest.mark.parametrize(("scheme", "name"), PATHWAYS)
def test_every_supplied_pathway_is_drawn_whole(scheme: Scheme, name: str) -> None:
    picture = draw_pathway(scheme, name)
    check(picture)
    assert picture == draw_pathway(scheme, name)
    written = words(picture)
    for step_name, step in scheme.pathways[name].steps.items():
        assert f"step {step_name}" in boxes(picture)
        assert all(word in written for word in step.title.split())
        for action in step.outcomes:
            assert f"outcome {action}" in boxes(picture)


def test_durhams_picture_shows_who_signs_off_and_both_decisions() -> None:
    written = words(draw_pathway(DURHAM, "grade-9-to-11"))
    assert "by Service manager and Strategic manager" in written
    assert "within 10 working days" in written
    assert "Decided: yes, pay follows if recommended by the line manager: yes" in written
    assert "Decided: not yet otherwise" in written
    assert "\N{LEFTWARDS ARROW} back to: Assess readiness to progress" in written


def test_the_picture_can_be_read_out_and_loads_nothing() -> None:
    picture = draw_pathway(DURHAM, "grade-9-to-11")
    root = ET.fromstring(picture)  # noqa: S314 - as above
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "title desc"
    title, description = (
        root.findtext("svg:title", "", NAMESPACE),
        root.findtext("svg:desc", "", NAMESPACE),
    )
    assert title.endswith("Social worker (grade 9) to senior social worker (grade 11)")
    assert "Leads to: Sign off; Challenge and send back." in description
    assert "prefers-color-scheme: dark" in picture
    assert not re.search(r"href|<script|@import|url\(|<image|<foreignObject", picture)
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", picture)) >= 12


def test_words_that_look_like_markup_are_words() -> None:
    pathway = DURHAM.pathways["appointment"]
    step = next(iter(pathway.steps.values()))
    odd = replace(step, title='<b>"Tom & Jerry"</b>')
    scheme = replace(
        DURHAM,
        pathways={"odd": replace(pathway, steps={**pathway.steps, "recruitment-evidence": odd})},
    )
    assert '<b>"Tom & Jerry"</b>' in words(draw_pathway(scheme, "odd"))


def test_the_versions_without_steps_have_a_picture_too() -> None:
    early = LOADED.in_force("durham", rules_on=TODAY, known_on=date(2023, 3, 1)).scheme
    picture = draw_pathway(early, "grade-9-to-11")
    check(picture)
    assert list(boxes(picture)) == ["start"]


NAMES = [f"s{number}" for number in range(9)]
TITLES = st.text("abcdefgh WMil", min_size=1, max_size=60).filter(str.strip)


@st.composite
def pathways(draw: st.DrawFn) -> Scheme:
    """Durham with any pathway at all in place of its own."""
    steps: dict[str, Step] = {}
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    chosen = st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)
    for name in names:
        outcomes: dict[str, Outcome] = {}
        for number in range(draw(st.integers(0, 3))):
            branches = [
                Next(
                    if_={"standards_met": True} if last else {},
                    decides=draw(st.sampled_from(["yes", "not_yet", None])),
                    steps=draw(chosen),
                )
                for last in reversed(range(draw(st.integers(0, 3))))
            ]
            outcomes[f"{name}-{number}"] = Outcome(title=draw(TITLES), next=tuple(branches))
        steps[name] = Step(
            title=draw(TITLES), kind="decide", by=("team_manager",), after=draw(chosen),
            outcomes=outcomes, required="It", assumption="So",
        )  # fmt: skip
    pathway = replace(DURHAM.pathways["appointment"], steps=steps, first_steps=draw(chosen))
    return replace(DURHAM, pathways={"any": pathway})


@settings(max_examples=60)
@given(pathways())
def test_whatever_the_pathway_nothing_overlaps_and_nothing_is_left_out(scheme: Scheme) -> None:
    picture = draw_pathway(scheme, "any")
    check(picture)
    graph = pathway_graph(scheme, scheme.pathways["any"])
    assert set(boxes(picture)) == set(graph.boxes)
    assert picture.count('class="head"') == len(graph.arrows)
    assert not _cycle(graph)


def _cycle(graph: Graph) -> list[Any]:
    return [name for name in graph.boxes if graph.reaches(name, name)]


def test_arrows_cross_where_their_ends_are_the_other_way_round() -> None:
    layers = [["a", "b"], ["c", "d"]]
    assert crossings(layers, [("a", "c"), ("b", "d")]) == 0
    assert crossings(layers, [("a", "d"), ("b", "c")]) == 1


@given(st.text(max_size=80), st.integers(40, 300))
def test_a_line_is_never_wider_than_its_room(text: str, room: int) -> None:
    lines = wrap(text, 13, room)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(width_of(line, 13) <= room for line in lines)
