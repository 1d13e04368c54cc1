"""Fixtures of sagemaker-workteam-presigned-access."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

TEAM = aws("sagemaker/workteam", workteamName="w", workforceName=U)
WHERE = "workerAccessConfiguration.s3Presign.iamPolicyConstraints"


def limits(**limits: object) -> Case:
    return TEAM.but(workerAccessConfiguration={"s3Presign": {"iamPolicyConstraints": limits}})


CASES = Cases(
    passes=[limits(sourceIp="Enabled"), limits(vpcSourceIp="Enabled")],
    fails=[
        limits(sourceIp="Disabled").but((WHERE,)),
        limits().but((WHERE,)),
        TEAM.but((WHERE,), workerAccessConfiguration={"s3Presign": {}}),
    ],
    not_applicable=[],
    unknown=[
        limits(sourceIp="Enabled", vpcSourceIp=U),
        limits(sourceIp=U, vpcSourceIp="Disabled"),
        limits(vpcSourceIp=U),
    ],
    always_applicable=True,
)
