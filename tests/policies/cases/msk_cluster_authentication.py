"""Fixtures of msk-cluster-authentication."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("msk/cluster", clusterName="shop", clientAuthentication={"sasl": {"iam": True}, "unauthenticated": False})

CASES = Cases(
    passes=[SOUND, aws("msk/cluster", clusterName="shop")],
    fails=[
        SOUND.but(
            ("clientAuthentication.unauthenticated is true",),
            clientAuthentication={"sasl": {"iam": True}, "unauthenticated": True},
        )
    ],
    not_applicable=[],
    unknown=[SOUND.but(clientAuthentication=U)],
    always_applicable=True,
)
