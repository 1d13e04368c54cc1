"""Sound stacks of what scales, what watches it, and what it may cost."""

from __future__ import annotations

import json

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.sound.build import REGION, TAGS, TOPIC, Ref, arn, ref, thing

VARIANT = "sagemaker:variant:DesiredInstanceCount"
LIVE = ref("live-capacity", "endpoint/live/variant/main")
SERVICE = ref("api-capacity", "service/web/api")
READS = ref("reads", "table/tasks")
INDEX = ref("index-reads", "table/tasks/index/by-owner")
WARM = ref("warm", "function:predict:live")


def _target(name: str, resource: Plain, dimension: str, least: float, most: float) -> Subject:
    return thing(
        "appautoscaling/target",
        name,
        serviceNamespace=dimension.partition(":")[0],
        resourceId=resource,
        scalableDimension=dimension,
        minCapacity=least,
        maxCapacity=most,
        tags=TAGS,
    )


def _tracking(name: str, resource: Ref, dimension: str, metric: str, **more: Plain) -> Subject:
    specification: dict[str, Plain] = {"predefinedMetricType": metric, **more}
    return thing(
        "appautoscaling/policy",
        name,
        policyType="TargetTrackingScaling",
        serviceNamespace=dimension.partition(":")[0],
        resourceId=resource,
        scalableDimension=dimension,
        targetTrackingScalingPolicyConfiguration={
            "predefinedMetricSpecification": specification,
            "targetValue": 70.0,
            "scaleInCooldown": 600.0,
            "scaleOutCooldown": 60.0,
        },
    )


def _step(name: str, *steps: tuple[str, str, float], **settings: Plain) -> Subject:
    adjustments: list[Plain] = [
        {
            **({"metricIntervalLowerBound": lower} if lower else {}),
            **({"metricIntervalUpperBound": upper} if upper else {}),
            "scalingAdjustment": amount,
        }
        for lower, upper, amount in steps
    ]
    return thing(
        "appautoscaling/policy",
        name,
        arn=f"arn:aws:autoscaling:{REGION}:123456789012:scalingPolicy:6d8972f3-efc8-437c:resource/sagemaker/{name}",
        policyType="StepScaling",
        serviceNamespace="sagemaker",
        resourceId=LIVE,
        scalableDimension=VARIANT,
        stepScalingPolicyConfiguration={
            "adjustmentType": "ChangeInCapacity",
            "metricAggregationType": "Maximum",
            "cooldown": 120.0,
            "stepAdjustments": adjustments,
            **settings,
        },
    )


def _schedule(name: str, resource: Ref, dimension: str, when: str, zone: str = "", **sizes: Plain) -> Subject:
    return thing(
        "appautoscaling/scheduledAction",
        name,
        serviceNamespace=dimension.partition(":")[0],
        resourceId=resource,
        scalableDimension=dimension,
        schedule=when,
        **({"timezone": zone} if zone else {}),
        scalableTargetAction=sizes,
    )


def _slow(name: str, action: str, operator: str, threshold: float) -> Subject:
    return thing(
        "cloudwatch/metricAlarm",
        name,
        namespace="AWS/SageMaker",
        metricName="ModelLatency",
        dimensions={"EndpointName": ref("live"), "VariantName": "main"},
        extendedStatistic="p90",
        period=60.0,
        evaluationPeriods=3.0,
        datapointsToAlarm=2.0,
        threshold=threshold,
        comparisonOperator=operator,
        treatMissingData="ignore",
        alarmActions=[ref(action, f"arn:aws:autoscaling:{REGION}:123456789012:scalingPolicy:{action}")],
        tags=TAGS,
    )


