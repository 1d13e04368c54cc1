"""Fixtures of sagemaker-deployment-policy."""

from __future__ import annotations

from guardrails.aws import sagemaker_deployments

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

ROUTING = "deploymentConfig.blueGreenUpdatePolicy.trafficRoutingConfiguration"
ROLLING = "deploymentConfig.rollingUpdatePolicy"
LIMIT = "deploymentConfig.blueGreenUpdatePolicy.maximumExecutionTimeoutInSeconds"
ALARMS = {"alarms": [{"alarmName": "fraud-errors"}]}


def percent(value: object, kind: str = "CAPACITY_PERCENT") -> dict[str, object]:
    return {"type": kind, "value": value}


def blue_green(kind: object = "ALL_AT_ONCE", wait: object = 300.0, timing: object = None, **sizes: object) -> Case:
    routing = {"type": kind, "waitIntervalInSeconds": wait, **sizes}
    given = timing if isinstance(timing, dict) else {}
    policy = {"trafficRoutingConfiguration": routing, **given}
    deployment = {"blueGreenUpdatePolicy": policy, "autoRollbackConfiguration": ALARMS}
    return aws("sagemaker/endpoint", endpointConfigName="fraud", deploymentConfig=deployment)


def rolling(**sizes: object) -> Case:
    policy = {"waitIntervalInSeconds": 60.0, **sizes}
    deployment = {"rollingUpdatePolicy": policy, "autoRollbackConfiguration": ALARMS}
    return aws("sagemaker/endpoint", endpointConfigName="fraud", deploymentConfig=deployment)


def timing(most: object, termination: object) -> dict[str, object]:
    return {"maximumExecutionTimeoutInSeconds": most, "terminationWaitInSeconds": termination}


BOTH = {
    "blueGreenUpdatePolicy": {"trafficRoutingConfiguration": {"type": "ALL_AT_ONCE", "waitIntervalInSeconds": 0.0}},
    "rollingUpdatePolicy": {"maximumBatchSize": percent(20.0), "waitIntervalInSeconds": 60.0},
}
BASE = aws("sagemaker/endpoint", endpointConfigName="fraud", deploymentConfig={"autoRollbackConfiguration": ALARMS})
WORDS = {path: limit for path, limit in sagemaker_deployments.LIMITS.items() if not path.endswith("Configuration.type")}
EDGES = at_the_edges(BASE, WORDS)

CASES = Cases(
    passes=[
        *EDGES[0],
        blue_green(),
        blue_green("CANARY", canarySize=percent(1.0)),
        blue_green("CANARY", canarySize=percent(50.0)),
        blue_green("CANARY", canarySize=percent(80.0, "INSTANCE_COUNT")),
        blue_green("LINEAR", linearStepSize=percent(10.0)),
        blue_green("LINEAR", linearStepSize=percent(50.0)),
        rolling(maximumBatchSize=percent(5.0)),
        rolling(maximumBatchSize=percent(50.0), rollbackMaximumBatchSize=percent(100.0)),
        blue_green(timing=timing(1801.0, 1500.0)),
        blue_green(wait=3600.0, timing={"terminationWaitInSeconds": 0.0}),
        BASE.but(deploymentConfig={"blueGreenUpdatePolicy": BOTH["blueGreenUpdatePolicy"]}),
    ],
    fails=[
        *EDGES[1],
        blue_green("SLOWLY").but((f"{ROUTING}.type is SLOWLY; accepted: ALL_AT_ONCE, CANARY, LINEAR",)),
        blue_green("CANARY").but((f"{ROUTING}.canarySize is not set for CANARY",)),
        blue_green("LINEAR").but((f"{ROUTING}.linearStepSize is not set for LINEAR",)),
        blue_green("CANARY", canarySize=percent(51.0)).but((f"{ROUTING}.canarySize.value is 51, outside 1 to 50",)),
        blue_green("LINEAR", linearStepSize=percent(9.0)).but(
            (f"{ROUTING}.linearStepSize.value is 9, outside 10 to 50",)
        ),
        blue_green("LINEAR", linearStepSize=percent(51.0)).but(
            (f"{ROUTING}.linearStepSize.value is 51, outside 10 to 50",)
        ),
        rolling(maximumBatchSize=percent(4.0)).but((f"{ROLLING}.maximumBatchSize.value is 4, outside 5 to 50",)),
        rolling(maximumBatchSize=percent(51.0)).but((f"{ROLLING}.maximumBatchSize.value is 51, outside 5 to 50",)),
        rolling(maximumBatchSize=percent(50.0), rollbackMaximumBatchSize=percent(101.0)).but(
            (f"{ROLLING}.rollbackMaximumBatchSize.value is 101, outside 1 to 100",)
        ),
        BASE.but((f"{ROLLING} is set beside blueGreenUpdatePolicy",), deploymentConfig=BOTH),
        blue_green(wait=900.0, timing={"maximumExecutionTimeoutInSeconds": 900.0}).but(
            (f"{LIMIT} is 900 s, but the deployment waits 900 s",)
        ),
        blue_green(timing=timing(1800.0, 1500.0)).but((f"{LIMIT} is 1800 s, but the deployment waits 1800 s",)),
    ],
    not_applicable=[BASE.but(deploymentConfig=None)],
    unknown=[
        BASE.but(deploymentConfig=U),
        blue_green(U, canarySize=percent(5.0)),
        blue_green("CANARY", canarySize=U),
        blue_green(wait=U, timing=timing(1800.0, 1500.0)),
    ],
)
