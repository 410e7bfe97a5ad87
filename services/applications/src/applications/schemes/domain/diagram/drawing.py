"""A pathway's work as a picture: SVG that needs no font, no script and no mouse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from applications.schemes.domain.diagram.graph import Arrow, Box, Graph, Kind, pathway_graph
from applications.schemes.domain.diagram.layout import Layout, Size, lay_out
from applications.schemes.domain.diagram.style import STYLE
from applications.schemes.domain.diagram.text import width_of, wrap
from scheme_files.model.scheme import Scheme

_SVG: Final = "http://www.w3.org/2000/svg"
_MARGIN: Final = 28
_BETWEEN_LAYERS: Final = 56
_PADDING: Final = 13
_PORTS: Final = 26
_HEAD: Final = 8
_ROUND: Final[Mapping[Kind, int]] = {"start": 20, "outcome": 16, "back": 12}
_WIDTHS: Final[Mapping[Kind, int]] = {"step": 270, "start": 250, "back": 200}
_USUAL_WIDTH: Final = 220
_LEGEND: Final = (
    "An arrow: what follows. A dashed arrow: what must be done first, where it applies.",
    "A step with a condition applies only where the condition holds.",
)


@dataclass(frozen=True, slots=True)
class _Style:
    size: int
    leading: int
    bold: bool


_TAG: Final = _Style(12, 17, bold=True)
_TITLE: Final = _Style(15, 21, bold=True)
_NOTE: Final = _Style(13, 18, bold=False)
_HEADING: Final = _Style(20, 27, bold=True)
_STYLES: Final = {"tag": _TAG, "title": _TITLE, "note": _NOTE, "heading": _HEADING}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box in its place, with its lines: (class, text)."""

    name: str
    kind: Kind
    x: float
    y: float
    size: Size
    lines: Sequence[tuple[str, str]]


def draw_pathway(scheme: Scheme, name: str) -> str:
    """The picture of a pathway of a scheme. The same version gives the same text."""
    pathway = scheme.pathways[name]
    graph = pathway_graph(scheme, pathway)
    lines = {each: list(_lines(box)) for each, box in graph.boxes.items()}
    sizes = {each: _size(box, lines[each]) for each, box in graph.boxes.items()}
    layout = lay_out(graph, sizes)
    width = max(layout.width, 480)
    heading = list(_heading(scheme.title, pathway.title, width))
    tops = _tops(layout, sizes, _MARGIN + _height(heading) + _MARGIN)
    left = _MARGIN + (width - layout.width) / 2
    placed = {
        each: _Placed(
            each, graph.boxes[each].kind, left + layout.centres[each] - sizes[each].width / 2,
            tops[depth], sizes[each], lines[each],
        )
        for depth, layer in enumerate(layout.layers)
        for each in layer
        if each in graph.boxes
    }  # fmt: skip
    legend = [("note", line) for words in _LEGEND for line in wrap(words, _NOTE.size, width)]
    parts = [
        *_text(heading, _MARGIN, _MARGIN, anchor="start"),
        *_arrows(layout, placed, tops, left),
        *(part for each in placed.values() for part in _box(each)),
        *_text(legend, _MARGIN, tops[-1], anchor="start"),
    ]
    height = tops[-1] + _height(legend) + _MARGIN
    title = f"{scheme.title}: {pathway.title}"
    return _document(title, _description(graph), width + 2 * _MARGIN, height, parts)


def _lines(box: Box) -> Iterator[tuple[str, str]]:
    room = _WIDTHS.get(box.kind, _USUAL_WIDTH) - 2 * _PADDING
    for style, text in (("tag", box.tag), ("title", box.title), *(("note", n) for n in box.notes)):
        kind = _STYLES[style]
        for line in wrap(text, kind.size, room, bold=kind.bold):
            yield style, line


def _heading(scheme: str, pathway: str, width: float) -> Iterator[tuple[str, str]]:
    yield from (("heading", line) for line in wrap(pathway, _HEADING.size, width, bold=True))
    yield from (("note", line) for line in wrap(scheme, _NOTE.size, width))


def _size(box: Box, lines: Sequence[tuple[str, str]]) -> Size:
    widest = max(
        width_of(text, _STYLES[style].size, bold=_STYLES[style].bold) for style, text in lines
    )
    most = _WIDTHS.get(box.kind, _USUAL_WIDTH)
    width = most if box.kind == "step" else min(most, max(120, widest + 2 * _PADDING))
    return Size(round(width / 2) * 2, _height(lines) + 2 * _PADDING)


def _height(lines: Sequence[tuple[str, str]]) -> int:
    return sum(_STYLES[style].leading for style, _ in lines)


