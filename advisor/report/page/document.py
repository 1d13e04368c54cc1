"""The page as a whole: its head, the verdict, what must be seen first, then a section for each question."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import ReviewReport, Status
from advisor.report.page.access import access
from advisor.report.page.changes import changes
from advisor.report.page.cost import cost
from advisor.report.page.element import element, text_of
from advisor.report.page.findings import findings
from advisor.report.page.first import first_look
from advisor.report.page.graph.section import architecture
from advisor.report.page.parts import bullets
from advisor.report.page.recovery import recovery
from advisor.report.page.resources import resources
from advisor.report.page.room import LIMIT, ROOMS, Room, shortened
from advisor.report.page.schedules import schedules
from advisor.report.page.words import STATUSES

_STYLE: Final = Path(__file__).with_name("style.css")


@cache
def style() -> str:
    """The style sheet that goes into every page."""
    return _STYLE.read_text(encoding="utf-8")


def render(report: ReviewReport) -> str:
    """The page.

    Args:
        report: Its texts may hold anything: they are shown, and never become markup.

    Returns:
        An HTML document below 1 MB that needs nothing but itself: no request, no script. What did not fit is said on
        it. The same report gives the same bytes.
    """
    text = ""
    for room in ROOMS:
        text = "<!DOCTYPE html>\n" + text_of(_page(shortened(report, room), room)) + "\n"
        if len(text.encode()) <= LIMIT:
            break
    return text


def _page(report: ReviewReport, room: Room) -> Element:
    sections = (
        ("changes", "Changes", changes(report, room)),
        ("access", "Who can newly do what", access(report, room)),
        ("findings", "Policy findings", findings(report.audit, room)),
        ("cost", "Cost", cost(report.cost, room)),
        ("recovery", "Disaster recovery", recovery(report.recovery, room)),
        ("architecture", "Architecture", architecture(report.resources, room)),
        ("schedules", "Schedules", schedules(report.schedules, room)),
        ("resources", "All resources", resources(report.resources, room)),
    )
    main = element(
        "main",
        _verdict(report, room),
        first_look(report),
        _plain("problems", "Problems", report.problems, room),
        [_section(identifier, title, list(parts)) for identifier, title, parts in sections],
        _plain("notes", "Also to know", report.notes, room),
        id="report",
        tabindex="-1",
    )
    skip = element("a", "Skip to the report", href="#report", class_="skip")
    header = element("header", _title(report), _contents((identifier, title) for identifier, title, _ in sections))
    return element("html", _head(report), element("body", skip, header, main), lang="en")


def _head(report: ReviewReport) -> Element:
    """What the page may do: show itself, in its own style. Everything else is forbidden to it."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    rules = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    sheet = Element("style")
    sheet.text = style()
    status = report.verdict.status.value
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=rules),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("link", rel="icon", href="data:,"),
        element("title", f"{report.stack}: {status}. Review of {report.project}"),
        sheet,
    )


def _title(report: ReviewReport) -> Element:
    facts = [("Stack", report.stack), ("Region", report.region), ("Commit", report.commit), ("Made", report.made_at)]
    return element(
        "div",
        element("h1", f"Review of {report.project}, stack {report.stack}"),
        element("dl", [element("div", element("dt", name), element("dd", fact)) for name, fact in facts if fact]),
    )


def _contents(titles: Iterable[tuple[str, str]]) -> Element:
    links = [element("li", element("a", title, href=f"#{identifier}")) for identifier, title in titles]
    return element("nav", element("ul", links), aria_label="Sections")


def _verdict(report: ReviewReport, room: Room) -> Element:
    status = report.verdict.status
    sign, sentence = STATUSES[status]
    words = {Status.SUCCESS: "Success", Status.REVIEW: "Review", Status.FAILURE: "Failure"}
    return element(
        "section",
        element(
            "h2",
            element("span", sign, aria_hidden="true", class_="sign"),
            f" {words[status]}: {sentence}",
            id="verdict",
        ),
        bullets(report.verdict.reasons, room.rows),
        class_=f"verdict {status.value}",
        aria_labelledby="verdict",
    )


def _plain(identifier: str, title: str, texts: Iterable[str], room: Room) -> Element | None:
    items = bullets([element("span", text, class_="given") for text in texts], room.rows)
    return _section(identifier, title, [items]) if items is not None else None


def _section(identifier: str, title: str, parts: Iterable[Element | None]) -> Element:
    return element(
        "section",
        element("h2", title, id=f"{identifier}-title"),
        parts,
        id=identifier,
        aria_labelledby=f"{identifier}-title",
    )
