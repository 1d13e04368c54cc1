"""Fixtures of msk-cluster-in-transit-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def transit(**choices: object) -> dict[str, object]:
    return {"encryptionInTransit": {"clientBroker": "TLS", "inCluster": True, **choices}}


SOUND = aws("msk/cluster", encryptionInfo=transit())
CLIENTS = "encryptionInfo.encryptionInTransit.clientBroker is "

CASES = Cases(
    passes=[SOUND, SOUND.but(encryptionInfo=None)],
    fails=[
        SOUND.but((f"{CLIENTS}PLAINTEXT",), encryptionInfo=transit(clientBroker="PLAINTEXT")),
        SOUND.but((f"{CLIENTS}TLS_PLAINTEXT",), encryptionInfo=transit(clientBroker="TLS_PLAINTEXT")),
        SOUND.but(("encryptionInfo.encryptionInTransit.inCluster is false",), encryptionInfo=transit(inCluster=False)),
    ],
    not_applicable=[],
    unknown=[SOUND.but(encryptionInfo=transit(clientBroker=U)), SOUND.but(encryptionInfo=transit(inCluster=U))],
    always_applicable=True,
)
