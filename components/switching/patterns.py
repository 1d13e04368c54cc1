"""The patterns as the functions know them: the variable ``PATTERNS``, and what a role needs to call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components.foundation.account import Account
from components.settings.switching import SwitchingSettings, SwitchPatternSettings
from components.switching.bedrock import BedrockCall, on_demand, provisioned
from components.switching.costs import Rate, hourly, per_request
from components.switching.targets import SwitchTargets
from domain.patterns import BEDROCK, Pattern

MEBIBYTE: Final = 1024 * 1024
SERVERLESS_BYTES: Final = 4 * MEBIBYTE
"""https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"""
LARGEST_BYTES: Final = 6 * MEBIBYTE
"""Of a call of an endpoint or of a function; the router's own call is no larger.
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


@dataclass(frozen=True, kw_only=True)
class SwitchPatternsArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        targets: What is deployed.
        account: Where the stack is.
        architecture: Of functions: ``arm64``, or ``local``.
        rate: Prices.
    """

    settings: SwitchingSettings
    targets: SwitchTargets
    account: Account
    architecture: str
    rate: Rate


@dataclass(frozen=True, kw_only=True)
class SwitchPattern:
    """One pattern, ready to be called.

    Attributes:
        entry: Its entry in ``PATTERNS``.
        grants: ARNs by kind of resource.
        conditions: Condition elements by kind.
        hourly_usd: What it costs without a request; ``None`` where no price is known.
    """

    entry: Mapping[str, Any]
    grants: Mapping[str, Sequence[pulumi.Input[str]]]
    conditions: Mapping[str, Mapping[str, Any]]
    hourly_usd: float | None


def switch_patterns(args: SwitchPatternsArgs) -> list[SwitchPattern]:
    """The patterns, in order of preference.

    Raises:
        ValueError: A pattern is named that is not deployed.
    """
    return [_pattern(args, option) for option in args.settings.patterns]


def grants(found: Sequence[SwitchPattern], kind: str) -> list[pulumi.Input[str]]:
    """The ARNs of a kind that the patterns need."""
    return [arn for one in found for arn in one.grants.get(kind, ())]


def _pattern(args: SwitchPatternsArgs, option: SwitchPatternSettings) -> SwitchPattern:
    pattern, targets = Pattern(option.pattern), args.targets
    bedrock = _bedrock(args, option) if pattern in BEDROCK else None
    called, granted = _called(args, option) if bedrock is None else ({"kind": "bedrock"}, bedrock.grants)
    if bedrock is not None:
        called = {**called, "model": bedrock.model, **_tier(option)}
    entry = {
        "pattern": pattern.value,
        **called,
        "timeout_ms": option.timeout_ms,
        **({"content_types": list(option.content_types)} if option.content_types else {}),
        "max_bytes": SERVERLESS_BYTES if pattern is Pattern.SAGEMAKER_SERVERLESS else LARGEST_BYTES,
        "cost": per_request(
            option, targets, args.architecture, None if bedrock is None else bedrock.priced_as, args.rate
        ),
    }
    return SwitchPattern(
        entry=entry,
        grants=granted,
        conditions={} if bedrock is None else bedrock.conditions,
        hourly_usd=hourly(option, targets, args.rate),
    )


def _bedrock(args: SwitchPatternsArgs, option: SwitchPatternSettings) -> BedrockCall:
    if Pattern(option.pattern) is Pattern.BEDROCK_PROVISIONED:
        return provisioned(option, args.targets)
    return on_demand(option, args.account, args.targets)


def _tier(option: SwitchPatternSettings) -> Mapping[str, str]:
    return {} if option.service_tier is None else {"service_tier": option.service_tier}


def _called(
    args: SwitchPatternsArgs, option: SwitchPatternSettings
) -> tuple[dict[str, Any], Mapping[str, Sequence[pulumi.Input[str]]]]:
    """How a pattern outside Bedrock is called, and what for that is granted."""
    pattern = Pattern(option.pattern)
    if pattern is Pattern.LAMBDA_ON_DEMAND:
        function = args.targets.called_function()
        return {"kind": "function", "function": function.alias_arn}, {"function": [function.alias_arn]}
    target = args.targets.endpoint(pattern)
    if target.component is None:
        return {"kind": "endpoint", "endpoint": target.name}, {"endpoint": [target.arn]}
    component = args.account
    component_arn = pulumi.Output.concat(component.arn("sagemaker", "inference-component/"), target.component)
    called = {"kind": "component", "endpoint": target.name, "component": target.component}
    return called, {"endpoint": [target.arn], "component": [component_arn]}
