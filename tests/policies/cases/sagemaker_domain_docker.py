"""Fixtures of sagemaker-domain-docker."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

DOMAIN = aws("sagemaker/domain", domainName="team", authMode="IAM", vpcId=U)


def docker(**settings: object) -> Case:
    return DOMAIN.but(domainSettings={"dockerSettings": settings})


CASES = Cases(
    passes=[docker(enableDockerAccess="ENABLED", vpcOnlyTrustedAccounts=["123456789012"])],
    fails=[
        docker(enableDockerAccess="ENABLED").but(("domainSettings.dockerSettings.vpcOnlyTrustedAccounts is not set",))
    ],
    not_applicable=[DOMAIN, docker(enableDockerAccess="DISABLED"), docker()],
    unknown=[docker(enableDockerAccess=U)],
)
