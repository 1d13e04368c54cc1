"""What the policy pack says of a preview: its audit is a command of its own, for the pack is published alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.report.changes.values import without_secrets
from advisor.report.model import Audit, Finding

PACK: Final = PROJECT / "policies"
TIMEOUT_S: Final = 300
"""The audit of a thousand resources takes about a second; one that takes this long hangs."""
LEVELS: Final = ("mandatory", "remediate", "advisory")
SEVERITIES: Final = ("critical", "high", "medium", "low")


def run_audit(preview: str) -> Audit:
    """Have the pack look at a preview.

    Args:
        preview: The preview's JSON.
    """
    command = [sys.executable, "-m", "guardrails", "audit", "-", "--output", "json", "--fail-on", "never"]
    try:
        done = subprocess.run(
            command, cwd=PACK, input=preview.encode(), capture_output=True, check=False, timeout=TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Audit(ran=False, notes=(f"the policy pack could not be run: {error}",))
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[-300:]
        return Audit(ran=False, notes=(f"the policy pack ended with exit code {done.returncode}: {said}",))
    try:
        return read_audit(done.stdout.decode("utf-8", "replace"), "the policy pack's output")
    except InputError as error:
        return Audit(ran=False, notes=(str(error),))


def read_audit(text: str, source: str, stack: str = "") -> Audit:
    """Read what ``python -m guardrails audit --output json`` wrote.

    Args:
        text: The JSON.
        source: What to call it in messages.
        stack: Whose findings are wanted; everything without a name.

    Raises:
        InputError: It is no such file, or says nothing of the stack.
    """
    try:
        document = json.loads(text)
        stacks = [one for one in document["stacks"] if not stack or one.get("stack") == stack]
        rules = document.get("rules", {})
        unreadable = tuple(f"{one['source']}: {one['error']}" for one in stacks if "error" in one)
        if unreadable:
            return Audit(ran=False, notes=unreadable)
        findings = [_finding(one, rules) for found in stacks for one in (*found["violations"], *found["exempt"])]
        undecided = sum(len(found["undecided"]) for found in stacks)
        notes = tuple(str(note) for found in (*stacks, document) for note in found["notes"])
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{source} is no audit ({type(error).__name__}: {error}); "
            "accepted: what `python -m guardrails audit FILE --output json` writes"
        ) from None
    if not stacks:
        raise InputError(f"{source} says nothing of stack {stack}; audit that stack's preview")
    return Audit(True, tuple(sorted(findings, key=_rank)), undecided, notes)


def violations(audit: Audit) -> Iterator[Finding]:
    """The findings that stop a deployment."""
    return (one for one in audit.findings if not one.exemption and one.level != "advisory")


def _rank(finding: Finding) -> tuple[bool, int, int, str, str]:
    return (
        bool(finding.exemption),
        _place(LEVELS, finding.level),
        _place(SEVERITIES, finding.severity),
        finding.rule,
        finding.resource,
    )


def _place(order: tuple[str, ...], name: str) -> int:
    """What nobody knows comes first."""
    return order.index(name) if name in order else -1


def _finding(found: Mapping[str, Any], rules: Mapping[str, Any]) -> Finding:
    rule = rules.get(found["rule"], {})
    problem = f"{found['property']} {found['problem']}".strip() or str(found["message"])
    return Finding(
        rule=str(found["rule"]),
        level=str(found["level"]),
        severity=str(found["severity"]),
        resource=str(found["resource"]),
        urn=str(found["urn"]),
        problem=without_secrets(problem),
        fix=str(rule.get("remedy") or "see the rule's page"),
        url=str(rule.get("url") or ""),
        exemption=str(found.get("exemption", "")),
    )
