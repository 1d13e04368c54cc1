"""Application Auto Scaling over the wire, and the alarms that a target tracking policy makes for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.scaling.capacity import FUNCTION, PREDEFINED, metric_dimensions
from sandbox.scaling.checks import NAMESPACES
from sandbox.scaling.policies import SCALE_IN_DATA_S, ScalingBook, ScalingPolicy
from sandbox.service import BaseService

# Out after 3 minutes above the target, in after 15 below nine tenths of it:
# https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
PERIOD_S: Final = 60
HIGH_PERIODS: Final = 3
LOW_PERIODS: Final = round(SCALE_IN_DATA_S / PERIOD_S)
LOW_SHARE: Final = 0.9
# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html, and its like.
LARGEST_PAGE: Final = 50


class AutoScalingService(BaseService):
    """Answers `application-autoscaling` for the namespaces `sagemaker` and `lambda`.

    Args:
        context: Makes the CloudWatch client.
        book: Targets and policies.
    """

    names = frozenset({"application-autoscaling"})

    def __init__(self, context: SandboxContext, book: ScalingBook) -> None:
        self._context = context
        self._book = book
        self._operations: dict[str, Callable[[str, Mapping[str, Any]], Mapping[str, Any]]] = {
            "RegisterScalableTarget": self._register,
            "DeregisterScalableTarget": self._deregister,
            "DescribeScalableTargets": self._describe_targets,
            "PutScalingPolicy": self._put_policy,
            "DeleteScalingPolicy": self._delete_policy,
            "DescribeScalingPolicies": self._describe_policies,
            "PutScheduledAction": self._put_action,
            "DeleteScheduledAction": self._delete_action,
            "DescribeScheduledActions": self._describe_actions,
            "DescribeScalingActivities": self._describe_activities,
        }

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Plays two namespaces; the others are moto's."""
        body = request.json()
        operation = self._operations.get(request.operation)
        if operation is None or body.get("ServiceNamespace") not in NAMESPACES:
            return None
        return AwsResponse.of_json(operation(request.region, body))

    def _register(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"ScalableTargetARN": self._book.targets.register(region, body).fields["ScalableTargetARN"]}

    def _deregister(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        for policy in self._book.deregister(region, body):
            self._drop_alarms(policy)
        return {}

    def _describe_targets(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return _page(self._book.targets.listing(region, body), "ScalableTargets", body)

    def _describe_policies(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return _page(self._book.policies(region, body), "ScalingPolicies", body)

    def _put_policy(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        policy = self._book.put_policy(region, body)
        self._drop_alarms(policy)
        if policy.fields["PolicyType"] == "TargetTrackingScaling":
            policy.fields["Alarms"] = self._make_alarms(policy)
        return {"PolicyARN": policy.arn, "Alarms": policy.fields["Alarms"]}

    def _delete_policy(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        self._drop_alarms(self._book.delete_policy(region, body))
        return {}

    def _put_action(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        self._book.scheduled.put(region, body)
        return {}

    def _delete_action(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        self._book.scheduled.delete(region, body)
        return {}

    def _describe_actions(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return _page(self._book.scheduled.listing(region, body), "ScheduledActions", body)

    def _describe_activities(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return _page(self._book.activities.listing(region, body), "ScalingActivities", body)

    def _make_alarms(self, policy: ScalingPolicy) -> list[dict[str, str]]:
        tracking = policy.fields["TargetTrackingScalingPolicyConfiguration"]
        target = float(tracking["TargetValue"])
        cloudwatch = self._context.client("cloudwatch", policy.region)
        # With a metric of high resolution a policy scales out sooner, and in as slowly as with any other:
        # https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
        wanted = [("High", "GreaterThanThreshold", target, HIGH_PERIODS, "missing", _period_s(tracking))]
        if not tracking.get("DisableScaleIn"):
            # No invocation publishes no datum: that is what idleness looks like, and it must put a component to sleep.
            # The use of a function's provisioned concurrency is not published either then, and on AWS it stays.
            idle = "missing" if policy.fields["ScalableDimension"] == FUNCTION else "breaching"
            wanted.append(("Low", "LessThanThreshold", target * LOW_SHARE, LOW_PERIODS, idle, PERIOD_S))
        made = []
        for side, comparison, threshold, periods, missing, period_s in wanted:
            name = f"TargetTracking-{policy.fields['ResourceId']}-Alarm{side}-{uuid4()}"
            cloudwatch.put_metric_alarm(
                AlarmName=name,
                AlarmDescription=f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy.arn}.",
                ComparisonOperator=comparison,
                Threshold=threshold,
                EvaluationPeriods=periods,
                Period=period_s,
                TreatMissingData=missing,
                AlarmActions=[policy.arn],
                **_metric(tracking, policy.fields["ResourceId"]),
            )
            alarm = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
            made.append({"AlarmName": name, "AlarmARN": alarm["AlarmArn"]})
        return made

    def _drop_alarms(self, policy: ScalingPolicy) -> None:
        names = [alarm["AlarmName"] for alarm in policy.fields["Alarms"]]
        if names:
            self._context.client("cloudwatch", policy.region).delete_alarms(AlarmNames=names)
        policy.fields["Alarms"] = []


def _period_s(tracking: Mapping[str, Any]) -> int:
    predefined = tracking.get("PredefinedMetricSpecification")
    return PREDEFINED[predefined["PredefinedMetricType"]].period_s if predefined else PERIOD_S


def _metric(tracking: Mapping[str, Any], resource_id: str) -> dict[str, Any]:
    """Which metric an alarm of a target tracking policy watches, as PutMetricAlarm takes it."""
    custom = tracking.get("CustomizedMetricSpecification")
    if custom:
        return {
            "Namespace": custom["Namespace"],
            "MetricName": custom["MetricName"],
            "Statistic": custom["Statistic"],
            "Dimensions": custom.get("Dimensions", []),
        }
    metric = PREDEFINED[tracking["PredefinedMetricSpecification"]["PredefinedMetricType"]]
    dimensions = [{"Name": name, "Value": value} for name, value in metric_dimensions(resource_id).items()]
    return {
        "Namespace": metric.namespace,
        "MetricName": metric.name,
        "Statistic": metric.statistic,
        "Dimensions": dimensions,
    }


def _page(found: Sequence[Mapping[str, Any]], name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """One page of a describe answer.

    Raises:
        AwsError: `InvalidNextTokenException`: the token is not one that was given.
    """
    token = str(body.get("NextToken") or "0")
    if not token.isdigit():
        raise AwsError("InvalidNextTokenException", "The next token supplied was invalid.")
    start, size = int(token), min(int(body.get("MaxResults") or LARGEST_PAGE), LARGEST_PAGE)
    answer: dict[str, Any] = {name: [dict(one) for one in found[start : start + size]]}
    return answer | ({"NextToken": str(start + size)} if start + size < len(found) else {})
