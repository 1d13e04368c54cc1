"""JSON for programs: everything that the report holds."""

from __future__ import annotations

import json
from typing import Final

from guardrails.audit.report import Finding, Report, StackReport, Undecided

FORMAT_VERSION: Final = 1
"""Raised when a member changes its meaning or goes away."""


def render(report: Report) -> str:
    """The report as one object."""
    counts = report.counts()
    summary = {
        "stacks": len(report.stacks) - len(report.unreadable),
        "resources": sum(stack.resources for stack in report.stacks),
        "violations": {level.value: number for level, number in sorted(counts.items())},
        "exempt": sum(len(stack.exempted) for stack in report.stacks),
        "undecided": sum(len(stack.undecided) for stack in report.stacks),
        "unreadable": len(report.unreadable),
    }
    stacks = [_stack(stack) for stack in report.stacks]
    found = {
        "formatVersion": FORMAT_VERSION,
        "packVersion": report.version,
        "summary": summary,
        "stacks": stacks,
        "rules": _rules(report),
        "notes": report.notes,
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _rules(report: Report) -> dict[str, object]:
    """What to do about each rule that was violated, told once."""
    violated = {finding.rule for stack in report.stacks for finding in (*stack.findings, *stack.exempted)}
    rules = (rule for id_, rule in sorted(report.rules.items()) if id_ in violated)
    return {rule.id: {"summary": rule.summary, "remedy": rule.remedy, "url": rule.url} for rule in rules}


def _stack(stack: StackReport) -> dict[str, object]:
    if stack.error:
        return {"source": stack.source, "error": stack.error}
    return {
        "source": stack.source,
        "project": stack.project,
        "stack": stack.stack,
        "kind": stack.kind,
        "resources": stack.resources,
        "violations": [_finding(finding) for finding in stack.findings],
        "exempt": [{**_finding(finding), "exemption": finding.exemption} for finding in stack.exempted],
        "undecided": [_undecided(check) for check in stack.undecided],
        "notes": stack.notes,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "severity": finding.severity,
        "resource": finding.resource,
        "urn": finding.urn,
        "property": finding.property,
        "problem": finding.problem,
        "message": finding.message,
    }


def _undecided(check: Undecided) -> dict[str, object]:
    return {"rule": check.rule, "resource": check.resource, "urn": check.urn, "reason": check.reason}
