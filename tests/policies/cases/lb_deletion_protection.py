"""Fixtures of lb-deletion-protection."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lb/loadBalancer", enableDeletionProtection=True)
BARE = SOUND.but(enableDeletionProtection=None)

CASES = Cases(
    passes=[SOUND, replace(BARE, protect=True), aws("alb/loadBalancer", enableDeletionProtection=True)],
    fails=[
        SOUND.but(("enableDeletionProtection is false",), enableDeletionProtection=False),
        BARE.but(("enableDeletionProtection is not set",)),
    ],
    not_applicable=[replace(BARE, environment="dev")],
    unknown=[SOUND.but(enableDeletionProtection=U)],
)
