"""Fixtures of sagemaker-endpoint-rollback."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ENDPOINT = aws("sagemaker/endpoint", endpointConfigName=U)
WHERE = "deploymentConfig.autoRollbackConfiguration.alarms names no alarm"


def guarded(**config: object) -> Case:
    return ENDPOINT.but(deploymentConfig=config)


CASES = Cases(
    passes=[guarded(autoRollbackConfiguration={"alarms": [{"alarmName": U}]})],
    fails=[guarded(autoRollbackConfiguration={"alarms": []}).but((WHERE,)), guarded().but((WHERE,))],
    not_applicable=[ENDPOINT],
    unknown=[guarded(autoRollbackConfiguration=U)],
)
