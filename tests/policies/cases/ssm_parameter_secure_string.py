"""Fixtures of ssm-parameter-secure-string."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ssm/parameter", type="SecureString", name="/shop/db/password")
PLAIN = ("type is String, for what is named like a credential",)
OPEN = SOUND.but(PLAIN, type="String")
CREDENTIALS = (
    "/shop/db-passwd",
    "SECRET",
    "/shop/auth_token",
    "/shop/api-key",
    "/shop/apiKey",
    "/shop/ACCESS_KEY",
    "/shop/private.key",
    "/shop/credentials",
)
OTHERS = ("/shop/password-length", "/shop/secret-arn", "/shop/password/rotation", "/shop/monkey", "/shop/broken")

CASES = Cases(
    passes=[SOUND, *(SOUND.but(name=name) for name in CREDENTIALS)],
    fails=[
        OPEN,
        SOUND.but(("type is StringList, for",), type="StringList"),
        *(OPEN.but(PLAIN, name=name) for name in CREDENTIALS),
    ],
    not_applicable=[OPEN.but(name=None), *(OPEN.but(name=name) for name in OTHERS)],
    unknown=[OPEN.but(name=U), SOUND.but(type=U)],
)
