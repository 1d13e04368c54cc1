"""The section with the architecture: one picture of the themes, one of each theme and Region, also in words."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Node, Operation
from advisor.report.page.element import element
from advisor.report.page.graph.drawing import Label, drawn
from advisor.report.page.graph.fold import Box, Picture, fold
from advisor.report.page.graph.kinds import OTHER_PARTS, plural
from advisor.report.page.graph.labels import lines, listing, shared_start
from advisor.report.page.graph.layers import Size, layout
from advisor.report.page.parts import cut, foldable, scrolling, table
from advisor.report.page.room import Room
from advisor.report.page.words import DASH, QUIET, SIGNS, count, listed, marks_of, operation_badge

THEME: Final = Size(238.0, 76.0, 66.0, 22.0)
BOX: Final = Size(182.0, 72.0, 58.0, 16.0)
NOWHERE: Final = "global, or its Region is not known"
MOST_USES: Final = 12
MOST_THEMES: Final = 40
MANY: Final = 6
"""A box that more others use, such as a key, has their number in it and no arrows: a fan of arrows hides the rest."""


def architecture(resources: Sequence[Node], room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    picture = fold(resources)
    if not picture.boxes:
        yield element("p", "The preview lists no resource, so there is nothing to draw.")
        return
    themes: dict[str, list[Box]] = defaultdict(list)
    for box in picture.boxes:
        themes[box.theme].append(box)
    yield _legend()
    if len(themes) <= MOST_THEMES:
        yield _overview(picture, themes)
    new = all(node.operation is Operation.CREATE for node in resources if node.custom)
    for theme in sorted(themes)[: room.pictures]:
        yield _theme(picture, theme, themes[theme], new)
    if more := cut(list(themes), room.pictures):
        yield more


def _theme(picture: Picture, theme: str, boxes: Sequence[Box], new: bool) -> Element:
    """Opened where something changes, unless everything is new."""
    regions: dict[str, list[Box]] = defaultdict(list)
    for box in boxes:
        regions[box.region].append(box)
    members = [node for box in boxes for node in box.members]
    changed = any(box.operation not in QUIET for box in boxes)
    title = f"{theme}: {count(len(boxes), 'part')}, {count(len(members), 'resource')}"
    figures = [_figure(picture, theme, region, inside) for region, inside in sorted(regions.items())]
    summary = element("span", title, marks_of(one.operation for one in members))
    return foldable(summary, figures, open_=changed and not new)


def _legend() -> Element:
    signs = [operation_badge(one) for one in Operation if one is not Operation.READ]
    return element(
        "p",
        "A box is what one thinks in, with its policies, log groups, alarms and settings inside. An arrow points "
        "to what a part uses; what more than six use has their number instead. Signs: ",
        [part for sign in signs for part in (sign, " ")],
    )


def _overview(picture: Picture, by_theme: Mapping[str, list[Box]]) -> Element:
    theme_of = {box.key: box.theme for box in picture.boxes}
    flows = Counter((theme_of[one], theme_of[other]) for one, other in picture.uses)
    between = sorted(pair for pair in flows if pair[0] != pair[1])
    labels = {theme: _theme_label(theme, boxes) for theme, boxes in by_theme.items()}
    said = f"{count(len(by_theme), 'theme')} and what they use of each other."
    image = drawn("overview", "Overview by theme", said, labels, layout(sorted(by_theme), between, THEME), THEME)
    rows = [
        (
            theme,
            ", ".join(_kinds(boxes)),
            marks_of(node.operation for box in boxes for node in box.members) or "unchanged",
            listed([f"{other} ({flows[theme, other]})" for one, other in between if one == theme], MOST_USES) or DASH,
        )
        for theme, boxes in by_theme.items()
    ]
    words = table("What each theme is made of", ("Theme", "Parts", "What happens", "Uses (references)"), rows)
    return element(
        "figure", element("figcaption", "Overview by theme"), scrolling("Overview by theme", image), in_words(words)
    )


def in_words(words: Element) -> Element:
    """The picture's content as a table, for who cannot see it or wants to search it."""
    return foldable("The same in words", [words])


