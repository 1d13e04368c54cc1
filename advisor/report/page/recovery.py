"""The section on disaster recovery: the tier that the stack declares, and whether it meets it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Recovery, RecoveryTime
from advisor.report.page.element import element
from advisor.report.page.parts import bullets, table
from advisor.report.page.room import Room
from advisor.report.page.words import badge, duration


def recovery(found: Recovery | None, room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    if found is None:
        yield element("p", "The stack declares no recovery tier, or it could not be computed.")
        return
    best = "no tier" if found.met_tier is None else f"tier {found.met_tier}"
    verdict = badge("✓", "met", "good") if found.met else badge("✗", "not met", "bad")
    yield element("p", f"Declared: tier {found.declared_tier}. ", verdict, f" The stack meets {best}.")
    if found.times:
        rows = [_row(one) for one in found.times[: room.rows]]
        yield table("Recovery times", ("Promise", "Allowed", "Worst case", "Holds"), rows, look="narrow")
    if found.dominated_by:
        yield element("p", f"What takes longest: {found.dominated_by}")
    for title, items in (("Why it is not met", found.findings), ("Also to know", found.warnings)):
        if made := bullets(items, room.rows):
            yield element("h3", title)
            yield made


def _row(one: RecoveryTime) -> tuple[object, ...]:
    worst = "nothing bounds it" if one.worst_s is None else duration(one.worst_s)
    holds = one.worst_s is not None and one.worst_s <= one.allowed_s
    return one.name, duration(one.allowed_s), worst, badge("✓", "yes", "good") if holds else badge("✗", "no", "bad")
