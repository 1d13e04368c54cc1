"""Fixtures of iam-policy-attachment-exclusive."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

OWN = aws("iam/policyAttachment", policyArn="arn:aws:iam::123456789012:policy/inputs", roles=["job"])

CASES = Cases(
    passes=[OWN],
    fails=[OWN.but(("policyArn is taken away",), policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")],
    not_applicable=[],
    unknown=[OWN.but(policyArn=U)],
    always_applicable=True,
)
