"""Fixtures of the family sagemaker-security."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

VARIANT = "sagemaker:variant:DesiredInstanceCount"
COPIES = "sagemaker:inference-component:DesiredCopyCount"
REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx"
PLAIN = {"variantName": "a", "instanceType": "ml.m5.large"}


def serverless(names: tuple[str, ...] = (), **config: object) -> Case:
    return aws("sagemaker/endpointConfiguration", names, productionVariants=[{"serverlessConfig": config}])


WHERE = "productionVariants[0].serverlessConfig"

CASES = {
    "sagemaker-scaling-min-capacity": Cases(
        passes=[aws("appautoscaling/target", scalableDimension=VARIANT, minCapacity=1.0, resourceId=U)],
        fails=[
            aws(
                "appautoscaling/target",
                ("minCapacity is 0 for a variant",),
                scalableDimension=VARIANT,
                minCapacity=0.0,
                resourceId=U,
            )
        ],
        not_applicable=[
            aws("appautoscaling/target", scalableDimension=COPIES, minCapacity=0.0),
            aws("appautoscaling/target", scalableDimension="dynamodb:table:ReadCapacityUnits", minCapacity=0.0),
        ],
        unknown=[
            aws("appautoscaling/target", scalableDimension=VARIANT, minCapacity=U),
            aws("appautoscaling/target", scalableDimension=U, minCapacity=0.0),
        ],
    ),
    "sagemaker-serverless-memory": Cases(
        passes=[serverless(memorySizeInMb=1024.0), serverless(memorySizeInMb=6144.0)],
        fails=[
            serverless((f"{WHERE}.memorySizeInMb is 1000;",), memorySizeInMb=1000.0),
            serverless((f"{WHERE}.memorySizeInMb is 7168;",), memorySizeInMb=7168.0),
            serverless((f"{WHERE}.memorySizeInMb is missing;",), maxConcurrency=U),
        ],
        not_applicable=[aws("sagemaker/endpointConfiguration", productionVariants=[PLAIN])],
        unknown=[serverless(memorySizeInMb=U), aws("sagemaker/endpointConfiguration", productionVariants=U)],
    ),
    "sagemaker-serverless-concurrency": Cases(
        passes=[serverless(maxConcurrency=200.0, provisionedConcurrency=200.0), serverless(maxConcurrency=1.0)],
        fails=[
            serverless((f"{WHERE}.maxConcurrency is 201",), maxConcurrency=201.0),
            serverless((f"{WHERE}.maxConcurrency is missing",), memorySizeInMb=1024.0),
            serverless(
                (f"{WHERE}.provisionedConcurrency is 6, above maxConcurrency 5;",),
                maxConcurrency=5.0,
                provisionedConcurrency=6.0,
            ),
            serverless((f"{WHERE}.provisionedConcurrency is 0",), maxConcurrency=U, provisionedConcurrency=0.0),
        ],
        not_applicable=[aws("sagemaker/endpointConfiguration", productionVariants=[PLAIN])],
        unknown=[
            serverless(maxConcurrency=U, provisionedConcurrency=3.0),
            serverless(maxConcurrency=5.0, provisionedConcurrency=U),
        ],
    ),
    "sagemaker-model-image-pinned": Cases(
        passes=[
            aws("sagemaker/model", primaryContainer={"image": f"{REPOSITORY}:1.4.0"}),
            aws("sagemaker/model", primaryContainer={"image": f"{REPOSITORY}@sha256:{'a' * 64}"}),
        ],
        fails=[
            aws(
                "sagemaker/model",
                ("primaryContainer.image has the tag latest",),
                primaryContainer={"image": f"{REPOSITORY}:latest"},
            ),
            aws(
                "sagemaker/model",
                ("primaryContainer.image has no tag",),
                primaryContainer={"image": "localhost:5000/onnx"},
            ),
            aws(
                "sagemaker/model", ("containers[1].image has no tag",), containers=[{"image": U}, {"image": REPOSITORY}]
            ),
        ],
        not_applicable=[aws("sagemaker/model", primaryContainer={"modelPackageName": "m"})],
        unknown=[aws("sagemaker/model", primaryContainer={"image": U}), aws("sagemaker/model", containers=U)],
    ),
}
