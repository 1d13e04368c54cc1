"""Which metric says how much of a pattern's capacity is in use, and at what value all of it is.

A pattern has at most one, because not every kind publishes one: Bedrock has none, neither on demand nor for model units
(https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html), and a function on demand shares
the account's concurrency with all others. Such patterns are judged without it: what throttles, fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from domain.checks import finite_number, refuse, text, whole_number

PERCENT: Final = 100.0
STATISTICS: Final = ("Average", "Maximum")


@dataclass(frozen=True, slots=True)
class UtilizationMetric:
    """A metric of CloudWatch; its value divided by ``full`` is the share of the capacity in use.

    Attributes:
        namespace: Its namespace.
        metric: Its name.
        dimensions: Its dimensions.
        statistic: ``Average`` or ``Maximum``, over the window that is looked at.
        full: Its value when everything is in use.
    """

    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    statistic: str
    full: float

    def __post_init__(self) -> None:
        """Refuse what CloudWatch would answer with silence."""
        for name in ("namespace", "metric"):
            text(name, getattr(self, name))
        if not isinstance(self.dimensions, Mapping) or not self.dimensions:
            refuse("dimensions", self.dimensions, "names with their values, at least one")
        for name, value in self.dimensions.items():
            text(f"dimensions.{name}", value)
        if self.statistic not in STATISTICS:
            refuse("statistic", self.statistic, f"one of {', '.join(STATISTICS)}")
        finite_number("full", self.full, 0, above=True)


def of_instances(endpoint: str, variant: str, vcpus: int) -> UtilizationMetric:
    """Processor use of a real-time variant. The metric is a sum over cores: with 4 vCPUs it ends at 400 %.

    The normalized one is published for endpoints with inference components only.
    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """
    dimensions = {"EndpointName": endpoint, "VariantName": variant}
    full = PERCENT * whole_number("vcpus", vcpus, 1)
    return UtilizationMetric("/aws/sagemaker/Endpoints", "CPUUtilization", dimensions, "Average", full)


def of_serverless(endpoint: str, variant: str) -> UtilizationMetric:
    """Concurrent executions of a serverless variant by its maximum concurrency, a share.

    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html
    """
    dimensions = {"EndpointName": endpoint, "VariantName": variant}
    name = "ServerlessConcurrentExecutionsUtilization"
    return UtilizationMetric("AWS/SageMaker", name, dimensions, "Maximum", 1.0)


def of_component(component: str) -> UtilizationMetric:
    """Processor use of an inference component's copies, in percent of what they reserve.

    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """
    dimensions = {"InferenceComponentName": component}
    namespace = "/aws/sagemaker/InferenceComponents"
    return UtilizationMetric(namespace, "CPUUtilizationNormalized", dimensions, "Average", PERCENT)


def of_provisioned_concurrency(function: str, alias: str) -> UtilizationMetric:
    """Share of a function's provisioned concurrency that is at work.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html
    """
    dimensions = {"FunctionName": function, "Resource": f"{function}:{alias}"}
    return UtilizationMetric("AWS/Lambda", "ProvisionedConcurrencyUtilization", dimensions, "Maximum", 1.0)


def of_reserved_concurrency(function: str, reserved: int) -> UtilizationMetric:
    """Concurrent executions of a function by what is reserved for it.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html
    """
    full = float(whole_number("reserved", reserved, 1))
    return UtilizationMetric("AWS/Lambda", "ConcurrentExecutions", {"FunctionName": function}, "Maximum", full)


def utilization_json(metrics: Mapping[str, UtilizationMetric]) -> str:
    """Metrics by pattern as one line of JSON, which ``parse_utilization`` reads."""
    content = {pattern: asdict(metric) for pattern, metric in metrics.items()}
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def parse_utilization(data: Mapping[str, Any]) -> dict[str, UtilizationMetric]:
    """Read what ``utilization_json`` wrote, once it is parsed.

    Raises:
        ValueError: A metric has other fields, or values that are not accepted; the message names the pattern.
    """
    names = {one.name for one in fields(UtilizationMetric)}
    found: dict[str, UtilizationMetric] = {}
    for pattern, content in data.items():
        if not isinstance(content, Mapping) or set(content) != names:
            refuse(f"utilization.{pattern}", content, f"an object with {', '.join(sorted(names))}")
        found[pattern] = UtilizationMetric(**content)
    return found
