"""Fixtures of appsync-api-key."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SIGNED = aws("appsync/graphQLApi", authenticationType="AWS_IAM")

CASES = Cases(
    passes=[SIGNED, SIGNED.but(additionalAuthenticationProviders=[{"authenticationType": "OPENID_CONNECT"}])],
    fails=[
        SIGNED.but(("authenticationType is API_KEY",), authenticationType="API_KEY"),
        SIGNED.but(
            ("additionalAuthenticationProviders[0].authenticationType is API_KEY",),
            additionalAuthenticationProviders=[{"authenticationType": "API_KEY"}],
        ),
    ],
    not_applicable=[],
    unknown=[SIGNED.but(authenticationType=U), SIGNED.but(additionalAuthenticationProviders=U)],
    always_applicable=True,
)
