"""Fixtures of apigateway-domain-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("apigateway/domainName", securityPolicy="TLS_1_2")

CASES = Cases(
    passes=[SOUND, SOUND.but(securityPolicy="SecurityPolicy_TLS13_1_3_2025_09")],
    fails=[
        SOUND.but(("securityPolicy is not set",), securityPolicy=None),
        SOUND.but(("securityPolicy is TLS_1_0",), securityPolicy="TLS_1_0"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(securityPolicy=U)],
    always_applicable=True,
)
