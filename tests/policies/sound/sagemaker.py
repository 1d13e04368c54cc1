"""Sound stacks of SageMaker."""

from __future__ import annotations

import json
from collections.abc import Mapping

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.sound.build import (
    ACCOUNT,
    GROUPS,
    KEY,
    REGION,
    SUBNETS,
    TAGS,
    VPC,
    Ref,
    alarm,
    arn,
    ref,
    role,
    thing,
)

IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/model@sha256:{'a' * 64}"


def model(name: str, *, serverless: bool = False) -> list[Subject]:
    """A model; one for instances is isolated and in the VPC."""
    closed = {} if serverless else {"enableNetworkIsolation": True, "vpcConfig": VPC}
    container = {"image": IMAGE, "modelDataUrl": "s3://models-4f2a/model.tar.gz"}
    execution = arn("iam", f"role/{name}-role", f"{name}-role")
    made = thing("sagemaker/model", name, executionRoleArn=execution, primaryContainer=container, tags=TAGS, **closed)
    return [
        *role(f"{name}-role", "sagemaker.amazonaws.com", "s3:GetObject", "arn:aws:s3:::models-4f2a/*"),
        made,
    ]


def endpoint(name: str, variant: Mapping[str, Plain], **config: Plain) -> list[Subject]:
    """An endpoint and its configuration."""
    variants = [{"variantName": "main", **variant}]
    return [
        thing("sagemaker/endpointConfiguration", f"{name}-config", productionVariants=variants, tags=TAGS, **config),
        thing("sagemaker/endpoint", name, endpointConfigName=ref(f"{name}-config"), tags=TAGS),
    ]


def _target(name: str, resource: Ref, dimension: str, least: float) -> Subject:
    return thing(
        "appautoscaling/target",
        name,
        serviceNamespace="sagemaker",
        resourceId=resource,
        scalableDimension=dimension,
        minCapacity=least,
        maxCapacity=4.0,
    )


def _tracking(name: str, resource: Ref, dimension: str, metric: str) -> Subject:
    tracked = {"predefinedMetricSpecification": {"predefinedMetricType": metric}, "targetValue": 600.0}
    return thing(
        "appautoscaling/policy",
        name,
        policyType="TargetTrackingScaling",
        serviceNamespace="sagemaker",
        resourceId=resource,
        scalableDimension=dimension,
        targetTrackingScalingPolicyConfiguration=tracked,
    )


INSTANCES = {"modelName": ref("model"), "instanceType": "ml.m5.large", "initialInstanceCount": 2.0}
REALTIME = [
    *model("model"),
    *endpoint("live", INSTANCES, kmsKeyArn=KEY),
    _target("live-capacity", ref("live", "endpoint/live/variant/main"), "sagemaker:variant:DesiredInstanceCount", 2.0),
    _tracking(
        "live-tracking",
        ref("live-capacity", "endpoint/live/variant/main"),
        "sagemaker:variant:DesiredInstanceCount",
        "SageMakerVariantInvocationsPerInstance",
    ),
    alarm("live-errors", "AWS/SageMaker", "Invocation5XXErrors", EndpointName=ref("live"), VariantName="main"),
]
"""A real-time endpoint that scales with its calls."""

SERVERLESS = [
    *model("model", serverless=True),
    *endpoint(
        "rare",
        {"modelName": ref("model"), "serverlessConfig": {"memorySizeInMb": 4096.0, "maxConcurrency": 20.0}},
    ),
    alarm("rare-errors", "AWS/SageMaker", "Invocation5XXErrors", EndpointName=ref("rare"), VariantName="main"),
]
"""A serverless endpoint: no VPC, no isolation, no volume to encrypt."""

