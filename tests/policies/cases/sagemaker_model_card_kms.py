"""Fixtures of sagemaker-model-card-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CARD = aws("sagemaker/modelCard", modelCardName="m", securityConfig={"kmsKeyId": U})
CASES = Cases(
    passes=[CARD],
    fails=[CARD.but(("securityConfig.kmsKeyId is not set",), securityConfig=None)],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
