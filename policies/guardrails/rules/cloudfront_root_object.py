"""A distribution of a bucket has a root object."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="cloudfront-root-object",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="A distribution of a bucket has a root object.",
    cause="Who asks for the bare address can get the list of what is in the bucket.",
    remedy="set defaultRootObject, for example to index.html",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-1",
    frameworks=("AWS FSBP CloudFront.1",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An origin that is no bucket answers for itself, and so does a function at the edge."""
    wanted = resource["defaultCacheBehavior.targetOriginId"].text()
    origins = [origin for origin in resource["origins"].each() if origin["originId"].text() == wanted]
    edges = ("functionAssociations", "lambdaFunctionAssociations")
    rewritten = any(resource[f"defaultCacheBehavior.{edge}"].present for edge in edges)
    if rewritten or not any(map(_is_bucket, origins)):
        yield not_applicable("no bucket answers for the bare address")
    else:
        yield from given(resource["defaultRootObject"])


def _is_bucket(origin: Props) -> bool:
    return origin["customOriginConfig"].missing and origin["vpcOriginConfig"].missing
