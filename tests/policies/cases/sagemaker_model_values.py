"""Fixtures of sagemaker-model-values."""

from __future__ import annotations

from guardrails.aws import sagemaker_models

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

ROLE = "arn:aws:iam::123456789012:role/model"
PLAIN = aws("sagemaker/model", executionRoleArn=ROLE, primaryContainer={"image": "fraud"})
LISTED = aws("sagemaker/model", executionRoleArn=ROLE, containers=[{"image": "a"}, {"image": "b"}])
SOURCED = PLAIN.but(primaryContainer={"modelDataSource": {"s3DataSources": [{"compressionType": "None"}]}})
EXTRA = "primaryContainer.additionalModelDataSources"
SOURCE = "primaryContainer.modelDataSource.s3DataSources"
EDGES = [
    at_the_edges(PLAIN, sagemaker_models.MODEL),
    at_the_edges(PLAIN, sagemaker_models.CONTAINER, "primaryContainer"),
    at_the_edges(LISTED, sagemaker_models.CONTAINER, "containers.1"),
    at_the_edges(SOURCED, sagemaker_models.SOURCE, f"{SOURCE}.0"),
]


def data(where: object, kind: object, **container: object) -> Case:
    source = {"s3DataSources": [{"s3Uri": where, "s3DataType": kind, "compressionType": "None"}]}
    return PLAIN.but(primaryContainer={"image": "fraud", "modelDataSource": source, **container})


def extra(where: str) -> Case:
    source = {"s3DataSources": [{"s3Uri": where, "s3DataType": "S3Prefix", "compressionType": "None"}]}
    return PLAIN.but(
        primaryContainer={"image": "fraud", "additionalModelDataSources": [{"channelName": "a", **source}]}
    )


CASES = Cases(
    passes=[
        *[case for passes, _ in EDGES for case in passes],
        data("s3://models/fraud/", "S3Prefix"),
        data("s3://models/fraud.bin", "S3Object"),
        data("s3://models/fraud/", "S3Prefix", mode="SingleModel"),
        PLAIN.but(primaryContainer={"image": "fraud", "mode": "MultiModel", "modelDataUrl": "s3://models/all/"}),
        extra("s3://models/adapter/"),
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        data("s3://models/fraud", "S3Prefix").but(
            (f"{SOURCE}[0].s3Uri is s3://models/fraud, a prefix that does not end with a slash",)
        ),
        extra("s3://models/adapter").but(
            (f"{EXTRA}[0].s3DataSources[0].s3Uri is s3://models/adapter, a prefix that does not end with a slash",)
        ),
        data("s3://models/fraud/", "S3Prefix", mode="MultiModel").but(
            ("primaryContainer.modelDataSource is set for a container with many models",)
        ),
        PLAIN.but(("primaryContainer.image is a b, which holds characters",), primaryContainer={"image": "a b"}),
    ],
    not_applicable=[],
    unknown=[data(U, "S3Prefix"), data("s3://models/fraud", U), PLAIN.but(primaryContainer=U)],
    always_applicable=True,
)
