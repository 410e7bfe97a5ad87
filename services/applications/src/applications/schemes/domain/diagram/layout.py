"""Where boxes and arrows go: layers from above to below, few crossings, nothing overlapping.

The usual way (Sugiyama): every box goes one layer below the lowest that leads to it; an arrow that
passes layers takes a place of its own in each; each layer is put into the order of what it is
connected with; then places are found that keep that order and come as near as they can to what
they are connected with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from applications.schemes.domain.diagram.graph import Arrow, Graph

_BETWEEN: Final = 28.0
_PASSING: Final = 24.0
_SWEEPS: Final = 16
_STRAIGHT: Final = 4.0

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Size:
    """How much room a box takes."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places by name: layers from above, centres from the left edge, and each arrow's way.

    A way names the box it starts from, the places that it passes, and the box where it ends.
    """

    layers: Sequence[Sequence[str]]
    centres: Mapping[str, float]
    ways: Sequence[tuple[Arrow, Sequence[str]]]
    width: float


def lay_out(graph: Graph, sizes: Mapping[str, Size]) -> Layout:
    """Find a place for everything. The same graph gets the same places."""
    depths = _depths(graph)
    layers: list[list[str]] = [[] for _ in range(max(depths.values()) + 1)]
    for name in graph.boxes:
        layers[depths[name]].append(name)
    ways = [(arrow, _way(arrow, number, depths)) for number, arrow in enumerate(graph.arrows)]
    for arrow, way in ways:
        for depth, place in enumerate(way[1:-1], start=depths[arrow.source] + 1):
            layers[depth].append(place)
    links = [link for _, way in ways for link in pairwise(way)]
    layers = _ordered(layers, links)
    centres = _placed(layers, links, sizes)
    left = min(x - _width(name, sizes) / 2 for name, x in centres.items())
    right = max(x + _width(name, sizes) / 2 for name, x in centres.items())
    return Layout(
        layers, {name: round(x - left) for name, x in centres.items()}, ways, round(right - left)
    )


def _depths(graph: Graph) -> dict[str, int]:
    depths = dict.fromkeys(graph.boxes, 0)
    for _ in graph.boxes:
        for arrow in graph.arrows:
            depths[arrow.target] = max(depths[arrow.target], depths[arrow.source] + 1)
    return depths


def _way(arrow: Arrow, number: int, depths: Mapping[str, int]) -> tuple[str, ...]:
    passed = range(depths[arrow.source] + 1, depths[arrow.target])
    return (arrow.source, *(f"passing {number} {depth}" for depth in passed), arrow.target)


def _neighbours(links: Sequence[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for upper, lower in links:
        above.setdefault(lower, []).append(upper)
        below.setdefault(upper, []).append(lower)
    return above, below


def _ordered(layers: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    above, below = _neighbours(links)
    best, fewest = layers, crossings(layers, links)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        layers = _swept(layers, above if downward else below, downward=downward)
        count = crossings(layers, links)
        if count < fewest:
            best, fewest = layers, count
    return best


def _swept(
    layers: list[list[str]], neighbours: Mapping[str, list[str]], *, downward: bool
) -> list[list[str]]:
    """Put each layer into the order of the middle of what it is connected with in the last one."""
    result = list(layers)
    for depth in range(len(layers)) if downward else reversed(range(len(layers))):
        last = depth - 1 if downward else depth + 1
        if 0 <= last < len(layers):
            places = {name: place for place, name in enumerate(result[last])}
            result[depth] = _by_middle(result[depth], places, neighbours)
    return result


def _by_middle(
    layer: Sequence[str], places: Mapping[str, int], neighbours: Mapping[str, list[str]]
) -> list[str]:
    middles = {}
    for place, name in enumerate(layer):
        around = [places[each] for each in neighbours.get(name, []) if each in places]
        middles[name] = sum(around) / len(around) if around else float(place)
    return sorted(layer, key=lambda name: middles[name])


def crossings(layers: Sequence[Sequence[str]], links: Sequence[Link]) -> int:
    """How often arrows cross each other."""
    places = {name: (depth, x) for depth, each in enumerate(layers) for x, name in enumerate(each)}
    ends = [(places[upper][0], places[upper][1], places[lower][1]) for upper, lower in links]
    return sum(
        first[0] == second[0] and (first[1] - second[1]) * (first[2] - second[2]) < 0
        for number, first in enumerate(ends)
        for second in ends[:number]
    )


def _width(name: str, sizes: Mapping[str, Size]) -> float:
    return sizes[name].width if name in sizes else _PASSING


def _placed(
    layers: Sequence[Sequence[str]], links: Sequence[Link], sizes: Mapping[str, Size]
) -> dict[str, float]:
    above, below = _neighbours(links)
    centres: dict[str, float] = {}
    for layer in layers:
        centres |= _apart(layer, dict.fromkeys(layer, 0.0), sizes)
    for sweep in range(_SWEEPS * 2):
        downward = sweep % 2 == 0
        neighbours = above if downward else below
        for layer in layers if downward else reversed(layers):
            wished = {name: _mean(name, neighbours.get(name, ()), centres) for name in layer}
            centres |= _apart(layer, wished, sizes)
    return centres


def _mean(name: str, around: Sequence[str], centres: Mapping[str, float]) -> float:
    return sum(centres[each] for each in around) / len(around) if around else centres[name]


def _apart(
    layer: Sequence[str], wished: Mapping[str, float], sizes: Mapping[str, Size]
) -> dict[str, float]:
    """The places nearest to those wished (least squares) that keep the order and the distance.

    With the distances taken off this is a monotone regression, which merging neighbours that are
    out of order solves exactly.
    """
    offsets = [0.0]
    for left, right in pairwise(layer):
        between = (_width(left, sizes) + _width(right, sizes)) / 2 + _BETWEEN
        offsets.append(offsets[-1] + between)
    blocks: list[tuple[float, float, int]] = []  # weight, mean, how many
    for name, offset in zip(layer, offsets, strict=True):
        block = (1.0 if name in sizes else _STRAIGHT, wished[name] - offset, 1)
        while blocks and blocks[-1][1] > block[1]:
            block = _merged(blocks.pop(), block)
        blocks.append(block)
    means = [mean for _, mean, count in blocks for _ in range(count)]
    return {name: mean + offset for name, mean, offset in zip(layer, means, offsets, strict=True)}


def _merged(
    left: tuple[float, float, int], right: tuple[float, float, int]
) -> tuple[float, float, int]:
    weight = left[0] + right[0]
    return weight, (left[0] * left[1] + right[0] * right[1]) / weight, left[2] + right[2]
