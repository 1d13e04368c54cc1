"""Notebooks, models, endpoints, domains and the jobs that watch them."""

from __future__ import annotations

from collections.abc import Iterator

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
    VPC,
    Case,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
    sound,
    trust,
)

ROLE = arn("iam", "role/shop-models", "role")
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/classifier:2.3.1"
DEEP = f"763104351884.dkr.ecr.{REGION}.amazonaws.com/huggingface-pytorch-inference"
INSIDE = {"subnets": SUBNETS, "securityGroupIds": GROUPS}
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


def studies() -> Iterator[Case]:
    whole = notebook()
    yield from pair("sm-notebook-internet", whole, "study.directInternetAccess", "", "Enabled")
    yield from pair("sm-notebook-internet-missing", whole, "study.directInternetAccess", "", GONE)
    yield from pair("sm-notebook-root", whole, "study.rootAccess", "", "Enabled")
    yield from pair("sm-notebook-root-missing", whole, "study.rootAccess", "", GONE)
    yield from pair("sm-notebook-key", whole, "study.kmsKeyId", "", GONE)
    yield from pair("sm-notebook-subnet", whole, "study.subnetId", "subnet", GONE)
    at = "study.instanceMetadataServiceConfiguration"
    yield from pair("sm-notebook-metadata", whole, f"{at}.minimumInstanceMetadataServiceVersion", "", "1")
    yield from pair("sm-notebook-metadata-missing", whole, at, "metadata", GONE)
    yield from pair("sm-notebook-platform", whole, "study.platformIdentifier", "", "notebook-al1-v1")
    settings = {
        "executionRole": ROLE,
        "securityGroups": GROUPS,
        "sharingSettings": {"notebookOutputOption": "Allowed", "s3OutputPath": "s3://shop-shared/", "s3KmsKeyId": KEY},
    }
    domain = [
        *role(),
        res(
            "sagemaker/domain",
            "studio",
            domainName="studio",
            authMode="IAM",
            appNetworkAccessType="VpcOnly",
            vpcId=VPC,
            subnetIds=SUBNETS,
            kmsKeyId=KEY,
            defaultUserSettings=settings,
            retentionPolicy={"homeEfsFileSystem": "Retain"},
            tags=TAGS,
        ),
    ]
    yield from pair("sm-domain-internet", domain, "studio.appNetworkAccessType", "", "PublicInternetOnly")
    yield from pair("sm-domain-internet-missing", domain, "studio.appNetworkAccessType", "", GONE)
    yield from pair("sm-domain-key", domain, "studio.kmsKeyId", "", GONE)
    yield from pair("sm-domain-sharing", domain, "studio.defaultUserSettings.sharingSettings.s3KmsKeyId", "", GONE)
    code = [
        res(
            "sagemaker/codeRepository",
            "code",
            codeRepositoryName="code",
            gitConfig={
                "repositoryUrl": "https://github.com/shop/models.git",
                "secretArn": arn("secretsmanager", "secret:git-a1b2c3", "git"),
            },
            tags=TAGS,
        )
    ]
    leaked = "https://anna:ghp_16C7e42F292c6912E7710c838347Ae178B4a@github.com/shop/models.git"
    yield from pair("sm-code-password", code, "code.gitConfig.repositoryUrl", "", leaked)
    team = [
        res(
            "sagemaker/workforce",
            "people",
            workforceName="people",
            cognitoConfig={"clientId": ref("client"), "userPool": ref("pool")},
            sourceIpConfig={"cidrs": ["203.0.113.0/24"]},
        )
    ]
    yield from pair("sm-workforce-anywhere", team, "people.sourceIpConfig.cidrs", "sourceipconfig", ["0.0.0.0/0"])


