"""The section on the policy pack: what it finds, with the fix that the rule gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # nosec B405 (only writes)

from advisor.report.model import Audit, Finding
from advisor.report.page.element import Child, element
from advisor.report.page.parts import bullets, cut, foldable, table
from advisor.report.page.words import badge, count

ROWS: Final = 300
SIGNS: Final = {"critical": "!!!", "high": "!!", "medium": "!", "low": "·"}


def findings(audit: Audit) -> Iterator[Element]:
    """What comes under the heading."""
    if not audit.ran:
        yield element("p", element("strong", "The policy pack could not look, so nothing is known to be fine."))
    open_ones = [one for one in audit.findings if not one.exemption]
    exempt = [one for one in audit.findings if one.exemption]
    if open_ones:
        yield _table("Findings", open_ones)
    elif audit.ran:
        yield element("p", "The policy pack finds nothing.")
    if exempt:
        yield foldable(f"Exempt: {len(exempt):,}", [_table("Exempt findings", exempt)])
    if audit.undecided:
        waits = f"{count(audit.undecided, 'check')} must wait for values that only the deployment knows."
        yield element("p", waits)
    if notes := bullets(audit.notes):
        yield notes


def _table(caption: str, found: Sequence[Finding]) -> Element:
    rows = [
        (
            _rule(one),
            badge(SIGNS.get(one.severity, "·"), f"{one.severity}, {one.level}", f"severity-{look(one.severity)}"),
            one.resource or "the whole stack",
            one.problem,
            [one.fix, element("p", f"Exempt: {one.exemption}", class_="small") if one.exemption else None],
        )
        for one in found[:ROWS]
    ]
    made = table(caption, ("Rule", "Severity", "Resource", "What is wrong", "Fix"), rows)
    more = cut(found, ROWS, "audit")
    return made if more is None else element("div", made, more)


def look(severity: str) -> str:
    """A class that the style sheet knows."""
    return severity if severity in SIGNS else "low"


def _rule(one: Finding) -> Child:
    """Only a web address is a link: another scheme could run something."""
    try:
        web = urlsplit(one.url).scheme == "https"
    except ValueError:
        web = False
    return element("a", one.rule, href=one.url, rel="noreferrer") if web else element("code", one.rule)
