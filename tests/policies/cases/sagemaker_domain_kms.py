"""Fixtures of sagemaker-domain-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

DOMAIN = aws("sagemaker/domain", domainName="team", authMode="IAM", vpcId=U)

CASES = Cases(
    passes=[DOMAIN.but(kmsKeyId=U)],
    fails=[DOMAIN.but(("kmsKeyId is not set",))],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
