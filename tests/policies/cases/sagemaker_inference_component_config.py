"""Fixtures of sagemaker-inference-component-config."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ROLE = "arn:aws:iam::123456789012:role/endpoint"
SCALING = {"status": "ENABLED", "minInstanceCount": 0.0, "maxInstanceCount": 2.0}
ONE = "productionVariants[0]"
SCALED = f"{ONE}.managedInstanceScaling is set for a variant that names a model"
SERVERLESS = {"maxConcurrency": 5.0, "memorySizeInMb": 2048.0}


def config(role: object = None, **variant: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[variant]).but(executionRoleArn=role)


CASES = Cases(
    passes=[
        config(instanceType="ml.m5.large", modelName="fraud"),
        config(ROLE, instanceType="ml.m5.large", modelName="fraud"),
        config(instanceType="ml.m5.large", modelName=U),
        config(ROLE, instanceType="ml.m5.large"),
        config(U, instanceType="ml.m5.large", managedInstanceScaling=SCALING),
        config(ROLE, managedInstanceScaling=SCALING),
        config(ROLE, managedInstanceScaling=U),
        config().but(productionVariants=[U]),
        config(ROLE, serverlessConfig=SERVERLESS, modelName="fraud"),
        config(serverlessConfig=SERVERLESS, modelName="fraud"),
        config(U, modelName="fraud").but(productionVariants=[]),
    ],
    fails=[
        config(instanceType="ml.m5.large").but((f"executionRoleArn is not set, and {ONE} names no model",)),
        config(serverlessConfig=SERVERLESS).but((f"{ONE}.modelName is not set for a serverless variant",)),
        config(ROLE, serverlessConfig=SERVERLESS).but((f"{ONE}.modelName is not set for a serverless variant",)),
        config(ROLE, instanceType="ml.m5.large", managedInstanceScaling=SCALING, modelName="fraud").but((SCALED,)),
        config(ROLE, managedInstanceScaling=U, modelName=U).but((SCALED,)),
        config(serverlessConfig=SERVERLESS, managedInstanceScaling=SCALING, modelName="fraud").but((SCALED,)),
    ],
    not_applicable=[],
    unknown=[config().but(productionVariants=U)],
    always_applicable=True,
)
