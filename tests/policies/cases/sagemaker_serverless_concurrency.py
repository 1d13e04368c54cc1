"""Fixtures of sagemaker-serverless-concurrency."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def serverless(**config: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"serverlessConfig": config}])


WHERE = "productionVariants[0].serverlessConfig"

CASES = Cases(
    passes=[
        serverless(maxConcurrency=200.0, provisionedConcurrency=200.0),
        serverless(maxConcurrency=5.0, provisionedConcurrency=1.0),
        serverless(maxConcurrency=1.0),
        serverless(memorySizeInMb=1024.0, maxConcurrency=1.0),
    ],
    fails=[
        serverless(maxConcurrency=201.0).but((f"{WHERE}.maxConcurrency is 201, outside 1 to 200",)),
        serverless(maxConcurrency=0.0).but((f"{WHERE}.maxConcurrency is 0, outside 1 to 200",)),
        serverless(memorySizeInMb=1024.0).but((f"{WHERE}.maxConcurrency is missing",)),
        serverless(maxConcurrency=5.0, provisionedConcurrency=6.0).but(
            (f"{WHERE}.provisionedConcurrency is 6, above maxConcurrency 5;",)
        ),
        serverless(maxConcurrency=5.0, provisionedConcurrency=0.0).but((f"{WHERE}.provisionedConcurrency is 0",)),
        serverless(maxConcurrency=200.0, provisionedConcurrency=201.0).but(
            (f"{WHERE}.provisionedConcurrency is 201, outside",)
        ),
    ],
    not_applicable=[aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large"}])],
    unknown=[
        serverless(maxConcurrency=U, provisionedConcurrency=3.0),
        serverless(maxConcurrency=5.0, provisionedConcurrency=U),
    ],
)
