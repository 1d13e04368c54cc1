"""Fixtures of memorydb-cluster-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("memorydb/cluster", tlsEnabled=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(tlsEnabled=None)],
    fails=[SOUND.but(("tlsEnabled is false",), tlsEnabled=False)],
    not_applicable=[],
    unknown=[SOUND.but(tlsEnabled=U)],
    always_applicable=True,
)
