"""Fixtures of appautoscaling-tracking-metric."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

BLOCK = "targetTrackingScalingPolicyConfiguration"
CUSTOM = f"{BLOCK}.customizedMetricSpecification"
PREDEFINED = {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
NAMED = {
    "namespace": "/aws/sagemaker/Endpoints",
    "metricName": "GPUUtilization",
    "statistic": "Average",
    "dimensions": [{"name": "EndpointName", "value": "live"}, {"name": "VariantName", "value": "main"}],
}


def stat(name: str) -> dict[str, object]:
    return {"stat": "Sum", "metric": {"namespace": "AWS/SQS", "metricName": name, "dimensions": []}}


def policy(**block: object) -> Case:
    return aws(
        "appautoscaling/policy",
        policyType="TargetTrackingScaling",
        serviceNamespace="sagemaker",
        resourceId="endpoint/live/variant/main",
        scalableDimension="sagemaker:variant:DesiredInstanceCount",
        targetTrackingScalingPolicyConfiguration={"targetValue": 60.0, "scaleInCooldown": 600.0, **block},
    )


def custom(*without: str, **more: object) -> Case:
    kept = {name: value for name, value in NAMED.items() if name not in without}
    return policy(customizedMetricSpecification={**kept, **more})


def computed(*queries: object) -> Case:
    return policy(customizedMetricSpecification={"metrics": list(queries)})


WAITING = {"id": "m1", "metricStat": stat("ApproximateNumberOfMessagesVisible"), "returnData": False}
RUNNING = {"id": "m2_b", "metricStat": stat("NumberOfMessagesDeleted"), "returnData": False}
RATIO = {"id": "e1", "expression": "m1 / m2_b", "label": "backlog"}

CASES = Cases(
    passes=[
        policy(predefinedMetricSpecification=PREDEFINED),
        custom(),
        custom(metrics=[]),
        custom("metricName", metricName=U),
        policy(predefinedMetricSpecification=U),
        custom(namespace=U, statistic=U),
        computed(WAITING, RUNNING, RATIO),
        computed(WAITING, RUNNING, {**RATIO, "returnData": True}),
        computed(RATIO),
    ],
    fails=[
        policy().but((f"{BLOCK}.predefinedMetricSpecification is not set, nor is customizedMetricSpecification;",)),
        policy(predefinedMetricSpecification=PREDEFINED, customizedMetricSpecification=NAMED).but(
            (f"{CUSTOM} is set beside predefinedMetricSpecification;",)
        ),
        custom("namespace").but((f"{CUSTOM}.namespace is not set;",)),
        custom("statistic").but((f"{CUSTOM}.statistic is not set;",)),
        custom("metricName").but((f"{CUSTOM}.metricName is not set, nor is metrics;",)),
        custom(metrics=[RATIO]).but((f"{CUSTOM}.metrics is set beside metricName;",)),
        computed(WAITING, RUNNING, {**RATIO, "returnData": False}).but(
            (f"{CUSTOM}.metrics has 0 that return data, and needs 1;",)
        ),
        computed({**WAITING, "returnData": True}, RUNNING, RATIO).but(
            (f"{CUSTOM}.metrics has 2 that return data, and needs 1;",)
        ),
        computed(WAITING, RUNNING, {**RATIO, "id": "E1"}).but((f"{CUSTOM}.metrics[2].id is E1; it takes letters",)),
        computed(WAITING, RUNNING, {**RATIO, "id": "e-1"}).but((f"{CUSTOM}.metrics[2].id is e-1; it takes",)),
        computed(WAITING, RUNNING, {**RATIO, "id": "m1"}).but((f"{CUSTOM}.metrics has 2 of the id m1;",)),
        computed(WAITING, RUNNING, {"id": "e1", "label": "backlog"}).but(
            (f"{CUSTOM}.metrics[2].expression is not set, nor is metricStat;",)
        ),
        computed({**WAITING, "expression": "1"}, RUNNING, RATIO).but(
            (f"{CUSTOM}.metrics[0].metricStat is set beside expression;",)
        ),
    ],
    not_applicable=[aws("appautoscaling/policy", policyType="StepScaling")],
    unknown=[
        policy(customizedMetricSpecification=U),
        policy().but(targetTrackingScalingPolicyConfiguration=U),
        policy(customizedMetricSpecification={"metrics": U}),
        computed(U, RUNNING),
        computed(RUNNING, U),
        computed(WAITING, {**RUNNING, "returnData": U}, RATIO),
        computed(WAITING, RUNNING, {**RATIO, "id": U}),
    ],
)