READ_UNITS, INDEX_UNITS = "dynamodb:table:ReadCapacityUnits", "dynamodb:index:ReadCapacityUnits"
COUNT, CONCURRENCY = "ecs:service:DesiredCount", "lambda:function:ProvisionedConcurrency"
LABEL = "app/web/778d41231b141a0f/targetgroup/api/943f017f100becff"
SCALING = [
    thing(
        "sagemaker/endpointConfiguration",
        "live-config",
        kmsKeyArn=arn("kms", "key/0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a", "key"),
        productionVariants=[
            {
                "variantName": "main",
                "modelName": ref("model"),
                "instanceType": "ml.m5.large",
                "initialInstanceCount": 2.0,
            }
        ],
        tags=TAGS,
    ),
    thing("sagemaker/endpoint", "live", name="live", endpointConfigName=ref("live-config"), tags=TAGS),
    _target("live-capacity", ref("live", "endpoint/live/variant/main"), VARIANT, 2.0, 6.0),
    _step("live-out", ("0", "500000", 1.0), ("500000", "", 2.0)),
    _step("live-in", ("-200000", "0", 0.0), ("", "-200000", -1.0), cooldown=600.0),
    _slow("live-slow", "live-out", "GreaterThanThreshold", 2000000.0),
    _slow("live-idle", "live-in", "LessThanThreshold", 400000.0),
    _schedule("live-morning", LIVE, VARIANT, "cron(0 7 ? * MON-FRI *)", "Europe/Berlin", minCapacity=3.0),
    _schedule("live-night", LIVE, VARIANT, "cron(30 19 ? * MON-FRI *)", "Europe/Berlin", minCapacity=1.0),
    _target("api-capacity", ref("api", "service/web/api"), COUNT, 2.0, 20.0),
    _tracking("api-cpu", SERVICE, COUNT, "ECSServiceAverageCPUUtilization"),
    _tracking("api-calls", SERVICE, COUNT, "ALBRequestCountPerTarget", resourceLabel=ref("group", LABEL)),
    _schedule("api-sale", SERVICE, COUNT, "at(2026-11-27T06:00:00)", minCapacity=10.0, maxCapacity=40.0),
    _schedule("api-after", SERVICE, COUNT, "at(2026-11-28T06:00:00)", minCapacity=2.0, maxCapacity=20.0),
    _target("reads", ref("tasks", "table/tasks"), READ_UNITS, 5.0, 100.0),
    _target("writes", ref("tasks", "table/tasks"), "dynamodb:table:WriteCapacityUnits", 5.0, 100.0),
    _target("index-reads", ref("tasks", "table/tasks/index/by-owner"), INDEX_UNITS, 5.0, 100.0),
    _tracking("track-reads", READS, READ_UNITS, "DynamoDBReadCapacityUtilization"),
    _tracking("track-index", INDEX, INDEX_UNITS, "DynamoDBReadCapacityUtilization"),
    _target("warm", ref("alias", "function:predict:live"), CONCURRENCY, 1.0, 20.0),
    _tracking("track-warm", WARM, CONCURRENCY, "LambdaProvisionedConcurrencyUtilization"),
    _schedule("warm-night", WARM, CONCURRENCY, "rate(1 day)", minCapacity=0.0, maxCapacity=0.0),
]
"""An endpoint, a service, a table and a function, each scaled in its own way."""


def _metric(name: str, stat: str = "Sum") -> dict[str, Plain]:
    return {
        "namespace": "AWS/Lambda",
        "metricName": name,
        "dimensions": {"FunctionName": ref("predict")},
        "period": 60.0,
        "stat": stat,
    }


def _alarm(name: str, **more: Plain) -> Subject:
    return thing("cloudwatch/metricAlarm", name, alarmActions=[TOPIC], okActions=[TOPIC], tags=TAGS, **more)


