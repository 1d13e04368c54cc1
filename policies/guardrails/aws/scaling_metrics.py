"""Which predefined metrics Application Auto Scaling can keep at a value, and what each is of.

Source: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html and
the pages of the services below https://docs.aws.amazon.com/autoscaling/application/userguide/integrated-services-list.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ALB: Final = "ALBRequestCountPerTarget"
"""The one that needs a label."""

_SERVICE: Final = "ecs:service:DesiredCount"
_FLEET: Final = "ec2:spot-fleet-request:TargetCapacity"
_INSTANCES: Final = "sagemaker:variant:DesiredInstanceCount"
_COPIES: Final = "sagemaker:inference-component:DesiredCopyCount"

METRICS: Final[Mapping[str, tuple[str, ...]]] = {
    "DynamoDBReadCapacityUtilization": ("dynamodb:table:ReadCapacityUnits", "dynamodb:index:ReadCapacityUnits"),
    "DynamoDBWriteCapacityUtilization": ("dynamodb:table:WriteCapacityUnits", "dynamodb:index:WriteCapacityUnits"),
    "ALBRequestCountPerTarget": (_SERVICE, _FLEET),
    "RDSReaderAverageCPUUtilization": ("rds:",),
    "RDSReaderAverageDatabaseConnections": ("rds:",),
    "EC2SpotFleetRequestAverageCPUUtilization": (_FLEET,),
    "EC2SpotFleetRequestAverageNetworkIn": (_FLEET,),
    "EC2SpotFleetRequestAverageNetworkOut": (_FLEET,),
    "SageMakerVariantInvocationsPerInstance": (_INSTANCES,),
    "ECSServiceAverageCPUUtilization": (_SERVICE,),
    "ECSServiceAverageMemoryUtilization": (_SERVICE,),
    "AppStreamAverageCapacityUtilization": ("appstream:",),
    "ComprehendInferenceUtilization": ("comprehend:",),
    "LambdaProvisionedConcurrencyUtilization": ("lambda:",),
    "CassandraReadCapacityUtilization": ("cassandra:table:ReadCapacityUnits",),
    "CassandraWriteCapacityUtilization": ("cassandra:table:WriteCapacityUnits",),
    "KafkaBrokerStorageUtilization": ("kafka:",),
    "ElastiCacheEngineCPUUtilization": ("elasticache:",),
    "ElastiCacheDatabaseMemoryUsagePercentage": ("elasticache:",),
    "ElastiCachePrimaryEngineCPUUtilization": ("elasticache:",),
    "ElastiCacheReplicaEngineCPUUtilization": ("elasticache:",),
    "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage": ("elasticache:",),
    "NeptuneReaderAverageCPUUtilization": ("neptune:",),
    "SageMakerVariantProvisionedConcurrencyUtilization": ("sagemaker:variant:DesiredProvisionedConcurrency",),
    "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage": ("elasticache:",),
    "SageMakerInferenceComponentInvocationsPerCopy": (_COPIES,),
    "WorkSpacesAverageUserSessionsCapacityUtilization": ("workspaces:",),
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution": (_COPIES,),
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": (_INSTANCES,),
    "ECSServiceAverageCPUUtilizationHighResolution": (_SERVICE,),
    "ECSServiceAverageMemoryUtilizationHighResolution": (_SERVICE,),
}
"""By metric, how the dimensions begin that it can scale."""
