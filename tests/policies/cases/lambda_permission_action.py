"""Fixtures of lambda-permission-action."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lambda/permission", action="lambda:InvokeFunction", function=U, principal="123456789012")

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("action is lambda:*",), action="lambda:*"),
        SOUND.but(("action is *",), action="*"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(action=U)],
    always_applicable=True,
)
