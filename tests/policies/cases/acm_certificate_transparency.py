"""Fixtures of acm-certificate-transparency."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("acm/certificate", options={"certificateTransparencyLoggingPreference": "ENABLED"})

CASES = Cases(
    passes=[SOUND, aws("acm/certificate", domainName="shop.example.com")],
    fails=[
        SOUND.but(
            ("options.certificateTransparencyLoggingPreference is DISABLED",),
            options={"certificateTransparencyLoggingPreference": "DISABLED"},
        )
    ],
    not_applicable=[],
    unknown=[SOUND.but(options=U)],
    always_applicable=True,
)