COMPONENT = json.dumps(
    {
        "InferenceComponentName": "component",
        "EndpointName": "zero",
        "VariantName": "main",
        "Specification": {"ModelName": "model", "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}},
        "RuntimeConfig": {"CopyCount": 1},
    }
)
COPIES = "sagemaker:inference-component:DesiredCopyCount"
ID = "inference-component/component"
WAKE_STEP = {
    "adjustmentType": "ChangeInCapacity",
    "metricAggregationType": "Maximum",
    "cooldown": 60.0,
    "stepAdjustments": [{"metricIntervalLowerBound": "0", "scalingAdjustment": 1.0}],
}
SCALE_TO_ZERO = [
    *model("model"),
    *endpoint(
        "zero",
        {
            "instanceType": "ml.m5.large",
            "initialInstanceCount": 1.0,
            "managedInstanceScaling": {"status": "ENABLED", "minInstanceCount": 0.0, "maxInstanceCount": 2.0},
        },
        kmsKeyArn=KEY,
        executionRoleArn=arn("iam", "role/model-role"),
    ),
    thing(
        "cloudcontrol/resource",
        "component",
        typeName="AWS::SageMaker::InferenceComponent",
        desiredState=ref("zero", COMPONENT),
    ),
    _target("copies", ref("component", ID), COPIES, 0.0),
    _tracking("track", ref("copies", ID), COPIES, "SageMakerInferenceComponentInvocationsPerCopy"),
    thing(
        "appautoscaling/policy",
        "wake",
        arn="arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:wake",
        policyType="StepScaling",
        serviceNamespace="sagemaker",
        resourceId=ref("copies", ID),
        scalableDimension=COPIES,
        stepScalingPolicyConfiguration=WAKE_STEP,
    ),
    alarm(
        "no-capacity",
        "AWS/SageMaker",
        "NoCapacityInvocationFailures",
        [ref("wake", "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:wake")],
        InferenceComponentName="component",
    ),
]
"""Inference components that go down to nothing and come back."""

ASYNCHRONOUS = [
    *model("model"),
    *endpoint(
        "later",
        INSTANCES,
        kmsKeyArn=KEY,
        asyncInferenceConfig={"outputConfig": {"s3OutputPath": "s3://answers-4f2a/", "kmsKeyId": KEY}},
    ),
    alarm("later-backlog", "AWS/SageMaker", "ApproximateBacklogSizePerInstance", EndpointName=ref("later")),
]
"""An asynchronous endpoint."""

NETWORK = {"enableNetworkIsolation": True, "enableInterContainerTrafficEncryption": True, "vpcConfig": VPC}
CLUSTER = {"instanceCount": 1.0, "instanceType": "ml.m5.large", "volumeSizeInGb": 20.0, "volumeKmsKeyId": KEY}
LABORATORY = [
    *role("laboratory-role", "sagemaker.amazonaws.com", "s3:GetObject", "arn:aws:s3:::data-4f2a/*"),
    thing(
        "sagemaker/notebookInstance",
        "notebook",
        instanceType="ml.t3.medium",
        roleArn=arn("iam", "role/laboratory-role"),
        subnetId=SUBNETS[0],
        securityGroups=GROUPS,
        kmsKeyId=KEY,
        directInternetAccess="Disabled",
        rootAccess="Disabled",
        platformIdentifier="notebook-al2023-v1",
        instanceMetadataServiceConfiguration={"minimumInstanceMetadataServiceVersion": "2"},
        tags=TAGS,
    ),
    thing(
        "sagemaker/domain",
        "studio",
        domainName="team",
        authMode="SSO",
        vpcId=ref("vpc", "vpc-0a1b2c3d4e5f60718"),
        subnetIds=SUBNETS,
        kmsKeyId=KEY,
        appNetworkAccessType="VpcOnly",
        defaultUserSettings={"executionRole": arn("iam", "role/laboratory-role"), "securityGroups": GROUPS},
        tags=TAGS,
    ),
    thing(
        "sagemaker/featureGroup",
        "features",
        featureGroupName="features",
        roleArn=arn("iam", "role/laboratory-role"),
        onlineStoreConfig={"enableOnlineStore": True, "securityConfig": {"kmsKeyId": KEY}},
        offlineStoreConfig={"s3StorageConfig": {"s3Uri": "s3://features-4f2a/", "kmsKeyId": KEY}},
        tags=TAGS,
    ),
    thing(
        "sagemaker/dataQualityJobDefinition",
        "quality",
        roleArn=arn("iam", "role/laboratory-role"),
        dataQualityAppSpecification={
            "imageUri": "156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer"
        },
        dataQualityJobOutputConfig={"kmsKeyId": KEY},
        jobResources={"clusterConfig": CLUSTER},
        networkConfig=NETWORK,
        tags=TAGS,
    ),
    thing(
        "sagemaker/trainingJob",
        "training",
        roleArn=arn("iam", "role/laboratory-role"),
        algorithmSpecification={"trainingImage": IMAGE, "trainingInputMode": "File"},
        outputDataConfig={"s3OutputPath": "s3://models-4f2a/", "kmsKeyId": KEY},
        resourceConfig=CLUSTER,
        tags=TAGS,
        **NETWORK,
    ),
]
"""Notebook, Studio, features, quality checks and training."""
