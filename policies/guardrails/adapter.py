"""Turns each rule into a policy of its own, so that an organisation sets its level and its settings through Pulumi."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)
from pulumi_policy import Severity as PulumiSeverity

from guardrails.catalog import Catalog
from guardrails.decode_once import PolicyList, current_subject
from guardrails.evaluate import Status, Subject, evaluate
from guardrails.rule import Rule
from guardrails.wire import from_proxy


def policies(catalog: Catalog, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> PolicyList:
    """The pack's policies.

    Args:
        catalog: The rules.
        today: The clock, read for each resource so that a pack that runs over midnight is right.
    """
    return PolicyList((_policy(rule, today), frozenset(rule.resources)) for rule in catalog.rules)


def _policy(rule: Rule, today: Callable[[], date]) -> Policy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type not in rule.resources:
            args.not_applicable(f"checks {', '.join(rule.resources)} only")
        subject = current_subject() or Subject(args.resource_type, args.name, args.urn, from_proxy(args.props))
        verdict = evaluate(rule, subject, today(), args.get_config())
        for message in verdict.messages:
            report(message, None)
        if verdict.status in {Status.NOT_APPLICABLE, Status.DEFERRED}:
            args.not_applicable(verdict.reason)

    return ResourceValidationPolicy(
        name=rule.id,
        description=rule.summary,
        validate=validate,
        enforcement_level=EnforcementLevel(rule.level.value),
        config_schema=_schema(rule),
        severity=PulumiSeverity(rule.severity.value),
        framework=PolicyComplianceFramework(name=rule.frameworks[0]) if rule.frameworks else None,
        tags=[rule.family.value],
        remediation_steps=f"{rule.remedy[0].upper()}{rule.remedy[1:]}. Why: {rule.cause}",
        url=rule.url,
    )


def _schema(rule: Rule) -> PolicyConfigSchema | None:
    if not rule.settings:
        return None
    return PolicyConfigSchema(
        {setting.name: {**setting.schema, "default": setting.default} for setting in rule.settings}
    )
