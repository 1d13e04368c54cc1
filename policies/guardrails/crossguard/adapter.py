"""Turns each rule into a policy of its own, so that an organisation sets its level and its settings through Pulumi."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypedDict

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidation,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PulumiSeverity

from guardrails.catalog import Catalog
from guardrails.crossguard.decode_once import PolicyList, current_stack, current_subject
from guardrails.crossguard.wire import from_proxy
from guardrails.evaluate import Status, Subject, Verdict, evaluate, evaluate_stack
from guardrails.rule import Facts, Rule, StackRule


def policies(catalog: Catalog, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> PolicyList:
    """The pack's policies.

    Args:
        catalog: The rules.
        today: The clock, read for each resource so that a pack that runs over midnight is right.
    """
    return PolicyList((_policy(entry, today), frozenset(entry.resources)) for entry in catalog.entries)


def _policy(entry: Rule | StackRule, today: Callable[[], date]) -> Policy:
    facts = _facts(entry)
    if isinstance(entry, Rule):
        return ResourceValidationPolicy(validate=_resource_validation(entry, today), **facts)
    return StackValidationPolicy(validate=_stack_validation(entry, today), **facts)


def _resource_validation(rule: Rule, today: Callable[[], date]) -> ResourceValidation:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        subject = current_subject()
        if subject is None:
            raw = from_proxy(args.props) if args.resource_type in rule.resources else {}
            subject = Subject(args.resource_type, args.name, args.urn, raw)
        _report(evaluate(rule, subject, today(), args.get_config()), args, report)

    return validate


def _stack_validation(rule: StackRule, today: Callable[[], date]) -> StackValidation:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        subjects = current_stack()
        if subjects is None:
            subjects = tuple(
                _slow_subject(resource) for resource in args.resources if resource.resource_type in rule.resources
            )
        _report(evaluate_stack(rule, subjects, today(), args.get_config()), args, report)

    return validate


def _slow_subject(resource: PolicyResource) -> Subject:
    links = {name: tuple(source.urn for source in sources) for name, sources in resource.property_dependencies.items()}
    return Subject(resource.resource_type, resource.name, resource.urn, from_proxy(resource.props), links)


def _report(verdict: Verdict, args: ResourceValidationArgs | StackValidationArgs, report: ReportViolation) -> None:
    for message in verdict.found:
        report(message.text, message.urn or None)
    if verdict.status in {Status.NOT_APPLICABLE, Status.DEFERRED}:
        args.not_applicable(verdict.reason)


class _PolicyFacts(TypedDict):
    name: str
    description: str
    enforcement_level: EnforcementLevel
    config_schema: PolicyConfigSchema | None
    severity: PulumiSeverity
    framework: PolicyComplianceFramework | None
    tags: list[str]
    remediation_steps: str
    url: str


def _facts(entry: Facts) -> _PolicyFacts:
    return {
        "name": entry.id,
        "description": entry.summary,
        "enforcement_level": EnforcementLevel(entry.level.value),
        "config_schema": _schema(entry),
        "severity": PulumiSeverity(entry.severity.value),
        "framework": PolicyComplianceFramework(name=entry.frameworks[0]) if entry.frameworks else None,
        "tags": [entry.family.value],
        "remediation_steps": f"{entry.remedy[0].upper()}{entry.remedy[1:]}. Why: {entry.cause}",
        "url": entry.url,
    }


def _schema(entry: Facts) -> PolicyConfigSchema | None:
    if not entry.settings:
        return None
    return PolicyConfigSchema(
        {setting.name: {**setting.schema, "default": setting.default} for setting in entry.settings}
    )
