"""The whole comment: a marker, the verdict, the risks, and the rest folded; cut by rule to what fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from advisor.markdown_text import plain
from advisor.report.comment.figures import billed, cost_line, costs, counts, others, recovery, schedules
from advisor.report.comment.risks import access, dangers, findings
from advisor.report.comment.section import Measure, Section, fitted
from advisor.report.model import ReviewReport, Status

COMMENT: Final = 65_536
"""A comment must be shorter. GitHub says "maximum is 65536 characters", and some have measured 262,144 bytes
(https://github.com/dead-claudia/github-limits/pull/13): UTF-16 units below the first are below the second too."""
SUMMARY: Final = 1024 * 1024
"""Bytes of a step's summary: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands"""
REASONS: Final = 5
REASON: Final = 500
WORDS: Final = {
    Status.FAILURE: "❌ failed",
    Status.REVIEW: "⚠️ needs a reviewer's eye",
    Status.SUCCESS: "✅ nothing risky",
}


def marker(stack: str) -> str:
    """The comment's first line: by it the comment of a stack is found, and edited in place."""
    return f"<!-- inference-platform report: {re.sub(r'[^A-Za-z0-9_.-]', '_', stack)[:100]} -->"


def comment(report: ReviewReport) -> str:
    """Markdown for a comment on a pull request, shorter than ``COMMENT`` whatever is in the report."""
    return _rendered(report, COMMENT - 1, _utf16)


def summary(report: ReviewReport, used: int = 0) -> str:
    """Markdown for a step's summary.

    Args:
        report: What to say.
        used: Bytes that the step has written before: together they are below ``SUMMARY``.
    """
    return _rendered(report, SUMMARY - 1 - used, _bytes)


def _rendered(report: ReviewReport, room: int, measure: Measure) -> str:
    head = list(_head(report))
    sections = list(_sections(report))
    room -= sum(measure(line) + 1 for line in head)
    return "\n".join([*head, *fitted(sections, room, measure)]) + "\n"


def _head(report: ReviewReport) -> Iterator[str]:
    yield marker(report.stack)
    yield f"## {WORDS[report.verdict.status]}: stack {plain(report.stack) or 'without a name'}"
    yield ""
    reasons = report.verdict.reasons
    yield from (f"- {plain(reason, REASON)}" for reason in reasons[:REASONS])
    if len(reasons) > REASONS:
        yield f"- and {len(reasons) - REASONS} more reasons, in report.html"
    yield ""
    if report.cost is not None:
        yield f"Cost: {cost_line(report.cost)}  "
    if report.recovery is not None and report.recovery.met:
        yield f"Disaster recovery: tier {report.recovery.declared_tier} is met  "
    yield ""
    made = f" of {plain(report.commit)}" if report.commit else ""
    yield f"<sub>Previewed{made}, {plain(report.made_at)}. {_waiting(report)}</sub>"
    yield ""


def _waiting(report: ReviewReport) -> str:
    if not report.audit.undecided:
        return ""
    return f"{report.audit.undecided:,} checks of the policy pack wait for values that only the deployment knows."


def _sections(report: ReviewReport) -> Iterator[Section]:
    """In the order of their importance, short ones before long ones: what must be cut is cut from the end."""
    yield from dangers(report)
    yield from findings(report.audit)
    if report.recovery is not None:
        yield recovery(report.recovery)
    notes = tuple(f"- {plain(note, REASON)}" for note in (*report.problems, *report.notes, *report.audit.notes))
    if notes:
        yield Section(f"What to know of this report ({len(notes)})", notes)
    yield from counts(report)
    if report.cost is not None:
        yield from costs(report.cost)
    if report.schedules:
        yield schedules(report.schedules)
    yield from access(report)
    yield from others(report)
    if report.cost is not None:
        yield from billed(report.cost)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
