"""Fixtures of sagemaker-domain-source-identity."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

DOMAIN = aws("sagemaker/domain", domainName="team", authMode="IAM", vpcId=U)


def identity(value: object) -> Case:
    return DOMAIN.but(domainSettings={"executionRoleIdentityConfig": value})


WHERE = "domainSettings.executionRoleIdentityConfig"
CASES = Cases(
    passes=[identity("USER_PROFILE_NAME")],
    fails=[
        identity("DISABLED").but((f"{WHERE} is DISABLED",)),
        DOMAIN.but((f"{WHERE} is not set",), domainSettings={}),
        DOMAIN.but((f"{WHERE} is not set",)),
    ],
    not_applicable=[],
    unknown=[identity(U)],
    always_applicable=True,
)
