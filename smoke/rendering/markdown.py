"""The report as Markdown, for the summary of a workflow's step."""

from __future__ import annotations

import re

from domain.smoke import Outcome
from smoke.report import Report

SIGNS = {
    Outcome.PASS: "✅ pass",
    Outcome.FAIL: "❌ fail",
    Outcome.UNKNOWN: "❓ unknown",
    Outcome.OFF: "off",
    Outcome.LEFT_OUT: "left out",
}


def markdown(report: Report) -> str:
    """One table, what is bad first; then the watch, and what to take back."""
    good = report.verdict.good
    lines = [
        f"## Smoke tests of `{_plain(report.stack)}`: {'success' if good else 'failure'}",
        "",
        "| | theme | what must hold | why | s |",
        "| --- | --- | --- | --- | ---: |",
    ]
    for check in sorted(report.everything, key=lambda one: not one.bad):
        cells = (SIGNS[check.finding.outcome], check.theme.value, _plain(check.name), _plain(check.finding.reason))
        lines.append(f"| {' | '.join(cells)} | {check.seconds:.1f} |")
    if report.watched is not None:
        watched = report.watched
        ended = "ended early" if watched.early else "lasted"
        sign = SIGNS[watched.finding.outcome]
        lines += ["", f"**Watch** ({ended}, {watched.seconds:.0f} s): {sign}. {_plain(watched.finding.reason)}"]
        lines += ["", *(f"{number}. {_plain(step)}" for number, step in enumerate(watched.undo, 1))]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    """Text of others in a table's cell: one line, and nothing in it is a sign of Markdown or HTML."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_\[\]<>|#~@])", r"\\\1", flat)
