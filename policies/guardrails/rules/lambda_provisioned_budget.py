"""A function keeps no more environments warm than it may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.lambda_callers import ALIAS, FUNCTION, functions_of
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

PROVISIONED: Final = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
COUNT: Final = "provisionedConcurrentExecutions"
RESERVED: Final = "reservedConcurrentExecutions"

RULE = StackRule(
    id="lambda-provisioned-budget",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(FUNCTION, ALIAS, PROVISIONED),
    summary="A function's provisioned concurrency is within its reserved concurrency, and it has no SnapStart.",
    cause="Lambda rejects the configuration.",
    remedy="raise the function's reservedConcurrentExecutions, provision less, or take snapStart out",
    url="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """The configurations of all versions and aliases of a function count together."""
    configs = stack.of(PROVISIONED)
    if not configs:
        yield not_applicable("the stack provisions no concurrency")
    owners = [{function.urn for function in functions_of(stack, config, "functionName")} for config in configs]
    for function in stack.of(FUNCTION):
        mine = [
            config
            for config, urns in zip(configs, owners, strict=True)
            if function.urn in urns or _names(config, function)
        ]
        counts = [config[COUNT].number() for config in mine]
        reserved, count = function[RESERVED].number(), sum(each for each in counts if each)
        if reserved is not None and 0 <= reserved < count:
            yield violation(RESERVED, f"is {reserved:g}, below the {count:g} that are provisioned", function)
        if mine and function["snapStart.applyOn"].text() == "PublishedVersions":
            yield violation("snapStart", "is set beside provisioned concurrency", function)


def _names(config: Resource, function: Resource) -> bool:
    name = function["name"]
    return name.is_text and config["functionName"].is_text and name.text() == config["functionName"].text()
