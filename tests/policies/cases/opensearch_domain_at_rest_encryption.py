"""Fixtures of opensearch-domain-at-rest-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("opensearch/domain", encryptAtRest={"enabled": True})

CASES = Cases(
    passes=[
        SOUND,
        aws("elasticsearch/domain", encryptAtRest={"enabled": True}),
        SOUND.but(encryptAtRest=[{"enabled": True}]),
    ],
    fails=[
        SOUND.but(("encryptAtRest.enabled is not set",), encryptAtRest=None),
        SOUND.but(("encryptAtRest.enabled is false",), encryptAtRest={"enabled": False}),
        aws("elasticsearch/domain", ("encryptAtRest.enabled is false",), encryptAtRest={"enabled": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(encryptAtRest=U), SOUND.but(encryptAtRest={"enabled": U})],
    always_applicable=True,
)
