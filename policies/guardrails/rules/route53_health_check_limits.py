"""Numbers and choices of a health check are within the limits of Route 53."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import route53, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

INTERVALS: Final = (10, 30)
FEWEST_REGIONS: Final = 3

RULE = Rule(
    id="route53-health-check-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.HEALTH_CHECK,),
    summary="A health check's intervals, thresholds and choices are within the limits of Route 53.",
    cause="Route 53 rejects the health check.",
    remedy="set a value that Route 53 takes: an interval of 10 or 30 s, a threshold of 1 to 10, at least 3 regions",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The service model has the interval as a range, but it is a choice of two."""
    yield from service_model.refused(resource.props, {"type": route53.HEALTH_CHECK_TYPE, **route53.HEALTH_CHECK_LIMITS})
    interval, regions = resource["requestInterval"], list(resource["regions"].each())
    if interval.number() not in {None, *INTERVALS}:
        yield violation(interval, f"is {interval.show()}; accepted: 10, 30")
    if 0 < len(regions) < FEWEST_REGIONS:
        yield violation("regions", f"are {len(regions)}, fewer than {FEWEST_REGIONS}")
