"""Notebooks, domains, jobs that watch, and what looks odd but is sound."""

from __future__ import annotations

from collections.abc import Iterator

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
    arn,
    pair,
    ref,
    res,
    sound,
)
from tests.policies.stranger.shapes_models import notebook, role, serving

ROLE = arn("iam", "role/shop-models", "role")
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/classifier:2.3.1"
DEEP = f"763104351884.dkr.ecr.{REGION}.amazonaws.com/huggingface-pytorch-inference"
INSIDE = {"subnets": SUBNETS, "securityGroupIds": GROUPS}
VARIANT: dict[str, Plain] = {
    "variantName": "AllTraffic",
    "modelName": ref("model", "classifier"),
    "instanceType": "ml.m6i.large",
    "initialInstanceCount": 2.0,
    "initialVariantWeight": 1.0,
}


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
    for part in (
        studies,
        watching,
        odd_but_sound,
    ):
        yield from part()
