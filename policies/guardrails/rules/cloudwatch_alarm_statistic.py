"""An alarm or a scaling policy takes a statistic that exists and says something about its metric."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms
from guardrails.aws.cloudwatch_catalogue import ONLY
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

PLAIN: Final = frozenset({"SampleCount", "Average", "Sum", "Minimum", "Maximum"})
_RANGE: Final = r"\((?:\d+(?:\.\d+)?%?)?:(?:\d+(?:\.\d+)?%?)?\)"
_OTHERS: Final = re.compile(
    rf"IQM|p(?:100|\d{{1,2}}(?:\.\d{{1,10}})?)|(?:tm|wm|tc|ts)(?:100|\d{{1,2}}(?:\.\d{{1,10}})?)|(?:TM|WM|TC|TS|PR){_RANGE}",
    re.IGNORECASE,
)

RULE = Rule(
    id="cloudwatch-alarm-statistic",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=cloudwatch_alarms.READERS,
    summary="A statistic exists, and is one that the metric is made for.",
    cause="The average of a metric that is made to be summed says nothing: the alarm or the scaling never acts.",
    remedy="take the statistic that the metric's page names: Sum for counts of requests, Maximum for charges",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Spelled as CloudWatch spells it, and among those of the metric where its page lists them."""
    readings = list(cloudwatch_alarms.readings(resource))
    if not readings:
        yield not_applicable("it reads no metric")
    for reading in readings:
        accepted = ONLY.get((reading.namespace.text(), reading.metric.text()))
        for node in reading.statistics:
            name = node.text()
            if name is None:
                continue
            if not _exists(node, name):
                yield violation(node, f"is {node.show()}, which is no statistic")
            elif accepted is not None and name not in accepted:
                yield violation(node, f"is {name}; {reading.metric.text()} is made for {' or '.join(sorted(accepted))}")


def _exists(node: Props, name: str) -> bool:
    if node.path.endswith("extendedStatistic"):
        return bool(_OTHERS.fullmatch(name))
    plain_only = node.path.endswith("statistic")
    return name in PLAIN or (not plain_only and bool(_OTHERS.fullmatch(name)))
