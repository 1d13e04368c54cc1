"""An endpoint configuration has as many variants as SageMaker takes, each with a name of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guardrails import demands
from guardrails.aws import sagemaker
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

MOST = 10

RULE = Rule(
    id="sagemaker-endpoint-variants",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="An endpoint configuration has 1 to 10 variants with names of their own, or one and its shadow.",
    cause="SageMaker rejects the endpoint configuration.",
    remedy="name 1 to 10 variants, each once; beside a shadow variant there is exactly one production variant",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A shadow variant copies the requests of one production variant, so there is one of each."""
    yield from demands.filled(resource["productionVariants"])
    shadowed = any(True for _ in resource["shadowProductionVariants"].each())
    most = 1 if shadowed else MOST
    for name in sagemaker.VARIANT_LISTS:
        variants = list(resource[name].each())
        if len(variants) > most:
            beside = " where one shadows another" if shadowed else ""
            yield violation(resource[name], f"has {len(variants)} variants, more than {most}{beside}")
        yield from _repeated(variants)


def _repeated(variants: Sequence[Props]) -> Iterator[Finding]:
    seen: set[str] = set()
    for variant in variants:
        name = variant["variantName"].text() or variant.path
        if name in seen:
            yield violation(variant["variantName"], f"is {name}, as that of another variant")
        seen.add(name)
