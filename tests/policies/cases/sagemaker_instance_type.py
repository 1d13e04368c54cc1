"""Fixtures of sagemaker-instance-type."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(kind: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"variantName": "a", "instanceType": kind}])


def notebook(kind: str) -> Case:
    return aws("sagemaker/notebookInstance", instanceType=kind)


def training(kind: str) -> Case:
    return aws("sagemaker/trainingJob", resourceConfig={"instanceType": kind})


CASES = Cases(
    passes=[make("ml.m5.large") for make in (config, notebook, training)],
    fails=[
        config("m5.large").but(("productionVariants[0].instanceType is m5.large",)),
        notebook("m5.large").but(("instanceType is m5.large",)),
        training("m5.large").but(("resourceConfig.instanceType is m5.large",)),
    ],
    not_applicable=[
        aws("sagemaker/endpointConfiguration", productionVariants=[{"serverlessConfig": {}}]),
        aws("sagemaker/trainingJob", trainingJobName="serverless"),
    ],
    unknown=[config(U)],
)
