"""Applies a rule's one safe repair to a resource's inputs. Never raises: what cannot be repaired stays a violation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from guardrails.evaluate import Subject, resource_of
from guardrails.rule import Rule


def repair(
    rule: Rule, subject: Subject, today: date, settings: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    """The top-level inputs to set so that ``rule`` holds; empty when there is nothing to set, or no safe answer."""
    if rule.remediation is None or subject.type not in rule.resources:
        return {}
    try:
        return dict(rule.remediation(resource_of(subject, [], today, rule.configured(settings or {}))))
    except Exception:  # noqa: BLE001 - the check that follows reports the resource as it is, and why it could not be read
        return {}


def repaired(subject: Subject, changes: Mapping[str, object]) -> Subject:
    """The resource with the inputs set."""
    return replace(subject, raw={**subject.raw, **changes})
