"""The section with the architecture: one picture of the themes, one of each theme and Region, also in words."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405 (only writes)

from advisor.report.model import Node, Operation
from advisor.report.page.element import element
from advisor.report.page.graph.drawing import Label, drawn
from advisor.report.page.graph.fold import Box, Picture, fold
from advisor.report.page.graph.kinds import plural
from advisor.report.page.graph.labels import lines, shared_start
from advisor.report.page.graph.layers import Size, layout
from advisor.report.page.parts import foldable, scrolling, table
from advisor.report.page.words import DASH, QUIET, SIGNS, count, listed, marks_of, operation_badge

THEME: Final = Size(238.0, 100.0, 66.0, 22.0)
BOX: Final = Size(182.0, 64.0, 58.0, 16.0)
NOWHERE: Final = "global, or its Region is not known"
MOST_USES: Final = 12


def architecture(resources: Sequence[Node]) -> Iterator[Element]:
    """What comes under the heading."""
    picture = fold(resources)
    if not picture.boxes:
        yield element("p", "The preview lists no resource, so there is nothing to draw.")
        return
    yield _legend()
    yield _overview(picture)
    places: dict[tuple[str, str], list[Box]] = defaultdict(list)
    for box in picture.boxes:
        places[box.theme, box.region].append(box)
    for theme in sorted({box.theme for box in picture.boxes}):
        inside = {region: boxes for (of, region), boxes in places.items() if of == theme}
        changed = any(box.operation not in QUIET for boxes in inside.values() for box in boxes)
        figures = [_figure(picture, theme, region, boxes) for region, boxes in inside.items()]
        members = [node for boxes in inside.values() for box in boxes for node in box.members]
        title = f"{theme}: {count(sum(map(len, inside.values())), 'part')}, {count(len(members), 'resource')}"
        yield foldable(
            element("span", title, marks_of(one.operation for one in members)),
            figures,
            open_=changed and not _is_new(resources),
        )


def _is_new(resources: Sequence[Node]) -> bool:
    return all(node.operation is Operation.CREATE for node in resources if node.custom)


def _legend() -> Element:
    signs = [operation_badge(one) for one in Operation if one is not Operation.READ]
    return element(
        "p",
        "A box is what one thinks in, with its policies, log groups, alarms and settings inside. An arrow points "
        "to what a part uses. Signs: ",
        [part for sign in signs for part in (sign, " ")],
    )


def _overview(picture: Picture) -> Element:
    by_theme: dict[str, list[Box]] = defaultdict(list)
    theme_of = {box.key: box.theme for box in picture.boxes}
    for box in picture.boxes:
        by_theme[box.theme].append(box)
    flows = Counter((theme_of[one], theme_of[other]) for one, other in picture.uses)
    between = sorted(pair for pair in flows if pair[0] != pair[1])
    labels = {theme: _theme_label(theme, boxes) for theme, boxes in by_theme.items()}
    said = f"{count(len(by_theme), 'theme')} and what they use of each other."
    image = drawn("overview", "Overview by theme", said, labels, layout(sorted(by_theme), between, THEME), THEME)
    rows = [
        (
            theme,
            _kinds(boxes),
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


def _kinds(boxes: Sequence[Box]) -> str:
    found = Counter(box.kind for box in boxes)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(
        f"{number} {kind if number == 1 or kind.endswith('parts') else plural(kind)}" for kind, number in ordered
    )


def _theme_label(theme: str, boxes: Sequence[Box]) -> Label:
    members = [node for box in boxes for node in box.members]
    found = Counter(node.operation for node in members if node.operation not in QUIET)
    signs = " ".join(f"{SIGNS[one][0]}{found[one]}" for one in Operation if found[one])
    regions = sorted({box.region for box in boxes if box.region})
    where = regions[0] if len(regions) == 1 else f"{len(regions)} Regions" if regions else "global"
    look = next(iter(found)).value if len(found) == 1 else "update" if found else "same"
    whole = f"{theme}: {count(len(members), 'resource')}"
    kinds = lines(_kinds(boxes), 34, 2)
    return Label(f"{count(len(members), 'resource')} · {where}", lines(theme, 24, 1), kinds, signs, look, whole)


def _figure(picture: Picture, theme: str, region: str, boxes: Sequence[Box]) -> Element:
    start = shared_start([box.name for box in boxes if box.key == box.members[0].urn])
    labels = {box.key: _label(box, start) for box in boxes}
    where = region or NOWHERE
    title = f"{theme}, {where}"
    identifier = f"picture-{hash_of(title):x}"
    image = drawn(
        identifier,
        title,
        f"{count(len(boxes), 'part')}; the table below says the same in words.",
        labels,
        layout([box.key for box in boxes], picture.uses, BOX),
        BOX,
    )
    said = f"{title}." + (f" Names begin with “{start}”." if start else "")
    words = table(
        f"Parts of {title}", ("Part", "What happens", "Resources", "Uses"), [_row(picture, box) for box in boxes]
    )
    return element("figure", element("figcaption", said), scrolling(title, image), in_words(words))


def hash_of(text: str) -> int:
    """A number for an id; the same in every run, which Python's own hash is not."""
    return zlib.crc32(text.encode("utf-8", "replace"))


def _label(box: Box, start: str) -> Label:
    sign, word = SIGNS[box.operation]
    mark = "" if box.operation in QUIET else f"{sign} {word}"
    shown = lines(box.name.removeprefix(start), 24, 2)
    return Label(box.kind, shown, (), mark, box.operation.value, f"{box.kind} {box.name}")


def _row(picture: Picture, box: Box) -> tuple[object, ...]:
    named = {other.key: other for other in picture.boxes}
    uses = sorted(
        f"{named[used].kind} {named[used].name}" + (f" ({named[used].theme})" if named[used].theme != box.theme else "")
        for one, used in picture.uses
        if one == box.key
    )
    return (
        f"{box.kind} {box.name}",
        operation_badge(box.operation),
        str(len(box.members)),
        listed(uses, MOST_USES) or DASH,
    )
