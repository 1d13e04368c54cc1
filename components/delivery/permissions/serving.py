"""Models, endpoints, what scales them, what is bought of Bedrock, and what Cloud Control makes."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Table, needs, on
from components.delivery.permissions.identity import KEY_USE

_SCALING: Final = on(
    "scaling", "application-autoscaling", read="ListTagsForResource", write="TagResource UntagResource"
)
_SCALING_READS: Final = "DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions"

TABLE: Final[Table] = {
    "aws:sagemaker/model:Model": needs(
        on("sagemaker", "sagemaker", read="DescribeModel ListTags", write="AddTags CreateModel DeleteModel DeleteTags"),
        on("image", "ecr", read="BatchGetImage DescribeImages"),
        passes=("sagemaker",),
    ),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": needs(
        on(
            "sagemaker",
            "sagemaker",
            read="DescribeEndpointConfig ListTags",
            write="AddTags CreateEndpointConfig DeleteEndpointConfig DeleteTags",
        ),
        *KEY_USE,
        passes=("sagemaker",),
    ),
    "aws:sagemaker/endpoint:Endpoint": needs(
        on(
            "sagemaker",
            "sagemaker",
            read="DescribeEndpoint DescribeEndpointConfig ListTags",
            write="AddTags CreateEndpoint DeleteEndpoint DeleteTags UpdateEndpoint UpdateEndpointWeightsAndCapacities",
        ),
        *KEY_USE,
    ),
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": needs(
        on(
            "sagemaker",
            "sagemaker",
            read="DescribeModelPackageGroup ListTags",
            write="AddTags CreateModelPackageGroup DeleteModelPackageGroup DeleteTags",
        )
    ),
    "aws:cloudcontrol/resource:Resource": needs(
        on("everything", "cloudformation", read="GetResource GetResourceRequestStatus"),
        on("regional", "cloudformation", write="CreateResource DeleteResource UpdateResource"),
        on("everything", "cloudformation", read="DescribeType"),
        on(
            "sagemaker",
            "sagemaker",
            read="DescribeInferenceComponent ListTags",
            write="AddTags CreateInferenceComponent DeleteInferenceComponent DeleteTags UpdateInferenceComponent",
        ),
        on("everything", "fsx", read="DescribeS3AccessPointAttachments"),
        on(
            "access_point",
            "fsx",
            write="CreateAndAttachS3AccessPoint DetachAndDeleteS3AccessPoint",
        ),
        on(
            "s3_access_point",
            "s3",
            read="GetAccessPointPolicy",
            write="CreateAccessPoint DeleteAccessPoint DeleteAccessPointPolicy PutAccessPointPolicy",
        ),
        on("everything", "s3", read="GetAccessPoint"),
        passes=("sagemaker",),
    ),
    "aws:appautoscaling/target:Target": needs(
        on("everything", "application-autoscaling", read=_SCALING_READS),
        on("scaling", "application-autoscaling", write="DeregisterScalableTarget RegisterScalableTarget"),
        _SCALING,
        linked=("sagemaker.application-autoscaling", "lambda.application-autoscaling"),
    ),
    "aws:appautoscaling/policy:Policy": needs(
        on("everything", "application-autoscaling", read=_SCALING_READS),
        on("scaling", "application-autoscaling", write="DeleteScalingPolicy PutScalingPolicy"),
        # Target tracking makes its own alarms in the caller's name.
        on("scaling_alarm", "cloudwatch", write="DeleteAlarms PutMetricAlarm"),
        on("everything", "cloudwatch", read="DescribeAlarms"),
    ),
    "aws:appautoscaling/scheduledAction:ScheduledAction": needs(
        on("everything", "application-autoscaling", read=_SCALING_READS),
        on("scaling", "application-autoscaling", write="DeleteScheduledAction PutScheduledAction"),
    ),
    "aws:bedrock/inferenceProfile:InferenceProfile": needs(
        on(
            "bedrock_profile",
            "bedrock",
            read="GetInferenceProfile ListTagsForResource",
            write="CreateInferenceProfile DeleteInferenceProfile TagResource UntagResource",
        )
    ),
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput": needs(
        on(
            "bedrock_throughput",
            "bedrock",
            read="GetProvisionedModelThroughput ListTagsForResource",
            write="CreateProvisionedModelThroughput DeleteProvisionedModelThroughput TagResource UntagResource",
        )
    ),
}
