"""Describes each rule to Pulumi as a policy of its own, so that an organisation sets its level and thresholds there.

The descriptions check nothing: the SDK (1.21.0) would decode a resource anew for every policy, of whatever type, and
100 policies would be twelve times slower than one. ``analyzer`` answers in its place.
"""

from __future__ import annotations

from typing import NoReturn, TypedDict

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    ResourceValidationPolicy,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PulumiSeverity

from guardrails.catalog import Catalog
from guardrails.config.pack_config import EXPIRED, OWN_LEVELS, PACK
from guardrails.config.pack_schema import pack_schema
from guardrails.rule import Facts, Rule

OWN = {
    PACK: "Holds what concerns many rules (levels, environments, exemptions), and lists the exemptions to look at.",
    EXPIRED: "No exemption has outlived its date.",
}
"""The policies that are no rules, and their descriptions."""


def policies(catalog: Catalog) -> list[Policy]:
    """The pack's policies: a rule each, and the two that speak of the exemptions."""
    shared = PolicyConfigSchema(dict(pack_schema()))
    return [_own(PACK, shared), _own(EXPIRED), *(_described(entry) for entry in catalog.entries)]


def _described(entry: Facts) -> Policy:
    facts = _facts(entry)
    if isinstance(entry, Rule):
        return ResourceValidationPolicy(validate=_never, **facts)
    return StackValidationPolicy(validate=_never, **facts)


def _own(name: str, schema: PolicyConfigSchema | None = None) -> Policy:
    return StackValidationPolicy(
        name=name,
        description=OWN[name],
        enforcement_level=EnforcementLevel(OWN_LEVELS[name].value),
        config_schema=schema,
        validate=_never,
    )


def _never(args: object, report: object) -> NoReturn:  # noqa: ARG001 - the SDK's signature
    raise RuntimeError("a policy of guardrails was asked by the SDK; start the pack with its own __main__.py")


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
