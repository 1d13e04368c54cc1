"""Folds the resources of a stack into boxes: every resource is in exactly one, next to what it belongs to.

A resource belongs to the box that it is related to (it takes values from it, or the box takes values from it) inside
the nearest component above both; to the only box of that component where nothing else is said; and else to the other
parts of its theme in its Region.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from advisor.report.model import Node, Operation
from advisor.report.page.graph.kinds import BACKGROUND, KINDS, OF_A_ROLE, OTHER_PARTS, ROLE, counted, words_of

_DEEPEST: Final = 64
"""A chain of parents that is longer goes in a circle."""

_STACK: Final = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Box:
    """One box of the picture.

    Attributes:
        key: The URN of the resource that gave it its name, or a made up one for other parts of a theme.
        kind: What it is, in words.
        name: Logical name of that resource.
        theme: The theme.
        region: Where; empty when that is not known, or for what is global.
        operation: What happens to it: to the resource itself, or ``update`` when only a part of it changes.
        members: Its resources, the one that gave it its name first.
    """

    key: str
    kind: str
    name: str
    theme: str
    region: str
    operation: Operation
    members: tuple[Node, ...]


@dataclass(frozen=True)
class Picture:
    """The folded graph.

    Attributes:
        boxes: By theme, Region, kind and name.
        uses: Pairs of keys: the first takes values from the second.
    """

    boxes: tuple[Box, ...]
    uses: frozenset[tuple[str, str]]


def fold(resources: Iterable[Node]) -> Picture:
    """Fold the resources that exist in AWS; components only say what belongs together."""
    nodes = {node.urn: node for node in resources}
    owners = _owners(nodes)
    members: dict[str, list[Node]] = defaultdict(list)
    for urn, key in owners.items():
        members[key].append(nodes[urn])
    boxes = sorted((_box(key, inside) for key, inside in members.items()), key=_order)
    pairs = {(owners[urn], owners[used]) for urn in owners for used in nodes[urn].dependencies if used in owners}
    return Picture(tuple(boxes), frozenset((one, other) for one, other in pairs if one != other))


def _order(box: Box) -> tuple[str, ...]:
    return box.theme, box.region, box.kind, box.name, box.key


def _box(key: str, inside: list[Node]) -> Box:
    own = sorted(inside, key=lambda node: (node.urn != key, node.type, node.name, node.urn))
    first = own[0]
    if first.urn != key:
        return Box(
            key, OTHER_PARTS, counted(node.type for node in own), first.theme, first.region, _of_parts(own), tuple(own)
        )
    happens = first.operation if first.operation is not Operation.SAME else _of_parts(own)
    return Box(key, words_of(first.type), first.name, first.theme, first.region, happens, tuple(own))


def _of_parts(parts: list[Node]) -> Operation:
    """What happens to something whose parts change: all in the same way, or it is changed."""
    found = {part.operation for part in parts} - {Operation.READ}
    return found.pop() if len(found) == 1 else Operation.UPDATE if found else Operation.READ


def _owners(nodes: Mapping[str, Node]) -> dict[str, str]:
    """The key of the box that each resource is in."""
    real = sorted(urn for urn, node in nodes.items() if node.custom)
    owners = {urn: urn for urn in real if nodes[urn].type in KINDS}
    above = {urn: tuple(_ancestors(nodes, urn)) for urn in real}
    related = _relations(nodes, real)
    waiting = [urn for urn in real if urn not in owners]
    for place in range(max((len(chain) for chain in above.values()), default=0)):
        waiting = _settled(waiting, place, owners, above, related, nodes)
    for urn in waiting:
        owners[urn] = f"{OTHER_PARTS}\n{nodes[urn].theme}\n{nodes[urn].region}"
    return owners


def _settled(
    waiting: list[str],
    place: int,
    owners: dict[str, str],
    above: Mapping[str, tuple[str, ...]],
    related: Mapping[str, tuple[tuple[str, ...], ...]],
    nodes: Mapping[str, Node],
) -> list[str]:
    """Gives the waiting ones an owner inside their ancestor at ``place``; returns who still waits.

    A part of a part finds its owner once that part has one, so it looks until nothing is found any more.
    """
    inside: dict[str, set[str]] = defaultdict(set)
    for urn, chain in above.items():
        if urn in owners:
            for ancestor in chain:
                inside[ancestor].add(owners[urn])
    while True:
        found: dict[str, str] = {}
        for urn in waiting:
            scope = inside[above[urn][place]] if place < len(above[urn]) else set()
            if chosen := _chosen(related[urn], scope, owners, nodes):
                found[urn] = chosen
        if not found:
            return waiting
        owners.update(found)
        waiting = [urn for urn in waiting if urn not in found]


def _chosen(
    related: tuple[tuple[str, ...], ...], scope: set[str], owners: Mapping[str, str], nodes: Mapping[str, Node]
) -> str | None:
    """The box among those in scope: the only one, else a related one, and one in the foreground before the others."""
    if len(scope) == 1:
        return next(iter(scope))
    near = [owners[urn] for group in related for urn in group if owners.get(urn) in scope]
    return next((key for key in near if nodes[key].type not in BACKGROUND), near[0] if near else None)


def _relations(nodes: Mapping[str, Node], real: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What each resource takes values from, then what takes values from it. A policy belongs to its role alone."""
    users: dict[str, list[str]] = defaultdict(list)
    for urn in real:
        for used in nodes[urn].dependencies:
            users[used].append(urn)
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for urn in real:
        needs = tuple(sorted(nodes[urn].dependencies))
        roles = tuple(one for one in needs if one in nodes and nodes[one].type == ROLE)
        found[urn] = (roles,) if roles and nodes[urn].type in OF_A_ROLE else (needs, tuple(users[urn]))
    return found


def _ancestors(nodes: Mapping[str, Node], urn: str) -> Iterator[str]:
    """The components above a resource, the nearest first, without the one that holds every theme; then its theme."""
    node = nodes.get(nodes[urn].parent)
    for _ in range(_DEEPEST):
        above = nodes.get(node.parent) if node else None
        if node is None or above is None or above.type == _STACK:
            break
        yield node.urn
        node = above
    yield f"{_STACK}\n{nodes[urn].theme}\n{nodes[urn].region}"
