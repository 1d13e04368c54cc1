"""SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.

A resource has no line in a source file, so a result points at the audited file and names the URN as logical location.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from guardrails.audit.report import Finding, Report, StackReport
from guardrails.audit.sources import STDIN
from guardrails.rule import Facts, Level, Severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SCORES: Final = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "3.0"}
"""What code scanning sorts by; its bounds: over 9 critical, over 7 high, over 4 medium."""


def render(report: Report) -> str:
    """The report as one run."""
    rules = list(report.rules.values())
    index = {rule.id: position for position, rule in enumerate(rules)}
    driver = {"name": "guardrails", "semanticVersion": report.version, "rules": [_rule(rule) for rule in rules]}
    results = [
        _result(finding, stack, index) for stack in report.stacks for finding in (*stack.findings, *stack.exempted)
    ]
    invocation = {
        "executionSuccessful": not report.unreadable,
        "toolExecutionNotifications": [
            *(_notification(stack) for stack in report.unreadable),
            *({"level": "note", "message": {"text": note}} for note in report.notes),
        ],
    }
    run = {"tool": {"driver": driver}, "invocations": [invocation], "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Facts) -> dict[str, object]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.cause},
        "help": {"text": f"{rule.remedy[0].upper()}{rule.remedy[1:]}."},
        "helpUri": rule.url,
        "defaultConfiguration": _default(rule.level),
        "properties": {
            "tags": list(dict.fromkeys(["security", rule.family.value, *rule.frameworks])),
            "security-severity": SCORES[rule.severity],
        },
    }


def _default(level: Level) -> dict[str, object]:
    return {"enabled": False} if level is Level.DISABLED else {"level": _level(level)}


def _level(level: Level) -> str:
    return "warning" if level is Level.ADVISORY else "error"


def _result(finding: Finding, stack: StackReport, index: dict[str, int]) -> dict[str, object]:
    location = _location(stack)
    if finding.urn:
        location["logicalLocations"] = [
            {"name": finding.resource, "fullyQualifiedName": finding.urn, "kind": "resource"}
        ]
    known = {"ruleIndex": index[finding.rule]} if finding.rule in index else {}
    exempt = {"kind": "external", "status": "accepted", "justification": finding.exemption}
    return {
        "ruleId": finding.rule,
        **known,
        **({"suppressions": [exempt]} if finding.exemption else {}),
        "level": _level(finding.level),
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"guardrails/v1": _fingerprint(finding, stack)},
    }


def _fingerprint(finding: Finding, stack: StackReport) -> str:
    """The same for the same mistake in the next audit, whatever the file is called then."""
    parts = (stack.title if stack.stack else "", finding.rule, finding.urn, finding.property)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _location(stack: StackReport) -> dict[str, object]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(stack.source)}}}


def _uri(source: str) -> str:
    if source == STDIN:
        return "stdin"
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _notification(stack: StackReport) -> dict[str, object]:
    return {"level": "error", "message": {"text": f"{stack.source} {stack.error}"}, "locations": [_location(stack)]}
