"""Fixtures of cloudwatch-alarm-dimensions."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

VARIANT = {"EndpointName": U, "VariantName": "main"}
ALARM = aws("cloudwatch/metricAlarm", namespace="AWS/SageMaker", metricName="Invocations", dimensions=VARIANT)
ERRORS = aws("cloudwatch/metricAlarm", namespace="AWS/Lambda", metricName="Errors", dimensions={"FunctionName": U})
FILES = aws("cloudwatch/metricAlarm", namespace="AWS/FSx", metricName="StorageUsed", dimensions={"FileSystemId": U})
OF_LAMBDA = "[] or [FunctionName] or [FunctionName, Resource] or [ExecutedVersion, FunctionName, Resource]"
CHARGES = aws("cloudwatch/metricAlarm", namespace="AWS/Billing", metricName="EstimatedCharges")
ENDPOINT = {"EndpointName": U}


def tracking(*names: object) -> Case:
    dimensions = [{"name": name, "value": "x"} for name in names]
    custom = {"namespace": "AWS/SageMaker", "metricName": "InvocationsPerInstance", "dimensions": dimensions}
    return aws(
        "appautoscaling/policy", targetTrackingScalingPolicyConfiguration={"customizedMetricSpecification": custom}
    )


SOUND = (
    ("AWS/SageMaker", "ModelLatency", "EndpointName VariantName"),
    ("AWS/SageMaker", "InvocationModelErrors", "EndpointName VariantName"),
    ("AWS/SageMaker", "Invocation5XXErrors", "InferenceComponentName"),
    ("AWS/SageMaker", "ApproximateBacklogSizePerInstance", "EndpointName"),
    ("AWS/SageMaker", "ServerlessProvisionedConcurrencyUtilization", "EndpointName VariantName"),
    ("AWS/SageMaker", "ModelCacheHit", "EndpointName VariantName"),
    ("/aws/sagemaker/Endpoints", "MemoryUtilization", "EndpointName VariantName"),
    ("/aws/sagemaker/InferenceComponents", "GPUUtilizationNormalized", "InferenceComponentName"),
    ("/aws/sagemaker/TrainingJobs", "DiskUtilization", "Host"),
    ("AWS/Lambda", "Throttles", "FunctionName"),
    ("AWS/Lambda", "ProvisionedConcurrencyUtilization", "FunctionName Resource"),
    ("AWS/Lambda", "ConcurrentExecutions", ""),
    ("AWS/States", "ExecutionsTimedOut", "StateMachineArn"),
    ("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName"),
    ("AWS/SNS", "NumberOfNotificationsFailed", "TopicName"),
    ("AWS/SNS", "SMSSuccessRate", "Country SMSType"),
    ("AWS/DynamoDB", "ThrottledRequests", "TableName Operation"),
    ("AWS/DynamoDB", "ReplicationLatency", "TableName ReceivingRegion"),
    ("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName GlobalSecondaryIndexName"),
    ("AWS/DynamoDB", "UserErrors", ""),
    ("AWS/ApiGateway", "5XXError", "ApiName Stage"),
    ("AWS/ApiGateway", "5xx", "ApiId Stage"),
    ("AWS/ApiGateway", "Latency", "ApiId"),
    ("AWS/Billing", "EstimatedCharges", "Currency ServiceName"),
    ("AWS/S3", "BucketSizeBytes", "BucketName StorageType"),
    ("AWS/S3", "4xxErrors", "BucketName FilterId"),
    ("AWS/S3", "OperationsFailedReplication", "SourceBucket DestinationBucket RuleId"),
    ("AWS/Events", "FailedInvocations", "RuleName"),
    ("AWS/Scheduler", "TargetErrorCount", "ScheduleGroup"),
    ("AWS/Route53", "HealthCheckStatus", "HealthCheckId"),
    ("AWS/Route53", "DNSQueries", "HostedZoneId"),
)
"""Alarms that people write."""


def written(namespace: str, metric: str, names: str) -> Case:
    dimensions = dict.fromkeys(names.split(), U)
    return aws("cloudwatch/metricAlarm", namespace=namespace, metricName=metric, dimensions=dimensions)


WHERE = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.dimensions"
CASES = Cases(
    passes=[
        *[written(*each) for each in SOUND],
        ALARM,
        ALARM.but(dimensions={"InferenceComponentName": U}),
        ALARM.but(dimensions={**VARIANT, "InstanceId": U}),
        ALARM.but(metricName="InvocationsPerInstance"),
        ALARM.but(metricName="NoCapacityInvocationFailures", dimensions={"InferenceComponentName": U}),
        ALARM.but(metricName="HasBacklogWithoutCapacity", dimensions=ENDPOINT),
        ERRORS,
        ERRORS.but(dimensions=None),
        FILES,
        ALARM.but(
            dimensions={**VARIANT, **dict.fromkeys(("InstanceId", "ContainerId", "ContainerName", "AcceleratorId"), U)}
        ),
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
        ERRORS.but((f"dimensions has [Function], and Errors comes by {OF_LAMBDA};",), dimensions={"Function": U}),
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
    unknown=[
        ALARM.but(metricName=U, dimensions=ENDPOINT),
        ALARM.but(dimensions=U),
        tracking(U),
        ALARM.but(namespace=U),
    ],
)
