"""Fixtures of cloudwatch-alarm-dimensions."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

VARIANT = {"EndpointName": U, "VariantName": "main"}
ALARM = aws("cloudwatch/metricAlarm", namespace="AWS/SageMaker", metricName="Invocations", dimensions=VARIANT)
ERRORS = aws("cloudwatch/metricAlarm", namespace="AWS/Lambda", metricName="Errors", dimensions={"FunctionName": U})
FILES = aws("cloudwatch/metricAlarm", namespace="AWS/FSx", metricName="StorageUsed", dimensions={"FileSystemId": U})
CHARGES = aws("cloudwatch/metricAlarm", namespace="AWS/Billing", metricName="EstimatedCharges")
ENDPOINT = {"EndpointName": U}


def tracking(*names: object) -> Case:
    dimensions = [{"name": name, "value": "x"} for name in names]
    custom = {"namespace": "AWS/SageMaker", "metricName": "InvocationsPerInstance", "dimensions": dimensions}
    return aws(
        "appautoscaling/policy", targetTrackingScalingPolicyConfiguration={"customizedMetricSpecification": custom}
    )


WHERE = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.dimensions"
CASES = Cases(
    passes=[
        ALARM,
        ALARM.but(dimensions={"InferenceComponentName": U}),
        ALARM.but(dimensions={**VARIANT, "InstanceId": U}),
        ALARM.but(metricName="InvocationsPerInstance"),
        ALARM.but(metricName="NoCapacityInvocationFailures", dimensions={"InferenceComponentName": U}),
        ALARM.but(metricName="HasBacklogWithoutCapacity", dimensions=ENDPOINT),
        ERRORS,
        ERRORS.but(dimensions=None),
        FILES,
        FILES.but(dimensions={"FileSystemId": U, "VolumeId": U}),
        FILES.but(dimensions={"FileSystemId": U, "VolumeId": U, "StorageTier": "SSD", "DataType": "User"}),
        CHARGES.but(dimensions={"Currency": "USD"}),
        tracking("EndpointName", "VariantName"),
    ],
    fails=[
        ALARM.but(
            ("dimensions has [EndpointName], and Invocations comes by [EndpointName, VariantName] or",),
            dimensions=ENDPOINT,
        ),
        ALARM.but(("dimensions has [EndpointName, Region, VariantName]",), dimensions={**VARIANT, "Region": "r"}),
        ALARM.but(
            ("dimensions has [EndpointName, VariantName], and NoCapacityInvocationFailures comes",),
            metricName="NoCapacityInvocationFailures",
        ),
        ALARM.but(("dimensions has [EndpointName], and",), metricName="InvocationsPerInstance", dimensions=ENDPOINT),
        ERRORS.but(("dimensions has [Function]",), dimensions={"Function": U}),
        FILES.but(("dimensions has [VolumeId]",), dimensions={"VolumeId": U}),
        CHARGES.but(("dimensions has [], and EstimatedCharges comes by [Currency]",)),
        tracking("EndpointName").but((f"{WHERE} has [EndpointName]",)),
    ],
    not_applicable=[
        ALARM.but(namespace="Shop"),
        ALARM.but(metricName="Zzz", namespace="AWS/S3"),
        ALARM.but(
            namespace="AWS/States", metricName="ThrottledEvents", dimensions={"ServiceMetric": "StateTransition"}
        ),
    ],
    unknown=[ALARM.but(dimensions=U), tracking(U), ALARM.but(namespace=U)],
)
