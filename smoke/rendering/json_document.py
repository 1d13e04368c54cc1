"""The report as JSON."""

from __future__ import annotations

from typing import Any

from smoke.report import Report


def document(report: Report) -> dict[str, Any]:
    """What a workflow reads: verdict, checks, watch."""
    watched = report.watched
    return {
        "stack": report.stack,
        "verdict": "success" if report.verdict.good else "failure",
        "reason": report.verdict.reason,
        "exit_code": report.exit_code,
        "checks": [
            {
                "theme": check.theme.value,
                "name": check.name,
                "outcome": check.finding.outcome.value,
                "reason": check.finding.reason,
                "seconds": round(check.seconds, 3),
            }
            for check in report.everything
        ],
        "watch": None
        if watched is None
        else {
            "outcome": watched.finding.outcome.value,
            "reason": watched.finding.reason,
            "seconds": round(watched.seconds, 3),
            "early": watched.early,
            "targets": [
                {"name": name, "asked": seen.asked, "bad": seen.bad, "says": seen.describe()}
                for name, seen in watched.targets
            ],
            "undo": list(watched.undo),
        },
    }
