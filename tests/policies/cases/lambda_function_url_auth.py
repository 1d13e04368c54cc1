"""Fixtures of lambda-function-url-auth."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SIGNED = aws("lambda/functionUrl", functionName=U, authorizationType="AWS_IAM")

CASES = Cases(
    passes=[SIGNED],
    fails=[SIGNED.but(("authorizationType is NONE",), authorizationType="NONE")],
    not_applicable=[],
    unknown=[SIGNED.but(authorizationType=U)],
    always_applicable=True,
)
