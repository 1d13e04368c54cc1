"""Only an endpoint with one variant on instances is updated in batches or in steps."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.aws.sagemaker_deployments import ROLLING
from guardrails.aws.scale_to_zero import ENDPOINT, same
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="sagemaker-deployment-rolling",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(ENDPOINT, sagemaker.ENDPOINT_CONFIG),
    summary="A rolling deployment is for an endpoint with one variant, on instances.",
    cause="SageMaker rejects the update of the endpoint.",
    remedy="use blueGreenUpdatePolicy for this endpoint",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Find the configuration of each endpoint that rolls."""
    found = False
    for endpoint in stack.of(ENDPOINT):
        if endpoint[ROLLING].present:
            for config in stack.of(sagemaker.ENDPOINT_CONFIG):
                if same(endpoint, "endpointConfigName", config, "name"):
                    found = True
                    yield from _judged(endpoint, config)
    if not found:
        yield not_applicable("no endpoint of the stack rolls over to a configuration in it")


def _judged(endpoint: Resource, config: Resource) -> Iterator[Finding]:
    if endpoint["deploymentConfig"].unknown:
        endpoint["deploymentConfig"].defer()
    elif sagemaker.serverless_configs(config):
        yield violation(ROLLING, f"is set, but {config.name} is serverless", endpoint)
    elif (count := len(sagemaker.variants(config))) > 1:
        yield violation(ROLLING, f"is set, but {config.name} has {count} variants", endpoint)
