"""Notebooks and endpoints as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    KEY,
    REGION,
    SUBNETS,
    TAGS,
    allow,
    arn,
    doc,
    ref,
    res,
    trust,
)

ROLE = arn("iam", "role/shop-models", "role")
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/classifier:2.3.1"
NOTEBOOK: dict[str, Plain] = {
    "name": "study",
    "instanceType": "ml.t3.medium",
    "roleArn": ROLE,
    "subnetId": SUBNETS[0],
    "securityGroups": GROUPS,
    "directInternetAccess": "Disabled",
    "rootAccess": "Disabled",
    "kmsKeyId": KEY,
    "platformIdentifier": "notebook-al2023-v1",
    "instanceMetadataServiceConfiguration": {"minimumInstanceMetadataServiceVersion": "2"},
    "volumeSize": 20.0,
    "tags": TAGS,
}
CAPTURE: dict[str, Plain] = {
    "enableCapture": True,
    "initialSamplingPercentage": 20.0,
    "destinationS3Uri": "s3://shop-captured/classifier",
    "kmsKeyId": KEY,
    "captureOptions": [{"captureMode": "Input"}, {"captureMode": "Output"}],
}
VARIANT: dict[str, Plain] = {
    "variantName": "AllTraffic",
    "modelName": ref("model", "classifier"),
    "instanceType": "ml.m6i.large",
    "initialInstanceCount": 2.0,
    "initialVariantWeight": 1.0,
}
ROLLBACK: dict[str, Plain] = {
    "blueGreenUpdatePolicy": {
        "trafficRoutingConfiguration": {
            "type": "CANARY",
            "canarySize": {"type": "CAPACITY_PERCENT", "value": 20.0},
            "waitIntervalInSeconds": 600.0,
        },
        "terminationWaitInSeconds": 300.0,
        "maximumExecutionTimeoutInSeconds": 3600.0,
    },
    "autoRollbackConfiguration": {"alarms": [{"alarmName": ref("errors", "errors")}]},
}


def notebook(**more: Plain) -> list[Subject]:
    return [*role(), res("sagemaker/notebookInstance", "study", **{**NOTEBOOK, **more})]


def role(trusted: str = "sagemaker.amazonaws.com") -> list[Subject]:
    grants = [
        allow(["s3:GetObject"], "arn:aws:s3:::shop-models/*"),
        allow("s3:PutObject", "arn:aws:s3:::shop-captured/*"),
    ]
    images = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    grants += [allow("ecr:GetAuthorizationToken", "*"), allow(images, arn("ecr", "repository/classifier", "images"))]
    grants += [
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents", "logs:CreateLogGroup"],
            f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/sagemaker/*",
        )
    ]
    grants += [
        allow(["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"], KEY),
        allow(
            "cloudwatch:PutMetricData",
            "*",
            Condition={"StringEquals": {"cloudwatch:namespace": "/aws/sagemaker/Endpoints"}},
        ),
    ]
    return [
        res("iam/role", "role", name="shop-models", assumeRolePolicy=trust(trusted), tags=TAGS),
        res("iam/rolePolicy", "grant", role=ref("role", "shop-models"), policy=doc(*grants)),
    ]


def serving(**config: Plain) -> list[Subject]:
    """A model on an endpoint that scales, with an alarm."""
    model = {
        "image": IMAGE,
        "modelDataUrl": "s3://shop-models/classifier/2.3.1/model.tar.gz",
        "environment": {"WORKERS": "2"},
    }
    base: dict[str, Plain] = {
        "name": "classifier",
        "kmsKeyArn": KEY,
        "productionVariants": [VARIANT],
        "dataCaptureConfig": CAPTURE,
        "tags": TAGS,
    }
    scale = {
        "minCapacity": 2.0,
        "maxCapacity": 6.0,
        "resourceId": ref("endpoint", "endpoint/classifier/variant/AllTraffic"),
        "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "serviceNamespace": "sagemaker",
    }
    return [
        *role(),
        res(
            "sagemaker/model",
            "model",
            name="classifier",
            executionRoleArn=ROLE,
            enableNetworkIsolation=True,
            vpcConfig={"subnets": SUBNETS, "securityGroupIds": GROUPS},
            primaryContainer=model,
            tags=TAGS,
        ),
        res(
            "sagemaker/endpointConfiguration",
            "config",
            **{key: value for key, value in {**base, **config}.items() if value is not GONE},
        ),
        res(
            "sagemaker/endpoint",
            "endpoint",
            name="classifier",
            endpointConfigName=ref("config", "classifier"),
            deploymentConfig=ROLLBACK,
            tags=TAGS,
        ),
        res("appautoscaling/target", "scale", **scale),
        res(
            "appautoscaling/policy",
            "track",
            name="track",
            policyType="TargetTrackingScaling",
            resourceId=scale["resourceId"],
            scalableDimension=scale["scalableDimension"],
            serviceNamespace="sagemaker",
            targetTrackingScalingPolicyConfiguration={
                "targetValue": 100.0,
                "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
                "scaleInCooldown": 300.0,
                "scaleOutCooldown": 60.0,
            },
        ),
        res(
            "cloudwatch/metricAlarm",
            "errors",
            name="errors",
            namespace="AWS/SageMaker",
            metricName="Invocation5XXErrors",
            dimensions={"EndpointName": ref("endpoint", "classifier"), "VariantName": "AllTraffic"},
            statistic="Sum",
            period=60.0,
            evaluationPeriods=3.0,
            threshold=1.0,
            comparisonOperator="GreaterThanOrEqualToThreshold",
            treatMissingData="notBreaching",
            alarmActions=[arn("sns", "alerts")],
            tags=TAGS,
        ),
    ]
