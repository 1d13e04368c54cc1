"""Fixtures of event-permission-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudwatch/eventPermission", principal="123456789012", statementId="partner")
OURS = {"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-a1b2c3d4e5"}

CASES = Cases(
    passes=[SOUND, SOUND.but(principal="*", condition=OURS)],
    fails=[SOUND.but(('principal is "*"',), principal="*")],
    not_applicable=[],
    unknown=[SOUND.but(principal=U)],
    always_applicable=True,
)
