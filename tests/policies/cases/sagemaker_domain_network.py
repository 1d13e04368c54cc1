"""Fixtures of sagemaker-domain-network."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

DOMAIN = aws("sagemaker/domain", domainName="team", authMode="IAM", vpcId=U)

CASES = Cases(
    passes=[DOMAIN.but(appNetworkAccessType="VpcOnly")],
    fails=[
        DOMAIN.but(("appNetworkAccessType is PublicInternetOnly",), appNetworkAccessType="PublicInternetOnly"),
        DOMAIN.but(("appNetworkAccessType is not set",)),
    ],
    not_applicable=[],
    unknown=[DOMAIN.but(appNetworkAccessType=U)],
    always_applicable=True,
)
