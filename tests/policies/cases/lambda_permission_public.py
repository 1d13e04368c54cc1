"""Fixtures of lambda-permission-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

RULE = aws("lambda/permission", principal="events.amazonaws.com", function=U, sourceArn=U)
OURS = aws("lambda/permission", principal="*", principalOrgId="o-abcdef1234")
URL = aws("lambda/permission", principal="123456789012", functionUrlAuthType="AWS_IAM")

CASES = Cases(
    passes=[
        RULE,
        OURS,
        URL,
        OURS.but(principalOrgId=None, sourceAccount="123456789012"),
        OURS.but(principalOrgId=None, sourceArn=U),
    ],
    fails=[
        OURS.but(('principal is "*" without sourceArn',), principalOrgId=None),
        URL.but(("functionUrlAuthType is NONE",), functionUrlAuthType="NONE"),
        URL.but(('principal is "*"',), principal="*"),
    ],
    not_applicable=[],
    unknown=[RULE.but(principal=U)],
    always_applicable=True,
)
