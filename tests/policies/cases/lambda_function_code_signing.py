"""Fixtures of lambda-function-code-signing."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SIGNED = aws("lambda/function", runtime="python3.13", codeSigningConfigArn=U)

CASES = Cases(
    passes=[SIGNED],
    fails=[SIGNED.but(("codeSigningConfigArn is not set",), codeSigningConfigArn=None)],
    not_applicable=[SIGNED.but(packageType="Image", codeSigningConfigArn=None)],
    unknown=[SIGNED.but(packageType=U)],
)