def models() -> Iterator[Case]:
    whole = serving()
    yield from pair("sm-model-isolation", whole, "model.enableNetworkIsolation", "", False)
    yield from pair("sm-model-isolation-missing", whole, "model.enableNetworkIsolation", "", GONE)
    yield from pair("sm-model-vpc", whole, "model.vpcConfig", "", GONE)
    latest = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/classifier:latest"
    yield from pair("sm-model-latest", whole, "model.primaryContainer.image", "image", latest)
    hub = "docker.io/tensorflow/serving:2.14.0"
    yield from pair("sm-model-hub", whole, "model.primaryContainer.image", "image", hub)
    secret = {"HF_TOKEN": "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "WORKERS": "2"}
    yield from pair("sm-model-secret", whole, "model.primaryContainer.environment", "hf_token", secret)
    data = "https://models.example.com/model.tar.gz"
    yield from pair("sm-model-data", whole, "model.primaryContainer.modelDataUrl", "modeldataurl", data)
    yield from pair("sm-config-key", whole, "config.kmsKeyArn", "", GONE)
    yield from pair("sm-config-capture", whole, "config.dataCaptureConfig", "datacapture", GONE)
    yield from pair("sm-config-capture-off", whole, "config.dataCaptureConfig.enableCapture", "", False)
    yield from pair("sm-config-capture-key", whole, "config.dataCaptureConfig.kmsKeyId", "kmskeyid", GONE)
    yield from pair("sm-config-single", whole, "config.productionVariants.0.initialInstanceCount", "", 1.0)
    words = "scal"
    two = [each for each in whole if each.name != "track"]
    yield from pair("sm-endpoint-fixed", two, "endpoint|config", words, drop="scale")
    yield from pair(
        "sm-endpoint-rollback", whole, "endpoint.deploymentConfig.autoRollbackConfiguration", "deploymentconfig", GONE
    )
    yield from pair("sm-endpoint-no-alarm", whole, "endpoint", "alarm", drop="errors")
    admin = [
        *whole,
        res(
            "iam/rolePolicyAttachment",
            "more",
            role=ref("role", "shop-models"),
            policyArn="arn:aws:iam::aws:policy/AmazonSageMakerReadOnly",
        ),
    ]
    full = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    yield from pair("sm-role-full", admin, "more.policyArn", "", full)
    wide = doc(allow("sagemaker:*", "*"))
    yield from pair("sm-role-star", whole, "grant.policy", "action|resource|statement", wide)
    s3 = doc(allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "arn:aws:s3:::*"))
    yield from pair("sm-role-buckets", whole, "grant.policy", "resource|statement", s3)
    output = {
        "s3OutputPath": "s3://shop-answers/",
        "kmsKeyId": KEY,
        "notificationConfig": {"errorTopic": arn("sns", "alerts")},
    }
    waiting = serving(
        asyncInferenceConfig={"outputConfig": output, "clientConfig": {"maxConcurrentInvocationsPerInstance": 4.0}},
        dataCaptureConfig=GONE,
    )
    yield from pair("sm-async-key", waiting, "config.asyncInferenceConfig.outputConfig.kmsKeyId", "kmskeyid", GONE)
    cheap = {
        "variantName": "AllTraffic",
        "modelName": ref("model", "classifier"),
        "serverlessConfig": {"maxConcurrency": 20.0, "memorySizeInMb": 2048.0},
    }
    small = [
        each
        for each in serving(productionVariants=[cheap], kmsKeyArn=GONE, dataCaptureConfig=GONE)
        if each.name not in {"scale", "track"}
    ]
    small = [
        each
        if each.name != "endpoint"
        else res("sagemaker/endpoint", "endpoint", name="classifier", endpointConfigName=ref("config"), tags=TAGS)
        for each in small
    ]
    at = "config.productionVariants.0.serverlessConfig"
    yield from pair("sm-serverless-memory", small, f"{at}.memorySizeInMb", "", 1500.0)
    yield from pair("sm-serverless-concurrency", small, f"{at}.maxConcurrency", "", 500.0)


