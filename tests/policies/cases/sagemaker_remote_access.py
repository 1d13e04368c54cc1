"""Fixtures of sagemaker-remote-access."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(**variant: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"variantName": "a", **variant}])


JOB = aws("sagemaker/trainingJob", trainingJobName="t")
CASES = Cases(
    passes=[config(), config(enableSsmAccess=False), JOB, JOB.but(remoteDebugConfig={"enableRemoteDebug": False})],
    fails=[
        config(enableSsmAccess=True).but(("productionVariants[0].enableSsmAccess is true",)),
        JOB.but(("remoteDebugConfig.enableRemoteDebug is true",), remoteDebugConfig={"enableRemoteDebug": True}),
    ],
    not_applicable=[],
    unknown=[config(enableSsmAccess=U), JOB.but(remoteDebugConfig=U)],
    always_applicable=True,
)
