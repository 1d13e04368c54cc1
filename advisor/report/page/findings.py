"""The section on the policy pack: what it finds, with the fix that the rule gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Audit, Finding
from advisor.report.page.element import Child, element
from advisor.report.page.parts import bullets, cut, foldable, table
from advisor.report.page.room import Room
from advisor.report.page.words import badge, count, listed

NAMES: Final = 4
SIGNS: Final = {"critical": "!!!", "high": "!!", "medium": "!", "low": "·"}


def findings(audit: Audit, room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    if not audit.ran:
        yield element("p", element("strong", "The policy pack could not look, so nothing is known to be fine."))
    open_ones = [one for one in audit.findings if not one.exemption]
    exempt = [one for one in audit.findings if one.exemption]
    if open_ones:
        yield _table("Findings", open_ones, room)
    elif audit.ran:
        yield element("p", "The policy pack finds nothing.")
    if exempt:
        yield foldable(f"Exempt: {len(exempt):,}", [_table("Exempt findings", exempt, room)])
    if audit.undecided:
        waits = f"{count(audit.undecided, 'check')} must wait for values that only the deployment knows."
        yield element("p", waits)
    if notes := bullets(audit.notes, room.rows):
        yield notes


def _table(caption: str, found: Sequence[Finding], room: Room) -> Element:
    """Findings that say the same of several resources are one row."""
    same: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for one in found:
        same[one.rule, one.level, one.severity, one.problem, one.fix, one.url, one.exemption].append(one)
    rows = [
        (
            _rule(group[0]),
            badge(SIGNS.get(group[0].severity, "·"), f"{group[0].severity}, {group[0].level}", look(group[0].severity)),
            _where([one.resource or "the whole stack" for one in group], room),
            group[0].problem,
            [group[0].fix, _exemption(group[0])],
        )
        for group in list(same.values())[: room.rows]
    ]
    made = table(caption, ("Rule", "Severity", "Where", "What is wrong", "Fix"), rows)
    more = cut(list(same), room.rows)
    return made if more is None else element("div", made, more)


def _where(names: Sequence[str], room: Room) -> Child:
    if len(names) <= NAMES:
        return ", ".join(names)
    return foldable(f"{len(names):,} resources", [listed(names, room.rows)])


def _exemption(one: Finding) -> Element | None:
    return element("p", f"Exempt: {one.exemption}", class_="small") if one.exemption else None


def look(severity: str) -> str:
    """A class that the style sheet knows."""
    return f"severity-{severity if severity in SIGNS else 'low'}"


def _rule(one: Finding) -> Child:
    """Only a web address is a link: another scheme could run something."""
    try:
        web = urlsplit(one.url).scheme == "https"
    except ValueError:
        web = False
    return element("a", one.rule, href=one.url, rel="noreferrer") if web else element("code", one.rule)
