"""An alarm or a scaling policy reads a metric that AWS publishes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from guardrails.aws import cloudwatch_alarms
from guardrails.aws.cloudwatch_catalogue import NAMESPACES
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-alarm-metric",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=cloudwatch_alarms.READERS,
    summary="A metric of AWS that an alarm or a scaling policy reads exists.",
    cause="CloudWatch takes any name: the alarm is made, has no data for ever, and never tells anybody.",
    remedy="name a metric that the service's page lists, in its spelling",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Custom namespaces, and those of AWS that the catalogue lacks, are not judged."""
    applies = False
    for reading in cloudwatch_alarms.readings(resource):
        namespace = reading.namespace.text()
        if namespace is None:
            continue
        known = reading.known
        if known is None and (spelling := _other_case(namespace)) is not None:
            applies = True
            yield violation(reading.namespace, f"is {namespace}, which AWS spells {spelling}")
        elif known is not None and known.metrics:
            applies = True
            name = reading.metric.text()
            if name is not None and name not in known.metrics:
                yield violation(
                    reading.metric, f"is {name}, which {namespace} does not hold{_hint(name, known.metrics)}"
                )
    if not applies:
        yield not_applicable("it reads no metric of the catalogue")


def _other_case(namespace: str) -> str | None:
    return next((name for name in NAMESPACES if name.lower() == namespace.lower()), None)


def _hint(name: str, metrics: frozenset[str]) -> str:
    elsewhere = [space for space, held in NAMESPACES.items() if name in held.metrics]
    close = get_close_matches(name, sorted(metrics))
    if close:
        return f" (did you mean {close[0]}?)"
    return f" ({elsewhere[0]} does)" if elsewhere else ""
