"""Which metrics AWS publishes, by namespace, and in which sets of dimensions. Data, read on 2026-11-23.

Sources: the page "CloudWatch metrics" of each service's guide, as
https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html,
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html,
https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html,
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html.
A namespace that is not here is not judged. A metric without a line of its own comes in the sets of its namespace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Namespace:
    """What a namespace holds.

    Args:
        metrics: Names of its metrics; empty when they are too many to be judged.
        dimensions: Sets of dimensions, each as words; empty when they are not judged.
        own: Sets of those metrics that come in others than the rest.
        finer: Dimensions that AWS adds to any set for a closer look.
    """

    metrics: frozenset[str]
    dimensions: tuple[str, ...] = ()
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    finer: frozenset[str] = frozenset()

    def sets(self, metric: str) -> list[frozenset[str]]:
        """The sets of dimensions that a metric is published in."""
        return [frozenset(words.split()) for words in self.own.get(metric, self.dimensions)]


def _namespace(
    metrics: str, *dimensions: str, finer: str = "", own: Mapping[str, tuple[str, ...]] | None = None
) -> Namespace:
    by_name = {name: sets for names, sets in (own or {}).items() for name in names.split()}
    return Namespace(frozenset(metrics.split()) | frozenset(by_name), dimensions, by_name, frozenset(finer.split()))


_VARIANT: Final = "EndpointName VariantName"
_COMPONENT: Final = "InferenceComponentName"
_UTILIZATION: Final = """
    CPUUtilization CPUUtilizationNormalized CPUReservation MemoryUtilization MemoryUtilizationNormalized
    MemoryReservation GPUUtilization GPUUtilizationNormalized GPUReservation GPUMemoryUtilization
    GPUMemoryUtilizationNormalized GPUMemoryReservation DiskUtilization LoadedModelCount
"""
_CLOSER: Final = "InstanceId ContainerId ContainerName AcceleratorId"

_SAGEMAKER: Final = {
    "AWS/SageMaker": _namespace(
        """
        Invocations Invocation4XXErrors Invocation5XXErrors InvocationModelErrors ModelLatency OverheadLatency
        FirstChunkLatency FirstChunkModelLatency FirstChunkOverheadLatency MidStreamErrors ModelSetupTime
        ContainerLatency ModelCacheHit ModelDownloadingTime ModelLoadingTime ModelLoadingWaitTime ModelUnloadingTime
        ConcurrentRequestsPerModel ConcurrentRequestsPerCopy
        InferenceComponentConcurrentRequestsPerCopy VariantConcurrentRequestsPerModel
        """,
        _VARIANT,
        _COMPONENT,
        finer=_CLOSER,
        own={
            "InvocationsPerInstance": (_VARIANT,),
            "InvocationsPerCopy NoCapacityInvocationFailures": (_COMPONENT,),
            "ApproximateBacklogSize ApproximateBacklogSizePerInstance ApproximateAgeOfOldestRequest": ("EndpointName",),
            "HasBacklogWithoutCapacity": ("EndpointName",),
            "RequestDownloadFailures ResponseUploadFailures NotificationFailures RequestDownloadLatency": (_VARIANT,),
            "ResponseUploadLatency ExpiredRequests InvocationFailures InvocationsProcessed InvocationsProcesssed": (
                _VARIANT,
            ),
            "TimeInBacklog TotalProcessingTime": (_VARIANT,),
            "ServerlessConcurrentExecutionsUtilization ServerlessProvisionedConcurrencyExecutions": (_VARIANT,),
            "ServerlessProvisionedConcurrencyInvocations ServerlessProvisionedConcurrencyUtilization": (_VARIANT,),
            "ServerlessProvisionedConcurrencySpilloverInvocations": (_VARIANT,),
        },
    ),
    "/aws/sagemaker/Endpoints": _namespace(_UTILIZATION, _VARIANT, finer=_CLOSER),
    "/aws/sagemaker/InferenceComponents": _namespace(_UTILIZATION, _COMPONENT, finer=_CLOSER),
    "/aws/sagemaker/TrainingJobs": _namespace(_UTILIZATION, "Host"),
    "/aws/sagemaker/ProcessingJobs": _namespace(_UTILIZATION, "Host"),
    "/aws/sagemaker/TransformJobs": _namespace(_UTILIZATION, "Host"),
}

_REQUESTS_OF_S3: Final = """
    AllRequests GetRequests PutRequests DeleteRequests HeadRequests PostRequests SelectRequests SelectBytesScanned
    SelectBytesReturned SelectScannedBytes SelectReturnedBytes ListRequests BytesDownloaded BytesUploaded 4xxErrors
    5xxErrors FirstByteLatency TotalRequestLatency
