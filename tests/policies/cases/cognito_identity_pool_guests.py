"""Fixtures of cognito-identity-pool-guests."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cognito/identityPool", identityPoolName="shop", allowUnauthenticatedIdentities=False)

CASES = Cases(
    passes=[SOUND, aws("cognito/identityPool", identityPoolName="shop")],
    fails=[SOUND.but(("allowUnauthenticatedIdentities is true",), allowUnauthenticatedIdentities=True)],
    not_applicable=[],
    unknown=[SOUND.but(allowUnauthenticatedIdentities=U)],
    always_applicable=True,
)
