"""A part of the comment, and how it is cut: its last lines go, and one says how many and where they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

Measure = Callable[[str], int]

WHERE: Final = "in report.html, an artifact of this run"
LINE: Final = 1
"""What the end of a line takes, in any measure."""


@dataclass(frozen=True)
class Section:
    """A part of the comment; sections stand in the order of their importance.

    Args:
        title: Plain Markdown of ours.
        lines: The important first. Each one stands by itself: it can go without the others.
        head: Lines without which the others are nothing, such as a table's.
        folded: Whether it must be opened to be read.
    """

    title: str
    lines: tuple[str, ...]
    head: tuple[str, ...] = ()
    folded: bool = True

    def frame(self, lines: Sequence[str]) -> list[str]:
        """The section with some of its lines."""
        body = [*self.head, *lines] if lines else []
        if self.folded:
            return [f"<details><summary>{self.title}</summary>", "", *body, "", "</details>", ""]
        return [f"### {self.title}", "", *body, ""]

    def cut(self, kept: int) -> list[str]:
        """The section with its first lines, and what became of the others."""
        if kept >= len(self.lines):
            return self.frame(self.lines)
        left = len(self.lines) - kept
        gone = f"{left:,} more {'is' if left == 1 else 'are'} {WHERE}." if kept else f"All {left:,} are {WHERE}."
        whole = self.frame(self.lines[:kept])
        place = len(whole) - (3 if self.folded else 1)
        return [*whole[:place], *([""] if kept else []), f"_{gone}_", *whole[place:]]


def fitted(sections: Sequence[Section], room: int, measure: Measure) -> list[str]:
    """All sections in at most ``room``: what does not fit is taken from the least important ones.

    Each section keeps its title and its line on where the rest is, whatever the sizes are; so ``room`` must be enough
    for those.

    Args:
        sections: The most important first.
        room: Of what ``measure`` counts.
        measure: Of a line, without its end.
    """
    least = [_size(section.cut(0), measure) for section in sections]
    spare = room - sum(least)
    lines: list[str] = []
    for section, minimum in zip(sections, least, strict=True):
        kept = _kept(section, minimum + max(0, spare), measure)
        shown = section.cut(kept)
        spare -= _size(shown, measure) - minimum
        lines += shown
    return lines


def _kept(section: Section, room: int, measure: Measure) -> int:
    """How many lines of a section fit."""
    if _size(section.frame(section.lines), measure) <= room:
        return len(section.lines)
    kept, last = 0, len(section.lines) - 1
    used = _size(section.frame([]), measure) + sum(measure(line) + LINE for line in section.head)
    used += measure(f"_{len(section.lines):,} more are {WHERE}._") + 2 * LINE
    while kept < last and used + measure(section.lines[kept]) + LINE <= room:
        used += measure(section.lines[kept]) + LINE
        kept += 1
    return kept


def _size(lines: Sequence[str], measure: Measure) -> int:
    return sum(measure(line) + LINE for line in lines)
