"""Fixtures of rds-proxy-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/proxy", requireTls=True)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("requireTls is not set",), requireTls=None),
        SOUND.but(("requireTls is false",), requireTls=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(requireTls=U)],
    always_applicable=True,
)
