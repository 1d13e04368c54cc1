"""An endpoint's deployment is of one kind, with the sizes and the time that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails import demands
from guardrails.aws import service_model
from guardrails.aws.sagemaker_deployments import LIMITS, PERCENT, POLICY, ROLLING, ROUTING, STEPS
from guardrails.aws.scale_to_zero import ENDPOINT
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-deployment-policy",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(ENDPOINT,),
    summary="A deployment is blue/green or rolling, with a step of a size that SageMaker takes and time to wait.",
    cause="SageMaker rejects the endpoint, or each of its updates runs out of time.",
    remedy="keep one policy, give its step a size within the limits, and more time than it waits",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Percentages have limits of their own, numbers of instances only against the fleet, which is not seen here."""
    if resource[POLICY].missing:
        yield not_applicable("it has no deployment configuration")
    blue_green = resource[f"{POLICY}.blueGreenUpdatePolicy"]
    if blue_green.present and resource[ROLLING].present and not resource[POLICY].unknown:
        yield violation(ROLLING, "is set beside blueGreenUpdatePolicy")
    yield from service_model.refused(resource.props, LIMITS)
    for path, (least, most) in PERCENT.items():
        if resource[f"{path}.type"].text() == "CAPACITY_PERCENT":
            yield from demands.within(resource[f"{path}.value"], least, most)
    kind = resource[f"{ROUTING}.type"].text()
    step = resource[f"{ROUTING}.{STEPS.get(kind, 'type')}"]
    if step.missing and kind is not None:
        yield violation(step, f"is not set for {kind}")
    yield from _hurried(resource)


def _hurried(resource: Resource) -> Iterator[Finding]:
    limit = resource[f"{POLICY}.blueGreenUpdatePolicy.maximumExecutionTimeoutInSeconds"]
    pauses = (f"{ROUTING}.waitIntervalInSeconds", f"{POLICY}.blueGreenUpdatePolicy.terminationWaitInSeconds")
    waits = sum(resource[path].number() or 0 for path in pauses)
    seconds = limit.number()
    if seconds is not None and seconds <= waits:
        yield violation(limit, f"is {seconds:g} s, but the deployment waits {waits:g} s")
