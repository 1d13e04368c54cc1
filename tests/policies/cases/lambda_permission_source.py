"""Fixtures of lambda-permission-source."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

BUCKET = aws("lambda/permission", function=U, principal="s3.amazonaws.com", sourceArn="arn:aws:s3:::inputs")
RULE = aws("lambda/permission", function=U, principal="events.amazonaws.com", sourceArn=U)
LOGS = aws("lambda/permission", function=U, principal="logs.cn-north-1.amazonaws.com.cn", sourceArn=U)
FOUND = "sourceArn is not set, nor is sourceAccount, so"

CASES = Cases(
    passes=[
        BUCKET,
        RULE,
        LOGS,
        RULE.but(sourceArn=None, sourceAccount="123456789012"),
        RULE.but(sourceArn=None, principalOrgId="o-abcdef1234"),
        RULE.but(principal="alexa-appkit.amazon.com", sourceArn=None).but(
            principal="alexa-connectedhome.amazonaws.com", eventSourceToken="amzn1.ask.skill.1"
        ),
    ],
    fails=[
        BUCKET.but((f"{FOUND} s3.amazonaws.com",), sourceArn=None),
        RULE.but((f"{FOUND} events.amazonaws.com",), sourceArn=None),
        LOGS.but((f"{FOUND} logs.cn-north-1.amazonaws.com.cn",), sourceArn=None),
    ],
    not_applicable=[
        aws("lambda/permission", principal="123456789012"),
        aws("lambda/permission", principal="*", principalOrgId="o-abcdef1234"),
    ],
    unknown=[aws("lambda/permission", principal=U)],
)
