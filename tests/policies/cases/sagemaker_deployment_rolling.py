"""Fixtures of sagemaker-deployment-rolling."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

POLICY = {"rollingUpdatePolicy": {"maximumBatchSize": {"type": "INSTANCE_COUNT", "value": 1.0}}}
ROLLS = "live: deploymentConfig.rollingUpdatePolicy is set, but config"


def config(*variants: object, called: str = "config", **more: object) -> Case:
    return aws("sagemaker/endpointConfiguration", called=called, productionVariants=list(variants), **more)


def instances(name: str) -> dict[str, object]:
    return {"variantName": name, "modelName": "fraud", "instanceType": "ml.m5.large", "initialInstanceCount": 2.0}


SERVERLESS = {"modelName": "fraud", "serverlessConfig": {"maxConcurrency": 5.0, "memorySizeInMb": 2048.0}}
LIVE = aws("sagemaker/endpoint", called="live", endpointConfigName=U, deploymentConfig=POLICY).made_from(
    endpointConfigName="config"
)
NAMED = aws("sagemaker/endpoint", called="live", endpointConfigName="fraud", deploymentConfig=POLICY)

CASES = Cases(
    passes=[
        stack(LIVE, config(instances("a"))),
        stack(NAMED, config(instances("a"), name="fraud")),
        stack(NAMED, config(instances("a"), name="fraud"), config(SERVERLESS, called="other", name="other")),
    ],
    fails=[
        stack(LIVE, config(SERVERLESS), names=(f"{ROLLS} is serverless",)),
        stack(LIVE, config(instances("a"), instances("b")), names=(f"{ROLLS} has 2 variants",)),
        stack(NAMED, config(instances("a"), instances("b"), name="fraud"), names=(f"{ROLLS} has 2 variants",)),
        stack(NAMED, config(SERVERLESS, name="fraud"), names=(f"{ROLLS} is serverless",)),
    ],
    not_applicable=[
        stack(LIVE.but(deploymentConfig=None), config(SERVERLESS)),
        stack(NAMED, config(SERVERLESS, name="other")),
        stack(config(SERVERLESS)),
    ],
    unknown=[
        stack(LIVE.but(deploymentConfig=U), config(SERVERLESS)),
        stack(LIVE, config().but(productionVariants=U)),
    ],
)
