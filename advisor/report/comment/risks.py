"""The sections that a reviewer must see: what can be lost, who may do more, what the pack refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from advisor.markdown_text import plain
from advisor.report.comment.section import Section
from advisor.report.model import AccessChange, Audit, Change, Effect, Finding, Operation, ReviewReport, Risk

SENTENCE: Final = 600
LIST: Final = 300
NAMES: Final = 4
PROPERTIES: Final = 5
SIGNS: Final = {
    Operation.CREATE: "+",
    Operation.UPDATE: "~",
    Operation.REPLACE: "±",
    Operation.DELETE: "x",
    Operation.FORGET: "?",
}
EFFECTS: Final = {Effect.NEW: "may newly do", Effect.WIDENED: "may now also do", Effect.GONE: "may no longer do"}


def dangers(report: ReviewReport) -> Iterator[Section]:
    """Data that can be lost, then new permissions, then what is made anew."""
    lost = [one for one in report.changes if one.risk is Risk.DATA_LOSS]
    if lost:
        yield Section(f"Data can be lost ({len(lost):,})", tuple(map(change_line, lost)), folded=False)
    marked = [one for one in report.access if one.reasons]
    if marked:
        lines = tuple(map(access_line, marked))
        yield Section(f"Permissions to look at twice ({len(marked):,})", lines, folded=False)
    anew = [one for one in report.changes if one.operation is Operation.REPLACE and one.risk is not Risk.DATA_LOSS]
    if anew:
        yield Section(f"Made anew ({len(anew):,})", tuple(map(change_line, anew)))


def access(report: ReviewReport) -> Iterator[Section]:
    """Everything else that somebody may newly do, and what nobody knows yet."""
    rest = [one for one in report.access if not one.reasons]
    for title, effects in (
        ("Further permissions that are new or wider", (Effect.NEW, Effect.WIDENED)),
        ("Policies that are not known before the deployment: they may allow anything", (Effect.UNKNOWN,)),
        ("Permissions that go", (Effect.GONE,)),
    ):
        found = [one for one in rest if one.effect in effects]
        if found:
            yield Section(f"{title} ({len(found):,})", tuple(map(access_line, found)))


def findings(audit: Audit) -> Iterator[Section]:
    """What the policy pack says, with its fixes."""
    refused = [one for one in audit.findings if not one.exemption and one.level != "advisory"]
    other = [one for one in audit.findings if one not in refused]
    if refused:
        yield Section(f"The policy pack refuses ({len(refused):,})", tuple(_alike(refused)), folded=False)
    if other:
        yield Section(f"The policy pack advises ({len(other):,})", tuple(_alike(other)))


def change_line(change: Change) -> str:
    """A change in one item of a list."""
    sign = SIGNS.get(change.operation, "·")
    parts = [f"- **{sign}** {plain(change.summary, SENTENCE)}"]
    shown = [one for one in change.properties if one.before or one.after][:PROPERTIES]
    parts += (
        f"{plain(one.path)}{' (forces it)' if one.forces_replacement else ''}: "
        f"{plain(one.before) or 'nothing'} → {plain(one.after) or 'nothing'};"
        for one in shown
    )
    return " ".join([*parts, plain(change.advice, SENTENCE)]).rstrip(" ;")


def access_line(change: AccessChange) -> str:
    """A grant in one item of a list."""
    who = f"- **{plain(change.who)}**"
    if change.effect is Effect.UNKNOWN:
        on = f" on {_listed(change.resources)}" if change.resources else ""
        return f"{who}{on}: policy {plain(change.policy)}, {plain(change.note, SENTENCE)}"
    said = f"{who} {_verb(change)} {_listed(change.actions)}"
    said += f" on {_listed(change.resources)}" if change.resources else ""
    said += f", if {plain(change.condition, SENTENCE)}" if change.condition else ""
    said += f" (policy {plain(change.policy)})"
    said += f": **{plain('; '.join(change.reasons), SENTENCE)}**" if change.reasons else ""
    return said + (f"; {plain(change.note, SENTENCE)}" if change.note else "")


def _verb(change: AccessChange) -> str:
    if change.forbids:
        return "is no longer forbidden to do" if change.effect is Effect.WIDENED else "is newly forbidden to do"
    return EFFECTS.get(change.effect, "may do")


def _alike(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for findings that differ in their resource only."""
    groups: dict[Finding, list[str]] = {}
    for one in findings:
        groups.setdefault(replace(one, resource="", urn=""), []).append(one.resource)
    for finding, resources in groups.items():
        names = [name for name in resources if name]
        more = f" and {len(names) - NAMES:,} more" if len(names) > NAMES else ""
        yield _finding(finding, ", ".join(map(plain, names[:NAMES])) + more)


def _finding(finding: Finding, resources: str) -> str:
    whose = f"{resources}: " if resources else ""
    text = f"- {plain(finding.level)}, {plain(finding.severity)}: {whose}{plain(finding.problem, SENTENCE)}. "
    text += f"Fix: {plain(finding.fix, SENTENCE)} ({plain(finding.rule)})"
    return text + (f"; exempt: {plain(finding.exemption, SENTENCE)}" if finding.exemption else "")


def _listed(names: Iterable[str]) -> str:
    return plain(", ".join(names), LIST)
