"""The three things that a reviewer must see: what can be lost, who can newly do what, what it costs."""

from __future__ import annotations

from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Effect, ReviewReport, Risk
from advisor.report.page.access import said as access_said
from advisor.report.page.cost import said as cost_said
from advisor.report.page.element import element
from advisor.report.page.words import count, dollars, signed


def first_look(report: ReviewReport) -> Element:
    """Three cards, each with a link to its section."""
    return element(
        "section",
        element("h2", "At first sight", id="first-title"),
        element("div", _loss(report), _access(report), _cost(report), class_="cards"),
        aria_labelledby="first-title",
    )


def _card(title: str, figure: str, text: str, target: str, look: str) -> Element:
    return element(
        "div",
        element("h3", title),
        element("p", figure, class_="figure"),
        element("p", text),
        element("p", element("a", f"{title}: details", href=f"#{target}")),
        class_=f"card {look}",
    )


def _loss(report: ReviewReport) -> Element:
    found = [one for one in report.changes if one.risk is Risk.DATA_LOSS]
    if found:
        return _card("Data loss", count(len(found), "risk"), found[0].summary, "changes", "data_loss")
    if report.problems and not report.changes:
        return _card("Data loss", "not known", "The changes are not known: see the problems.", "changes", "security")
    told = f"{count(len(report.changes), 'change')}, and none of them takes away what holds data."
    return _card("Data loss", "none", told, "changes", "routine")


def _access(report: ReviewReport) -> Element:
    found = [one for one in report.access if one.effect is not Effect.GONE]
    if found:
        striking = [one for one in found if one.reasons]
        text = f"{striking[0].who}: {striking[0].reasons[0]}" if striking else f"{access_said(report.access)}."
        look = "data_loss" if striking else "security"
        known = sum(one.effect is not Effect.UNKNOWN for one in found)
        figures = [count(known, "grant")] if known else []
        figures += [f"{len(found) - known:,} unknown"] if known < len(found) else []
        return _card("New access", ", ".join(figures), text, "access", look)
    if report.problems and not report.access:
        return _card("New access", "not known", "Access is not known: see the problems.", "access", "security")
    return _card("New access", "none", "Nobody can do more than before.", "access", "routine")


def _cost(report: ReviewReport) -> Element:
    if report.cost is None:
        return _card("Cost", "not known", "It could not be computed: see the problems.", "cost", "security")
    figure = signed(report.cost.difference.expected)
    after = f"Afterwards {'' if report.cost.complete else 'at least '}{dollars(report.cost.after.expected)} a month."
    cheaper = report.cost.difference_complete and report.cost.difference.expected <= 0
    look = "routine" if cheaper else "security"
    return _card("Cost", f"{figure} a month", f"{cost_said(report.cost)} {after}", "cost", look)