def watching() -> Iterator[Case]:
    network = {
        "enableInterContainerTrafficEncryption": True,
        "enableNetworkIsolation": True,
        "vpcConfig": {"subnets": SUBNETS, "securityGroupIds": GROUPS},
    }
    resources = {
        "clusterConfig": {
            "instanceCount": 1.0,
            "instanceType": "ml.m5.large",
            "volumeSizeInGb": 20.0,
            "volumeKmsKeyId": KEY,
        }
    }
    job: dict[str, Plain] = {
        "name": "quality",
        "roleArn": ROLE,
        "networkConfig": network,
        "jobResources": resources,
        "stoppingCondition": {"maxRuntimeInSeconds": 3600.0},
        "tags": TAGS,
    }
    job |= {
        "dataQualityAppSpecification": {"imageUri": IMAGE},
        "dataQualityJobInput": {"endpointInput": {"endpointName": ref("endpoint", "classifier")}},
    }
    job |= {
        "dataQualityJobOutputConfig": {
            "kmsKeyId": KEY,
            "monitoringOutputs": {"s3Output": {"s3Uri": "s3://shop-quality/"}},
        }
    }
    quality = [*role(), res("sagemaker/dataQualityJobDefinition", "quality", **job)]
    yield from pair(
        "sm-quality-traffic", quality, "quality.networkConfig.enableInterContainerTrafficEncryption", "", False
    )
    yield from pair("sm-quality-isolation", quality, "quality.networkConfig.enableNetworkIsolation", "", False)
    yield from pair("sm-quality-volume", quality, "quality.jobResources.clusterConfig.volumeKmsKeyId", "", GONE)
    yield from pair("sm-quality-output", quality, "quality.dataQualityJobOutputConfig.kmsKeyId", "", GONE)
    store: dict[str, Plain] = {
        "featureGroupName": "orders",
        "recordIdentifierFeatureName": "id",
        "eventTimeFeatureName": "at",
        "roleArn": ROLE,
        "featureDefinitions": [
            {"featureName": "id", "featureType": "String"},
            {"featureName": "at", "featureType": "String"},
        ],
        "tags": TAGS,
    }
    store |= {
        "onlineStoreConfig": {"enableOnlineStore": True, "securityConfig": {"kmsKeyId": KEY}},
        "offlineStoreConfig": {"s3StorageConfig": {"s3Uri": "s3://shop-features/", "kmsKeyId": KEY}},
    }
    features = [*role(), res("sagemaker/featureGroup", "features", **store)]
    yield from pair(
        "sm-features-online", features, "features.onlineStoreConfig.securityConfig", "onlinestoreconfig", GONE
    )
    yield from pair(
        "sm-features-offline",
        features,
        "features.offlineStoreConfig.s3StorageConfig.kmsKeyId",
        "offlinestoreconfig",
        GONE,
    )


def odd_but_sound() -> Iterator[Case]:
    model = {
        "image": f"{DEEP}:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04-v2.0",
        "modelDataSource": {
            "s3DataSources": [{"s3Uri": "s3://shop-models/big/", "s3DataType": "S3Prefix", "compressionType": "None"}]
        },
        "environment": {"HF_TASK": "text-classification"},
    }
    closed = {"executionRoleArn": ROLE, "enableNetworkIsolation": True, "vpcConfig": INSIDE, "tags": TAGS}
    yield sound(
        "sm-sound-deep-learning-image", *role(), res("sagemaker/model", "model", primaryContainer=model, **closed)
    )
    pinned = {"image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/c@sha256:{'ab' * 32}", "mode": "SingleModel"}
    yield sound("sm-sound-digest", *role(), res("sagemaker/model", "model", primaryContainer=pinned, **closed))
    steps = [
        {"image": IMAGE, "modelDataUrl": f"s3://shop-models/{name}.tar.gz", "containerHostname": name}
        for name in ("clean", "score")
    ]
    yield sound(
        "sm-sound-pipeline",
        *role(),
        res("sagemaker/model", "model", containers=steps, inferenceExecutionConfig={"mode": "Serial"}, **closed),
    )
    script = {"name": "idle", "onStart": "IyEvYmluL2Jhc2gKZWNobyBoZWxsbwo="}
    yield sound("sm-sound-lifecycle", res("sagemaker/notebookInstanceLifecycleConfiguration", "idle", **script))
    yield sound("sm-sound-notebook-defaults", *notebook(__defaults=["volumeSize"], lifecycleConfigName=ref("idle")))
    yield sound(
        "sm-sound-registry",
        res("sagemaker/modelPackageGroup", "registry", modelPackageGroupName="classifier", tags=TAGS),
    )
    user = {
        "domainId": ref("studio", "d-abc"),
        "userProfileName": "anna",
        "userSettings": {"executionRole": ROLE, "securityGroups": GROUPS},
    }
    yield sound("sm-sound-user", *role(), res("sagemaker/userProfile", "anna", tags=TAGS, **user))
    two = [
        {**VARIANT, "variantName": name, "initialVariantWeight": weight}
        for name, weight in (("old", 0.9), ("new", 0.1))
    ]
    yield sound(
        "sm-sound-weights",
        *(each for each in serving(productionVariants=two) if each.type.startswith(("aws:iam", "aws:sagemaker"))),
    )


def cases() -> Iterator[Case]:
    for part in (studies, models, watching, odd_but_sound):
        yield from part()
