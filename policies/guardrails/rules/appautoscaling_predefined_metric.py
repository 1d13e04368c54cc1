"""A predefined metric exists, is one of what is scaled, and has its label where it needs one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling, scaling_metrics
from guardrails.aws.service_model import Choice
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SPECIFICATION: Final = "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification"
TYPE: Final = Choice("application-autoscaling", "MetricType", tuple(scaling_metrics.METRICS))
LABEL: Final = re.compile(r"app/[^/]+/[^/]+/targetgroup/[^/]+/[^/]+")

RULE = Rule(
    id="appautoscaling-predefined-metric",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="A predefined metric exists and belongs to the dimension that it scales.",
    cause="Application Auto Scaling rejects the policy.",
    remedy="name a metric of the dimension; a load balancer's has a label: app/<name>/<id>/targetgroup/<name>/<id>",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The label is the end of the load balancer's ARN and that of the target group's."""
    specification = resource[SPECIFICATION]
    if specification.missing:
        yield not_applicable("it tracks no predefined metric")
    kind, label = specification["predefinedMetricType"], specification["resourceLabel"]
    if problem := TYPE.problem(kind):
        yield violation(kind, problem)
        return
    metric, dimension = kind.text(), resource["scalableDimension"].text()
    if metric and dimension and not dimension.startswith(scaling_metrics.METRICS[metric]):
        yield violation(kind, f"is {metric}, which does not scale {dimension}")
    if metric == scaling_metrics.ALB:
        text = "" if label.missing else label.text()
        if text is not None and not LABEL.fullmatch(text):
            yield violation(label, f"is {label.show()}, which is no label")