def _tops(layout: Layout, sizes: Mapping[str, Size], first: float) -> list[float]:
    """The upper edge of every layer, and where the picture goes on below the last."""
    tops = [first]
    for layer in layout.layers:
        tallest = max(sizes[name].height for name in layer if name in sizes)
        tops.append(tops[-1] + tallest + _BETWEEN_LAYERS)
    return tops


def _box(placed: _Placed) -> Iterator[str]:
    size = placed.size
    yield f'<g class="{placed.kind}" data-name={quoteattr(placed.name)}>'
    yield (
        f'<rect class="box" x="{placed.x:g}" y="{placed.y:g}" width="{size.width:g}" '
        f'height="{size.height:g}" rx="{_ROUND.get(placed.kind, 5)}"/>'
    )
    middle = placed.x + size.width / 2
    yield from _text(placed.lines, middle, placed.y + _PADDING, anchor="middle")
    yield "</g>"


def _text(lines: Sequence[tuple[str, str]], x: float, top: float, *, anchor: str) -> Iterator[str]:
    y = top
    for style, text in lines:
        kind = _STYLES[style]
        baseline = y + kind.leading - (kind.leading - kind.size) / 2 - kind.size / 5
        yield (
            f'<text class="{style}" x="{x:g}" y="{baseline:.1f}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )
        y += kind.leading


def _arrows(
    layout: Layout, placed: Mapping[str, _Placed], tops: Sequence[float], left: float
) -> Iterator[str]:
    xs = {name: left + centre for name, centre in layout.centres.items()}
    leaving = _ports(layout, placed, xs, end=0)
    coming = _ports(layout, placed, xs, end=-1)
    depths = {name: depth for depth, layer in enumerate(layout.layers) for name in layer}
    for number, (arrow, way) in enumerate(layout.ways):
        columns = [leaving[number], *(xs[name] for name in way[1:-1]), coming[number]]
        source = placed[arrow.source]
        yield from _arrow(arrow, columns, depths[arrow.source], tops, source.y + source.size.height)


def _ports(
    layout: Layout, placed: Mapping[str, _Placed], xs: Mapping[str, float], *, end: int
) -> dict[int, float]:
    """Where each arrow meets its box: side by side, in the order of where they lead."""
    meeting: dict[str, list[tuple[float, int]]] = {}
    for number, (_, way) in enumerate(layout.ways):
        next_one = way[1] if end == 0 else way[-2]
        meeting.setdefault(way[end], []).append((xs[next_one], number))
    ports: dict[int, float] = {}
    for name, found in meeting.items():
        step = min(_PORTS, placed[name].size.width * 0.8 / len(found))
        for place, (_, number) in enumerate(sorted(found)):
            ports[number] = xs[name] + (place - (len(found) - 1) / 2) * step
    return ports


def _arrow(
    arrow: Arrow, columns: Sequence[float], depth: int, tops: Sequence[float], start: float
) -> Iterator[str]:
    path = [f"M{columns[0]:g},{start:g}"]
    pairs = list(pairwise(columns))
    for place, (x, next_x) in enumerate(pairs, start=depth):
        is_last = place == depth + len(pairs) - 1
        upper, lower = tops[place + 1] - _BETWEEN_LAYERS, tops[place + 1] - (_HEAD * is_last)
        middle = (upper + lower) / 2
        path.append(f"V{upper:g}C{x:g},{middle:g} {next_x:g},{middle:g} {next_x:g},{lower:g}")
    tip_x, tip_y = columns[-1], tops[depth + len(pairs)]
    waits = " waits" if arrow.waits else ""
    yield f'<path class="arrow{waits}" d="{"".join(path)}"/>'
    yield (f'<path class="head" d="M{tip_x:g},{tip_y:g}l-5,-{_HEAD + 1}h10z"/>')


def _description(graph: Graph) -> str:
    """The picture in words, for those who do not see it."""
    sentences = []
    for name, box in graph.boxes.items():
        words = ", ".join([box.title, *box.notes])
        ahead = [graph.boxes[each.target].title for each in graph.arrows if each.source == name]
        leads = f" Leads to: {'; '.join(ahead)}." if ahead else ""
        sentences.append(f"{box.tag + ': ' if box.tag else ''}{words}.{leads}")
    return " ".join(sentences)


def _document(
    title: str, description: str, width: float, height: float, parts: Sequence[str]
) -> str:
    room = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    lines = (
        f'<svg xmlns="{_SVG}" role="img" aria-labelledby="title desc" {room}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width:g}" height="{height:g}"/>',
        *parts,
        "</svg>",
    )
    return "\n".join(lines) + "\n"
