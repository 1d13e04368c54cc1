"""An endpoint's variant is scaled in what it consists of: instances that can be scaled, or concurrency."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling, sagemaker, scale_to_zero
from guardrails.aws.scaled_variants import CONCURRENCY, configs, is_meant
from guardrails.props import Props
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="appautoscaling-variant-kind",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(appautoscaling.TARGET, scale_to_zero.ENDPOINT, sagemaker.ENDPOINT_CONFIG),
    summary="Instances are scaled of variants on instances other than T2, and concurrency of serverless variants.",
    cause="Application Auto Scaling rejects the target: the variant has nothing of the kind, or T2 cannot be scaled.",
    remedy="take another instance type, or the dimension that the variant has",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-console.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Where the variant's name is not known yet, all of the endpoint's have to be wrong."""
    found = [(target, config) for target in stack.of(appautoscaling.TARGET) for config in configs(stack, target)]
    for target, config in found:
        dimension = str(target["scalableDimension"].text())
        variants = [each for each in config["productionVariants"].each() if is_meant(each, target)]
        problems = [_problem(variant, dimension) for variant in variants]
        if problems and all(problems):
            yield violation("scalableDimension", f"is {dimension}, and {config.name} {problems[0]}", target)
    if not found:
        yield not_applicable("no scalable target is of a variant whose configuration is in the stack")


def _problem(variant: Props, dimension: str) -> str:
    if variant.unknown:
        variant.defer()
        return ""
    if sagemaker.is_serverless(variant):
        return "" if dimension == CONCURRENCY else "is serverless"
    if dimension == CONCURRENCY:
        return "is not serverless"
    kind = variant["instanceType"].text() or ""
    return f"runs on {kind}" if kind.startswith("ml.t2.") else ""
