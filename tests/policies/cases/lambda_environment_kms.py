"""Fixtures of lambda-environment-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lambda/function", environment={"variables": {"__defaults": [], "A": "1"}}, kmsKeyArn=U)
BARE = SOUND.but(("kmsKeyArn is not set",), kmsKeyArn=None)

CASES = Cases(
    passes=[SOUND, SOUND.but(environment={"variables": {"__defaults": [], "A": U}}), SOUND.but(environment=None)],
    fails=[
        BARE,
        SOUND.but(("kmsKeyArn is not set",), kmsKeyArn=""),
        BARE.but(BARE.names, environment={"variables": {"__defaults": [], "A": U}}),
    ],
    not_applicable=[
        BARE.but(environment=None, runtime="python3.13"),
        BARE.but(environment={"variables": {}}),
        BARE.but(environment={"variables": {"__defaults": []}}),
    ],
    unknown=[BARE.but(environment=U), BARE.but(environment={"variables": U})],
)
