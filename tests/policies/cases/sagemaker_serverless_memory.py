"""Fixtures of sagemaker-serverless-memory."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def serverless(**config: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"serverlessConfig": config}])


WHERE = "productionVariants[0].serverlessConfig.memorySizeInMb"

CASES = Cases(
    passes=[
        *[serverless(memorySizeInMb=float(size)) for size in (1024, 2048, 3072, 4096, 5120, 6144)],
        serverless(memorySizeInMb=1024.0, maxConcurrency=U),
    ],
    fails=[
        serverless(memorySizeInMb=1000.0).but((f"{WHERE} is 1000;",)),
        serverless(memorySizeInMb=7168.0).but((f"{WHERE} is 7168;",)),
        serverless(maxConcurrency=U).but((f"{WHERE} is missing;",)),
    ],
    not_applicable=[aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large"}])],
    unknown=[serverless(memorySizeInMb=U), aws("sagemaker/endpointConfiguration", productionVariants=U)],
)
