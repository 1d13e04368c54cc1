"""Nobody opens a shell in the containers of endpoints and jobs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.aws.sagemaker_jobs import TRAINING
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-remote-access",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.ENDPOINT_CONFIG, TRAINING),
    summary="Endpoints and training jobs give no shell in their containers.",
    cause="A person in the container reads requests and training data, and acts with the role of the endpoint or job.",
    remedy="remove enableSsmAccess or enableRemoteDebug, and debug in a stack of its own",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/train-remote-debugging.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Off by default."""
    if resource.type == TRAINING:
        switches = [resource["remoteDebugConfig.enableRemoteDebug"]]
    else:
        switches = [variant["enableSsmAccess"] for variant in sagemaker.variants(resource)]
    for switch in switches:
        if switch.flag():
            yield violation(switch, "is true")
