"""An inference component asks for a size that SageMaker takes, and says what it runs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_limits, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-inference-component-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.CLOUD_CONTROL,),
    summary="An inference component's name, copies, memory and waits are within SageMaker's limits.",
    cause="SageMaker rejects the component after its endpoint was made.",
    remedy="set a value within the limits in desiredState",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The Cloud Control API checks types only; SageMaker sees the numbers later."""
    if resource["typeName"].text() != sagemaker.INFERENCE_COMPONENT:
        yield not_applicable(f"the resource is no {sagemaker.INFERENCE_COMPONENT}")
        return
    state = resource["desiredState"].document()
    yield from service_model.refused(state, sagemaker_limits.COMPONENT)
    needs, what = state["Specification.ComputeResourceRequirements"], state["Specification"]
    least, most = needs["MinMemoryRequiredInMb"].number(), needs["MaxMemoryRequiredInMb"].number()
    if least is not None and most is not None and least > most:
        yield violation(needs["MinMemoryRequiredInMb"], f"is {least:g}, above MaxMemoryRequiredInMb {most:g}")
    if what.present and what["ModelName"].missing and what["Container"].missing:
        yield violation(what["ModelName"], "is not set, nor is Container")