BODY = {
    "start": "-PT24H",
    "periodOverride": "inherit",
    "variables": [{"type": "property", "property": "region", "inputType": "select", "id": "region", "label": "Region"}],
    "widgets": [
        {"type": "text", "x": 0, "y": 0, "width": 24, "height": 2, "properties": {"markdown": "# predict"}},
        {
            "type": "metric",
            "x": 0,
            "y": 2,
            "width": 12,
            "height": 6,
            "properties": {
                "view": "timeSeries",
                "stacked": False,
                "region": REGION,
                "stat": "Sum",
                "period": 300,
                "metrics": [
                    ["AWS/Lambda", "Errors", "FunctionName", "predict", {"id": "errors", "visible": False}],
                    [".", "Invocations", ".", ".", {"id": "calls", "visible": False}],
                    [{"expression": "100 * errors / calls", "label": "errors in %", "id": "rate"}],
                ],
                "annotations": {"horizontal": [{"label": "too many", "value": 5}]},
            },
        },
        {"type": "metric", "width": 12, "height": 6, "properties": {"annotations": {"alarms": ["arn:aws:x"]}}},
        {"type": "alarm", "width": 24, "height": 4, "properties": {"title": "all", "alarms": ["arn:aws:x"]}},
        {"type": "log", "width": 24, "height": 6, "properties": {"region": REGION, "query": "SOURCE 'x' | limit 5"}},
    ],
}
MATH: list[Plain] = [
    {"id": "errors", "metric": _metric("Errors")},
    {"id": "calls", "metric": _metric("Invocations"), "returnData": False},
    {"id": "rate", "expression": "IF(calls > 10, 100 * errors / calls, 0)", "label": "errors in %", "returnData": True},
]
BAND: list[Plain] = [
    {"id": "m1", "metric": _metric("Duration", "p90"), "returnData": True},
    {"id": "band", "expression": "ANOMALY_DETECTION_BAND(m1, 3)", "returnData": True},
]
EARLY: dict[str, Plain] = {
    "comparisonOperator": "GREATER_THAN",
    "notificationType": "ACTUAL",
    "threshold": 80.0,
    "thresholdType": "PERCENTAGE",
    "subscriberEmailAddresses": ["team@example.com"],
}
MONITORING = [
    _alarm(
        "error-rate",
        metricQueries=MATH,
        evaluationPeriods=15.0,
        datapointsToAlarm=3.0,
        threshold=5.0,
        comparisonOperator="GreaterThanThreshold",
        treatMissingData="notBreaching",
    ),
    _alarm(
        "odd-duration",
        metricQueries=BAND,
        evaluationPeriods=5.0,
        thresholdMetricId="band",
        comparisonOperator="LessThanLowerOrGreaterThanUpperThreshold",
    ),
    _alarm(
        "queue-age",
        namespace="AWS/SQS",
        metricName="ApproximateAgeOfOldestMessage",
        dimensions={"QueueName": ref("arrivals")},
        statistic="Maximum",
        period=300.0,
        evaluationPeriods=288.0,
        datapointsToAlarm=12.0,
        threshold=3600.0,
        comparisonOperator="GreaterThanOrEqualToThreshold",
        unit="Seconds",
    ),
    _alarm(
        "backup-missing",
        namespace="Own/Backups",
        metricName="Done",
        statistic="Sum",
        period=86400.0,
        evaluationPeriods=7.0,
        threshold=1.0,
        comparisonOperator="LessThanThreshold",
        treatMissingData="breaching",
        evaluationWindow={"wallClockWindow": {"timezone": "Europe/Berlin"}},
    ),
    _alarm(
        "promql",
        evaluationCriteria={"promqlCriteria": {"query": "rate(errors_total[5m]) > 1", "pendingPeriod": 120.0}},
        evaluationInterval=60.0,
    ),
    thing(
        "cloudwatch/compositeAlarm",
        "service-down",
        alarmName="service-down",
        alarmDescription="The service fails, and nobody is deploying it.",
        alarmRule=ref("error-rate", '(ALARM("error-rate") OR ALARM("odd-duration")) AND NOT ALARM("deploying")'),
        alarmActions=[TOPIC],
        tags=TAGS,
    ),
    thing("cloudwatch/dashboard", "board", dashboardName="predict", dashboardBody=json.dumps(BODY)),
    thing(
        "budgets/budget",
        "month",
        name="inference-month",
        budgetType="COST",
        timeUnit="MONTHLY",
        limitAmount="1200.0",
        limitUnit="USD",
        timePeriodStart="2026-01-01_00:00",
        costFilters=[{"name": "Service", "values": ["Amazon SageMaker"]}],
        notifications=[
            EARLY,
            {**EARLY, "threshold": 100.0, "subscriberSnsTopicArns": [TOPIC]},
            {**EARLY, "notificationType": "FORECASTED", "threshold": 100.0},
        ],
        tags=TAGS,
    ),
    thing(
        "budgets/budget",
        "reserved",
        namePrefix="reserved-",
        budgetType="SAVINGS_PLANS_UTILIZATION",
        timeUnit="DAILY",
        limitAmount="100",
        limitUnit="PERCENTAGE",
        notifications=[{**EARLY, "comparisonOperator": "LESS_THAN", "threshold": 70.0}],
        tags=TAGS,
    ),
]
"""Alarms of every kind, what combines and shows them, and budgets."""
