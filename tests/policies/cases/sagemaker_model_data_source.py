"""Fixtures of sagemaker-model-data-source."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def model(url: object) -> Case:
    return aws("sagemaker/model", primaryContainer={"image": "i", "modelDataUrl": url})


def source(uri: object) -> Case:
    parts = {"s3DataSources": [{"s3Uri": uri, "s3DataType": "S3Prefix"}]}
    return aws("sagemaker/model", containers=[{"modelDataSource": parts}])


def extra(uri: object) -> Case:
    parts = [{"channelName": "adapter", "s3DataSources": [{"s3Uri": uri}]}]
    return aws("sagemaker/model", containers=[{"additionalModelDataSources": parts}])


OURS = {"buckets": ["models-*"]}
FOUND = "primaryContainer.modelDataUrl is"
CASES = Cases(
    passes=[
        replace(model("s3://models-1/a.tar.gz"), settings={"buckets": ["own-*", "models-*"]}),
        model("s3://models-1/a.tar.gz"),
        model("https://s3.us-east-1.amazonaws.com/models-1/a.tar.gz"),
        model("https://models-1.s3.us-east-1.amazonaws.com/a.tar.gz"),
        replace(model("s3://models-1/a.tar.gz"), settings=OURS),
        replace(model("https://models-1.s3.us-east-1.amazonaws.com/a.tar.gz"), settings=OURS),
        replace(model("https://s3-us-west-2.amazonaws.com/models-1/a.tar.gz"), settings=OURS),
        source("s3://models-1/a/"),
        extra("s3://models-1/a/"),
    ],
    fails=[
        model("https://huggingface.co/a/model.tar.gz").but((f"{FOUND} https://huggingface.co",)),
        model("http://s3.us-east-1.amazonaws.com/models-1/a.tar.gz").but((f"{FOUND} http://",)),
        replace(model("s3://theirs/a.tar.gz"), settings=OURS, names=(f"{FOUND} in the bucket theirs",)),
        replace(model("https://s3-us-west-2.amazonaws.com/x/a"), settings=OURS, names=(f"{FOUND} in the bucket x",)),
        source("https://elsewhere/a/").but(("containers[0].modelDataSource.s3DataSources[0].s3Uri is",)),
        extra("https://elsewhere/a/").but(("containers[0].additionalModelDataSources[0].s3DataSources[0].s3Uri is",)),
    ],
    not_applicable=[aws("sagemaker/model", primaryContainer={"modelPackageName": "m"})],
    unknown=[model(U)],
)
