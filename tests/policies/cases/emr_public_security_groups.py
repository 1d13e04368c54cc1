"""Fixtures of emr-public-security-groups."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

BLOCKED = aws("emr/blockPublicAccessConfiguration", blockPublicSecurityGroupRules=True)

CASES = Cases(
    passes=[BLOCKED],
    fails=[
        BLOCKED.but(("blockPublicSecurityGroupRules is false",), blockPublicSecurityGroupRules=False),
        BLOCKED.but(("blockPublicSecurityGroupRules is not set",), blockPublicSecurityGroupRules=None),
    ],
    not_applicable=[],
    unknown=[BLOCKED.but(blockPublicSecurityGroupRules=U)],
    always_applicable=True,
)