"""
_REST: Final = ("ApiName", "ApiName Stage", "ApiName Method Resource Stage")
_HTTP: Final = ("ApiId", "ApiId Stage", "ApiId Method Resource Stage", "ApiId Route", "ApiId Route Stage")
_EXECUTIONS: Final = ("StateMachineArn", "StateMachineArn Version", "StateMachineArn Alias")
_BILLING: Final = ("Currency", "Currency ServiceName", "Currency LinkedAccount", "Currency LinkedAccount ServiceName")

NAMESPACES: Final[Mapping[str, Namespace]] = {
    **_SAGEMAKER,
    "AWS/Lambda": _namespace(
        """
        Invocations Errors DeadLetterErrors DestinationDeliveryFailures Throttles ProvisionedConcurrencyInvocations
        ProvisionedConcurrencySpilloverInvocations RecursiveInvocationsDropped OversizedRecordCount Duration
        PostRuntimeExtensionsDuration IteratorAge OffsetLag MaxOffsetLag SumOffsetLag ConcurrentExecutions
        ProvisionedConcurrentExecutions ProvisionedConcurrencyUtilization AsyncEventsReceived AsyncEventAge
        AsyncEventsDropped UrlRequestCount UrlRequestLatency Url4xxCount Url5xxCount SignatureValidationErrors
        PolledEventCount FilteredOutEventCount InvokedEventCount FailedInvokeEventCount DroppedEventCount
        OnFailureDestinationDeliveredEventCount DeletedEventCount ProvisionedPollers
        """,
        "",
        "FunctionName",
        "FunctionName Resource",
        "FunctionName Resource ExecutedVersion",
        "FunctionName EventSourceMappingUUID",
        "EventSourceMappingUUID",
        own={"UnreservedConcurrentExecutions ClaimedAccountConcurrency": ("",)},
    ),
    "AWS/States": _namespace(
        """
        ActivitiesFailed ActivitiesHeartbeatTimedOut ActivitiesScheduled ActivitiesStarted ActivitiesSucceeded
        ActivitiesTimedOut ActivityRunTime ActivityScheduleTime ActivityTime LambdaFunctionRunTime
        LambdaFunctionScheduleTime LambdaFunctionTime LambdaFunctionsFailed LambdaFunctionsHeartbeatTimedOut
        LambdaFunctionsScheduled LambdaFunctionsStarted LambdaFunctionsSucceeded LambdaFunctionsTimedOut
        ServiceIntegrationRunTime ServiceIntegrationScheduleTime ServiceIntegrationTime ServiceIntegrationsFailed
        ServiceIntegrationsScheduled ServiceIntegrationsStarted ServiceIntegrationsSucceeded
        ServiceIntegrationsTimedOut ConsumedCapacity ProvisionedBucketSize ProvisionedRefillRate ThrottledEvents
        OpenExecutionCount OpenExecutionLimit ApproximateOpenMapRunCount OpenMapRunLimit ApproximateMapRunBacklogSize
        """,
        own={
            "ExecutionTime ExecutionThrottled ExecutionsAborted ExecutionsFailed ExecutionsStarted": _EXECUTIONS,
            "ExecutionsSucceeded ExecutionsTimedOut ExecutionsRedriven RedrivenExecutionsAborted": _EXECUTIONS,
            "RedrivenExecutionsFailed RedrivenExecutionsSucceeded RedrivenExecutionsTimedOut": _EXECUTIONS,
            "ExpressExecutionBilledDuration ExpressExecutionBilledMemory ExpressExecutionMemory": _EXECUTIONS,
        },
    ),
    "AWS/SQS": _namespace(
        """
        ApproximateAgeOfOldestMessage ApproximateNumberOfGroupsWithInflightMessages ApproximateNumberOfMessagesDelayed
        ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesVisible NumberOfDeduplicatedSentMessages
        NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent SentMessageSize
        ApproximateNumberOfNoisyGroups ApproximateNumberOfMessagesVisibleInQuietGroups
        ApproximateNumberOfMessagesNotVisibleInQuietGroups ApproximateNumberOfMessagesDelayedInQuietGroups
        ApproximateAgeOfOldestMessageInQuietGroups
        """,
        "QueueName",
    ),
    "AWS/SNS": _namespace(
        """
        NumberOfMessagesPublished NumberOfNotificationsDelivered NumberOfNotificationsFailed PublishSize
        NumberOfNotificationsFilteredOut NumberOfNotificationsFilteredOut-InvalidAttributes
        NumberOfNotificationsFilteredOut-NoMessageAttributes NumberOfNotificationsFilteredOut-MessageBody
        NumberOfNotificationsFilteredOut-MessageAttributes NumberOfNotificationsFilteredOut-InvalidMessageBody
        NumberOfNotificationsRedrivenToDlq NumberOfNotificationsFailedToRedriveToDlq SMSMonthToDateSpentUSD
        SMSSuccessRate
        """,
        *("", "TopicName", "Application", "Application Platform", "Platform"),
        *("PhoneNumber", "Country", "SMSType", "Country SMSType"),
    ),
    "AWS/DynamoDB": _namespace(
        """
        AccountMaxReads AccountMaxTableLevelReads AccountMaxTableLevelWrites AccountMaxWrites
        AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization
        AgeOfOldestUnreplicatedRecord ConditionalCheckFailedRequests ConsumedChangeDataCaptureUnits
        ConsumedReadCapacityUnits ConsumedWriteCapacityUnits FailedToReplicateRecordCount
        FaultInjectionServiceInducedErrors MaxProvisionedTableReadCapacityUtilization
        MaxProvisionedTableWriteCapacityUtilization OnDemandMaxReadRequestUnits OnDemandMaxWriteRequestUnits
        OnlineIndexConsumedWriteCapacity OnlineIndexPercentageProgress OnlineIndexThrottleEvents
        PendingReplicationCount ProvisionedReadCapacityUnits ProvisionedWriteCapacityUnits ReadThrottleEvents
        ReadAccountLimitThrottleEvents ReadKeyRangeThroughputThrottleEvents ReadMaxOnDemandThroughputThrottleEvents
        ReadProvisionedThroughputThrottleEvents WriteAccountLimitThrottleEvents WriteKeyRangeThroughputThrottleEvents
        WriteMaxOnDemandThroughputThrottleEvents WriteProvisionedThroughputThrottleEvents ReplicationLatency
        ReturnedBytes ReturnedItemCount ReturnedRecordsCount SuccessfulRequestLatency SystemErrors
        ThrottledPutRecordCount ThrottledRequests TimeToLiveDeletedItemCount TransactionConflict UserErrors
        WriteThrottleEvents
        """,
        *("", "Operation", "TableName", "TableName Operation", "TableName GlobalSecondaryIndexName"),
        *("TableName ReceivingRegion", "TableName Operation StreamLabel", "TableName Operation Verb"),
    ),
    "AWS/ApiGateway": _namespace(
        "Count IntegrationLatency Latency",
        *_REST,
        *_HTTP,
        own={
            "4XXError 5XXError CacheHitCount CacheMissCount": _REST,
            "4xx 5xx DataProcessed ConnectCount MessageCount IntegrationError ClientError ExecutionError": _HTTP,
        },
    ),
    "AWS/Billing": _namespace("EstimatedCharges", *_BILLING),
    "AWS/S3": _namespace(
        _REQUESTS_OF_S3,
        own={
            "BucketSizeBytes NumberOfObjects": ("BucketName StorageType",),
            _REQUESTS_OF_S3: ("BucketName FilterId",),
            "BytesPendingReplication OperationsPendingReplication OperationsFailedReplication ReplicationLatency": (
                "SourceBucket DestinationBucket RuleId",
            ),
        },
    ),
    "AWS/Events": _namespace(
        """
        Invocations FailedInvocations TriggeredRules MatchedEvents ThrottledRules DeadLetterInvocations
        InvocationAttempts InvocationsCreated RetryInvocationAttempts SuccessfulInvocationAttempts
        InvocationsSentToDlq InvocationsFailedToBeSentToDlq IngestionToInvocationStartLatency
        IngestionToInvocationCompleteLatency IngestionToInvocationSuccessLatency PutEventsApproximateCallCount
        PutEventsApproximateFailedCount PutEventsApproximateSuccessCount PutEventsApproximateThrottledCount
        PutEventsEntriesCount PutEventsFailedEntriesCount PutEventsLatency PutEventsRequestSize
        PutPartnerEventsApproximateCallCount PutPartnerEventsApproximateFailedCount PutPartnerEventsLatency
        PutPartnerEventsApproximateSuccessCount PutPartnerEventsApproximateThrottledCount
        PutPartnerEventsEntriesCount PutPartnerEventsFailedEntriesCount
        """,
        *("", "RuleName", "EventBusName", "EventBusName RuleName", "EventSourceName", "EventBusName EventSourceName"),
    ),
    "AWS/Scheduler": _namespace(
        """
        InvocationAttemptCount InvocationDroppedCount InvocationThrottleCount TargetErrorCount
        InvocationsFailedToBeSentToDeadLetterCount InvocationsSentToDeadLetterCount TargetErrorThrottledCount
        InvocationsSentToDeadLetterCount_Truncated_MessageSizeExceeded
        """,
        "",
        "ScheduleGroup",
    ),
    "AWS/Route53": _namespace(
        "ConnectionTime SSLHandshakeTime TimeToFirstByte HealthCheckStatus HealthCheckPercentageHealthy",
        *("HealthCheckId", "HealthCheckId Region"),
        own={"DNSQueries": ("HostedZoneId",), "ChildHealthCheckHealthyCount": ("HealthCheckId",)},
    ),
    "AWS/FSx": Namespace(frozenset(), ("FileSystemId",), finer=frozenset({"*"})),
}
"""What each namespace holds. ``*`` in ``finer`` means that AWS adds dimensions of many kinds."""

ONLY: Final[Mapping[tuple[str | None, str | None], frozenset[str]]] = {
    ("AWS/SageMaker", "InvocationsPerInstance"): frozenset({"Sum"}),
    ("AWS/SageMaker", "Invocations"): frozenset({"Sum", "SampleCount"}),
    ("AWS/Billing", "EstimatedCharges"): frozenset({"Maximum"}),
    ("AWS/Route53", "HealthCheckStatus"): frozenset({"Minimum", "Average", "Maximum"}),
    **{
        ("AWS/DynamoDB", name): frozenset({"Sum", "SampleCount"})
        for name in ("SystemErrors", "UserErrors", "ThrottledRequests", "ReadThrottleEvents", "WriteThrottleEvents")
    },
}
"""The statistics of a metric that say something, where its page lists them and others are taken by mistake."""
