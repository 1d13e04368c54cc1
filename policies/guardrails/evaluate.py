"""Runs one rule on one resource and never raises: a rule that fails to run is a violation that names the rule."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from guardrails.props import MalformedProperty, Plain, Props, Reads
from guardrails.rule import NotApplicable, Resource, Rule, Violation


class Status(StrEnum):
    """The four outcomes, as cdk-nag and checkov tell them apart."""

    COMPLIANT = "compliant"
    VIOLATION = "violation"
    NOT_APPLICABLE = "not-applicable"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a resource.

    Args:
        rule: The rule's id.
        status: The outcome. A violation among known values outweighs what is still unknown.
        messages: One line for each violation: ``<property> <problem>; <remedy> [<rule id>]``.
        reason: Why the rule is not applicable, or which values it waits for.
    """

    rule: str
    status: Status
    messages: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Subject:
    """A resource as it comes from the engine, decoded: the same for every rule."""

    type: str
    name: str
    urn: str
    raw: Mapping[str, Plain]


def evaluate(rule: Rule, subject: Subject, today: date, settings: Mapping[str, object] | None = None) -> Verdict:
    """What ``rule`` says of ``subject`` on the date ``today``, under an organisation's ``settings``."""
    if subject.type not in rule.resources:
        return Verdict(rule.id, Status.NOT_APPLICABLE, reason=f"checks {', '.join(rule.resources)} only")
    reads: Reads = []
    messages: list[str] = []
    reasons: list[str] = []
    try:
        props = Props(subject.raw, reads=reads)
        resource = Resource(subject.type, subject.name, props, today, rule.configured(settings or {}), subject.urn)
        if rule.function is None:
            raise NotImplementedError(f"{rule.id} has no check")
        for finding in rule.function(resource):
            if isinstance(finding, NotApplicable):
                reasons.append(finding.reason)
            else:
                messages.append(_message(rule, finding))
    except MalformedProperty as error:
        messages.append(f"{error}, so it could not be checked; {rule.remedy} [{rule.id}]")
    except Exception as error:  # noqa: BLE001 - one broken rule must neither hide the others' findings nor let a resource pass
        messages.append(_broken(rule, error))
    return _verdict(rule, messages, reads, reasons)


def _verdict(rule: Rule, messages: list[str], reads: Reads, reasons: list[str]) -> Verdict:
    if messages:
        return Verdict(rule.id, Status.VIOLATION, tuple(dict.fromkeys(messages)))
    if reads:
        waits = ", ".join(dict.fromkeys(path or "all properties" for path in reads))
        return Verdict(rule.id, Status.DEFERRED, reason=f"deferred to the update: {waits} cannot be known before it")
    if reasons:
        return Verdict(rule.id, Status.NOT_APPLICABLE, reason="; ".join(reasons))
    return Verdict(rule.id, Status.COMPLIANT)


def _message(rule: Rule, found: Violation) -> str:
    return f"{found.property} {found.problem}; {rule.remedy} [{rule.id}]"


def _broken(rule: Rule, error: Exception) -> str:
    """Say where a rule broke without its error text, which may hold a secret value."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown line"
    return (
        f"resource could not be checked, because the rule failed with {type(error).__name__} at {where}; "
        f"report it to the pack's owner, or disable the rule for this stack [{rule.id}]"
    )
