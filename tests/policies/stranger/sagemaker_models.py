"""Models and endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    KEY,
    REGION,
    TAGS,
    Case,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
)
from tests.policies.stranger.shapes_models import serving


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
    yield from pair(
        "sm-endpoint-rollback", whole, "endpoint.deploymentConfig.autoRollbackConfiguration", "deploymentconfig", GONE
    )
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
    plain = ("vpcConfig", "enableNetworkIsolation")  # serverless inference has neither
    small = [replace(each, raw={key: value for key, value in each.raw.items() if key not in plain}) for each in small]
    at = "config.productionVariants.0.serverlessConfig"
    yield from pair("sm-serverless-memory", small, f"{at}.memorySizeInMb", "", 1500.0)
    yield from pair("sm-serverless-concurrency", small, f"{at}.maxConcurrency", "", 500.0)


def cases() -> Iterator[Case]:
    for part in (models,):
        yield from part()
