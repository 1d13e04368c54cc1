"""Route 53: records are billed by queries, health checks by the month and by what they do beyond a plain check.

A hosted zone is in no stack of this platform. That the first 50 checks of AWS endpoints are free is not subtracted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.spread import Spread
from advisor.stack.resources import Resource
from advisor.usage.sections import NameUsage

INSIDE: Final = frozenset({"CLOUDWATCH_METRIC", "CALCULATED", "RECOVERY_CONTROL"})
"""Checks that look at something of AWS and send no request."""
FAST_S: Final = 10


def record(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """An alias to an AWS service costs nothing; another record is billed by queries, as a standard one.

    Source: https://aws.amazon.com/route53/pricing/
    """
    if list(resource.properties.children("aliases")):
        yield Free("queries of an alias to an AWS service are not billed")
        return
    yield Charge("queries", "route53/query", context.usage.of(NameUsage, resource.name).queries)


def health_check(resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """By the month, with an option each for HTTPS, a text that is looked for, 10 seconds, and measured latency.

    The endpoint is taken for one of AWS; another one costs half as much again, and its options twice as much.
    """
    properties = resource.properties
    kind = properties.required_text("type")
    yield Charge("health check of an AWS endpoint", "route53/health-check", Spread.exactly(1))
    if kind in INSIDE:
        return
    asked = (
        kind.startswith("HTTPS"),
        kind.endswith("STR_MATCH"),
        properties.number("requestInterval", 30) == FAST_S,
        properties.flag("measureLatency"),
    )
    if any(asked):
        yield Charge("options of the check", "route53/health-check-option", Spread.exactly(sum(asked)))


PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:route53/record:Record": record,
    "aws:route53/healthCheck:HealthCheck": health_check,
}
