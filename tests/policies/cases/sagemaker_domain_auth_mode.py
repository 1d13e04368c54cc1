"""Fixtures of sagemaker-domain-auth-mode."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

DOMAIN = aws("sagemaker/domain", domainName="team", authMode="IAM", vpcId=U)
ONLY_IAM = {"acceptedModes": ["IAM"]}
CASES = Cases(
    passes=[DOMAIN, DOMAIN.but(authMode="SSO"), replace(DOMAIN, settings=ONLY_IAM)],
    fails=[
        replace(DOMAIN.but(authMode="SSO"), settings=ONLY_IAM, names=("authMode is SSO; accepted: IAM",)),
        DOMAIN.but(("authMode is NONE",), authMode="NONE"),
    ],
    not_applicable=[],
    unknown=[DOMAIN.but(authMode=U)],
    always_applicable=True,
)
