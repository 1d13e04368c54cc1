"""Fixtures of transfer-server-policy."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("transfer/server", securityPolicyName="TransferSecurityPolicy-2024-01")
OLD = ("TransferSecurityPolicy-2018-11", "TransferSecurityPolicy-2020-06", "TransferSecurityPolicy-FIPS-2020-06")

CASES = Cases(
    passes=[SOUND],
    fails=[
        *(SOUND.but((f"securityPolicyName is {name}",), securityPolicyName=name) for name in OLD),
        SOUND.but(("securityPolicyName is not set",), securityPolicyName=None),
    ],
    not_applicable=[],
    unknown=[SOUND.but(securityPolicyName=U)],
    always_applicable=True,
)
