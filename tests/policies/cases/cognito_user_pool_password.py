"""Fixtures of cognito-user-pool-password."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

KINDS = dict.fromkeys(["requireLowercase", "requireNumbers", "requireSymbols", "requireUppercase"], True)
SOUND = aws("cognito/userPool", name="users", passwordPolicy={"minimumLength": 8.0, **KINDS})


def policy(**wrong: object) -> dict[str, object]:
    return {"minimumLength": 8.0, **KINDS, **wrong}


CASES = Cases(
    passes=[SOUND, aws("cognito/userPool", name="users"), SOUND.but(passwordPolicy=policy(minimumLength=99.0))],
    fails=[
        SOUND.but(("passwordPolicy.minimumLength is 7, outside 8 to 99",), passwordPolicy=policy(minimumLength=7.0)),
        SOUND.but(
            ("passwordPolicy.minimumLength is 100, outside 8 to 99",), passwordPolicy=policy(minimumLength=100.0)
        ),
        *(SOUND.but((f"passwordPolicy.{kind} is false",), passwordPolicy=policy(**{kind: False})) for kind in KINDS),
    ],
    not_applicable=[],
    unknown=[SOUND.but(passwordPolicy=U)],
    always_applicable=True,
)
