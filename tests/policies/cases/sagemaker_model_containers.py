"""Fixtures of sagemaker-model-containers."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud:3"
ONE = {"image": IMAGE, "modelDataUrl": "s3://models/fraud.tar.gz"}
PACKAGE = {"modelPackageName": "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud/3"}
SOURCE = {"s3DataSources": [{"s3Uri": "s3://models/fraud/", "s3DataType": "S3Prefix", "compressionType": "None"}]}


def model(primary: object = None, *, several: object = None) -> Case:
    base = aws("sagemaker/model", executionRoleArn="arn:aws:iam::123456789012:role/model")
    return base.but(primaryContainer=primary, containers=several)


CASES = Cases(
    passes=[
        model(ONE),
        model(PACKAGE),
        model({"image": U}),
        model({"image": IMAGE, "modelDataSource": SOURCE}),
        model(several=[ONE]),
        model(several=[ONE, PACKAGE]),
        model(several=[ONE] * 15),
        model(several=[{**ONE, "containerHostname": "a"}, {**ONE, "containerHostname": "b"}]),
        model(several=[{**ONE, "containerHostname": U}, {**ONE, "containerHostname": "b"}]),
        model(several=[{**ONE, "containerHostname": "a"}, U]),
        model(ONE, several=[]),
        model(U),
        model(several=[ONE, U]),
    ],
    fails=[
        model().but(("primaryContainer is not set, nor are containers",)),
        model(several=[]).but(("primaryContainer is not set, nor are containers",), containers=[]),
        model(ONE, several=[ONE]).but(("primaryContainer is set beside containers",), containers=[ONE]),
        model(several=[ONE] * 16).but(("containers has 16 containers, more than 15",), containers=[ONE] * 16),
        model(several=[{**ONE, "containerHostname": "a"}, ONE]).but(
            ("containers[1].containerHostname is not set, but for another container",)
        ),
        model({"modelDataUrl": "s3://models/fraud.tar.gz"}).but(
            ("primaryContainer.image is not set, nor is modelPackageName",)
        ),
        model(several=[ONE, {"mode": "SingleModel"}]).but(("containers[1].image is not set, nor is modelPackageName",)),
        model({**ONE, "modelDataSource": SOURCE}).but(("primaryContainer.modelDataUrl is set beside modelDataSource",)),
    ],
    not_applicable=[],
    unknown=[model(several=U), model(ONE, several=U)],
    always_applicable=True,
)
