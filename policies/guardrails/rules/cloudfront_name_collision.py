"""No two CloudFront resources of a stack have one name, not even by providers of two Regions: CloudFront is global."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import global_names
from guardrails.rule import Family, Finding, Severity, Stack, StackRule

NAMES: Final = {
    f"aws:cloudfront/{kind[0].lower()}{kind[1:]}:{kind}": "name"
    for kind in (
        "CachePolicy",
        "Function",
        "OriginAccessControl",
        "OriginRequestPolicy",
        "ResponseHeadersPolicy",
        "KeyGroup",
    )
}
"""What holds the name of each kind of policy, function or access control."""

RULE = StackRule(
    id="cloudfront-name-collision",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=tuple(NAMES),
    summary="No two resources of CloudFront in a stack have the same name.",
    cause="CloudFront names are global: the second is rejected, whatever its Region.",
    remedy="put the Region into the name, or make it once and use it in both Regions",
    url="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Names that Pulumi makes up differ; only those that the program chose can collide."""
    yield from global_names.collisions(stack, NAMES)
