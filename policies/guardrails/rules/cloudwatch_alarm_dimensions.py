"""An alarm or a scaling policy reads a metric in a set of dimensions that AWS publishes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import cloudwatch_alarms
from guardrails.aws.cloudwatch_catalogue import Namespace
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-alarm-dimensions",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=cloudwatch_alarms.READERS,
    summary="A metric is read in a set of dimensions in which AWS publishes it.",
    cause="CloudWatch does not add dimensions up: an alarm with one too few or too many has no data for ever.",
    remedy="set dimensions to one of the sets that the service's page lists",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only metrics of the catalogue; cloudwatch-alarm-metric speaks about the others."""
    applies = False
    for reading in cloudwatch_alarms.readings(resource):
        known, name = reading.known, reading.metric.text()
        if known is None or name is None or not (accepted := known.sets(name)):
            continue
        applies = True
        given = reading.dimension_names()
        if given is not None and not any(_matches(given, each, known) for each in accepted):
            sets = " or ".join(f"[{', '.join(sorted(each))}]" for each in accepted[:4])
            yield violation(reading.dimensions, f"has [{', '.join(sorted(given))}], and {name} comes by {sets}")
    if not applies:
        yield not_applicable("it reads no metric whose dimensions the catalogue knows")


def _matches(given: frozenset[str], accepted: frozenset[str], known: Namespace) -> bool:
    if "*" in known.finer:
        return accepted <= given
    return accepted <= given and given - accepted <= known.finer
