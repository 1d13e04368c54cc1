"""A layered layout: users to the left of what they use, long arrows led between the boxes, nothing on top of another.

The steps are those of Sugiyama, Tagawa and Toda (https://doi.org/10.1109/TSMC.1981.4308636): arrows that close a
circle are turned round, boxes get the layer of the longest way to them, an arrow over several layers gets a place in
each, and the order inside a layer follows the neighbours. The same input gives the same picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Edge = tuple[str, str]
Point = tuple[float, float]
_Place = str | tuple[str, str, int]
"""A box, or the place of an arrow in a layer that it only passes."""

SWEEPS: Final = 6
PASSAGE: Final = 10.0
"""Height of the place of an arrow that passes a layer."""
ROW: Final = 6
"""Boxes in a row of those that nothing connects."""


@dataclass(frozen=True)
class Size:
    """Of every box, and the room between two, in pixels."""

    width: float
    height: float
    across: float
    down: float


@dataclass(frozen=True)
class Layout:
    """Where everything is.

    Attributes:
        corners: The upper left corner of each box.
        routes: The way of each arrow, from its user to what it uses.
        width: Of the whole.
        height: Of the whole.
    """

    corners: Mapping[str, Point]
    routes: Mapping[Edge, tuple[Point, ...]]
    width: float
    height: float


def layout(keys: Sequence[str], edges: Iterable[Edge], size: Size) -> Layout:
    """Lay out boxes.

    Args:
        keys: The boxes; their order decides where nothing else does.
        edges: From a user to what it uses; those to an unknown box or to itself are left out.
        size: Of the boxes.
    """
    known = set(keys)
    wanted = sorted({(one, other) for one, other in edges if one != other and one in known and other in known})
    joined = {key for edge in wanted for key in edge}
    linked = [key for key in keys if key in joined]
    turned = _closing(linked, wanted)
    forward = sorted({(other, one) if (one, other) in turned else (one, other) for one, other in wanted})
    columns, chains = _columns(linked, forward)
    corners, passages, width, height = _coordinates(_ordered(columns, chains), size)
    loose = [key for key in keys if key not in joined]
    for place, key in enumerate(loose):
        column, row = place % ROW, place // ROW
        corners[key] = (column * (size.width + size.across / 2), _below(height, size) + row * (size.height + size.down))
    routes = {edge: _route(edge, turned, chains, corners, passages, size) for edge in wanted}
    right = max((x + size.width for x, _ in corners.values()), default=0.0)
    bottom = max((y + size.height for _, y in corners.values()), default=0.0)
    return Layout(corners, routes, max(width, right), max(height, bottom))


def _below(height: float, size: Size) -> float:
    return height + size.down * 2 if height else 0.0


def _closing(keys: Sequence[str], edges: Sequence[Edge]) -> frozenset[Edge]:
    """The arrows that close a circle when one walks from the first box on."""
    following: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        following[one].append(other)
    found: set[Edge] = set()
    state: dict[str, bool] = {}  # True while the walk is inside of it
    for start in keys:
        way = [] if start in state else [(start, iter(following[start]))]
        state.setdefault(start, bool(way))
        while way:
            here, rest = way[-1]
            after = next(rest, None)
            if after is None:
                state[here] = False
                way.pop()
            elif after not in state:
                state[after] = True
                way.append((after, iter(following[after])))
            elif state[after]:
                found.add((here, after))
    return frozenset(found)


def _columns(keys: Sequence[str], edges: Sequence[Edge]) -> tuple[list[list[_Place]], dict[Edge, tuple[_Place, ...]]]:
    """The boxes and passages of each layer, and the places that each arrow goes through, its ends included."""
    layer = _depths(keys, edges)
    columns: list[list[_Place]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for key in keys:
        columns[layer[key]].append(key)
    chains: dict[Edge, tuple[_Place, ...]] = {}
    for one, other in edges:
        between: list[_Place] = [(one, other, depth) for depth in range(layer[one] + 1, layer[other])]
        for depth, place in enumerate(between, layer[one] + 1):
            columns[depth].append(place)
        chains[one, other] = (one, *between, other)
    return columns, chains


def _depths(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest way to each box. What only is used moves as near to its users as it can."""
    incoming: dict[str, list[str]] = defaultdict(list)
    outgoing: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        outgoing[one].append(other)
        incoming[other].append(one)
    depth: dict[str, int] = {}
    left = {key: len(incoming[key]) for key in keys}
    ready = [key for key in keys if not left[key]]
    order: list[str] = []
    for key in ready:
        order.append(key)
        depth[key] = max((depth[user] + 1 for user in incoming[key]), default=0)
        for used in outgoing[key]:
            left[used] -= 1
            if not left[used]:
                ready.append(used)
    for key in reversed(order):
        if outgoing[key] and not incoming[key]:
            depth[key] = min(depth[used] for used in outgoing[key]) - 1
    return depth


def _ordered(columns: list[list[_Place]], chains: Mapping[Edge, tuple[_Place, ...]]) -> list[list[_Place]]:
    """Each layer in the order of what its places are joined to: by the layer before, then by the one after, again."""
    before: dict[_Place, list[_Place]] = defaultdict(list)
    after: dict[_Place, list[_Place]] = defaultdict(list)
    for chain in chains.values():
        for one, other in pairwise(chain):
            after[one].append(other)
            before[other].append(one)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else after
        indexes = range(1, len(columns)) if forth else range(len(columns) - 2, -1, -1)
        for index in indexes:
            beside = columns[index - 1 if forth else index + 1]
            position = {place: number for number, place in enumerate(beside)}
            middle = {
                place: sum(position[other] for other in neighbours[place]) / len(neighbours[place])
                if neighbours[place]
                else float(number)
                for number, place in enumerate(columns[index])
            }
            columns[index] = sorted(columns[index], key=lambda place, middle=middle: middle[place])  # type: ignore[misc]
    return columns


def _coordinates(columns: list[list[_Place]], size: Size) -> tuple[dict[str, Point], dict[_Place, Point], float, float]:
    """Corners of the boxes, the middle of the left end of each passage, and the size of the whole."""
    heights = [sum(_height(place, size) + size.down for place in column) - size.down for column in columns]
    highest = max(heights, default=0.0)
    corners: dict[str, Point] = {}
    passages: dict[_Place, Point] = {}
    for index, column in enumerate(columns):
        x, y = index * (size.width + size.across), (highest - heights[index]) / 2
        for place in column:
            if isinstance(place, str):
                corners[place] = (x, y)
            else:
                passages[place] = (x, y + PASSAGE / 2)
            y += _height(place, size) + size.down
    width = len(columns) * (size.width + size.across) - size.across if columns else 0.0
    return corners, passages, width, highest


def _height(place: _Place, size: Size) -> float:
    return size.height if isinstance(place, str) else PASSAGE


def _route(
    edge: Edge,
    turned: frozenset[Edge],
    chains: Mapping[Edge, tuple[_Place, ...]],
    corners: Mapping[str, Point],
    passages: Mapping[_Place, Point],
    size: Size,
) -> tuple[Point, ...]:
    """From the right side of the left box over its passages to the left side of the right one, or the other way."""
    back = edge in turned
    left, *between, right = chains[edge[::-1] if back else edge]
    start, end = corners[str(left)], corners[str(right)]
    points: list[Point] = [(start[0] + size.width, start[1] + size.height / 2)]
    for place in between:
        x, y = passages[place]
        points += [(x, y), (x + size.width, y)]
    points.append((end[0], end[1] + size.height / 2))
    return tuple(reversed(points)) if back else tuple(points)