def _kinds(boxes: Sequence[Box]) -> list[str]:
    """How many parts there are of each kind, the most first."""
    found = Counter(box.kind for box in boxes)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [kind if kind == OTHER_PARTS else count(number, kind, plural(kind)) for kind, number in ordered]


def _theme_label(theme: str, boxes: Sequence[Box]) -> Label:
    members = [node for box in boxes for node in box.members]
    found = {node.operation for node in members} - QUIET
    regions = sorted({box.region for box in boxes if box.region})
    where = regions[0] if len(regions) == 1 else f"{len(regions)} Regions" if regions else "global"
    look = next(iter(found)).value if len(found) == 1 else "update" if found else "same"
    whole = f"{theme}: {count(len(members), 'resource')}"
    kinds = listing(_kinds(boxes), 34, 2)
    return Label(
        f"{count(len(members), 'resource')} · {where}", lines(theme, 24, 1), kinds, _signs(members), look, whole
    )


def _figure(picture: Picture, theme: str, region: str, boxes: Sequence[Box]) -> Element:
    start = shared_start([box.name for box in boxes if box.kind != OTHER_PARTS])
    inside = {box.key for box in boxes}
    users = Counter(used for one, used in picture.uses if one in inside and used in inside)
    arrows = [(one, used) for one, used in picture.uses if users[used] <= MANY]
    labels = {box.key: _label(box, start, users[box.key]) for box in boxes}
    title = f"{theme}, {region or NOWHERE}"
    image = drawn(
        f"picture-{hash_of(title):x}",
        title,
        f"{count(len(boxes), 'part')}; the table below says the same in words.",
        labels,
        layout([box.key for box in boxes], arrows, BOX),
        BOX,
    )
    words = table(f"Parts of {title}", ("Part", "What happens", "Resources", "Uses"), _rows(picture, boxes))
    said = f"{title}." + (f" Names begin with “{start}”." if start else "")
    return element("figure", element("figcaption", said), scrolling(title, image), in_words(words))


def _rows(picture: Picture, boxes: Sequence[Box]) -> Iterator[tuple[object, ...]]:
    """Each box with what it uses, also where that is in another picture."""
    named = {box.key: box for box in picture.boxes}
    inside = {box.key for box in boxes}
    uses: dict[str, list[str]] = defaultdict(list)
    for one, used in sorted(picture.uses):
        if one in inside:
            other = named[used]
            away = "" if used in inside else f" ({other.theme}, {other.region or 'global'})"
            uses[one].append(f"{other.kind} {other.name}{away}")
    for box in boxes:
        used_by_it = listed(uses[box.key], MOST_USES) or DASH
        yield f"{box.kind} {box.name}", operation_badge(box.operation), str(len(box.members)), used_by_it


def hash_of(text: str) -> int:
    """A number for an id; the same in every run, which Python's own hash is not."""
    return zlib.crc32(text.encode("utf-8", "replace"))


def _label(box: Box, start: str, users: int) -> Label:
    sign, word = SIGNS[box.operation]
    mark = "" if box.operation in QUIET else f"{sign} {word}"
    other = any(node.operation is not box.operation for node in box.members)
    told = [f"used by {users}" if users > MANY else "", f"inside: {_signs(box.members)}" if mark and other else ""]
    below = "; ".join(text for text in told if text)
    shown = lines(box.name.removeprefix(start), 24, 2)
    return Label(box.kind, shown, (below,), mark, box.operation.value, f"{box.kind} {box.name}")


def _signs(members: Sequence[Node]) -> str:
    """How often each thing happens, as short as it can be said; nothing for what stays as it is."""
    found = Counter(node.operation for node in members)
    return " ".join(f"{SIGNS[one][0]}{found[one]}" for one in Operation if found[one] and one not in QUIET)
