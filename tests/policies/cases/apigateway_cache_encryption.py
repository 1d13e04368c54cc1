"""Fixtures of apigateway-cache-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def settings(cached: object, encrypted: object) -> dict[str, object]:
    return {"cachingEnabled": cached, "cacheDataEncrypted": encrypted}


SOUND = aws("apigateway/methodSettings", settings=settings(True, True))

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("settings.cacheDataEncrypted is not set",), settings=settings(True, None)),
        SOUND.but(("settings.cacheDataEncrypted is false",), settings=settings(True, False)),
    ],
    not_applicable=[SOUND.but(settings=settings(False, False)), SOUND.but(settings=settings(None, None))],
    unknown=[SOUND.but(settings=settings(U, False)), SOUND.but(settings=settings(True, U))],
)
