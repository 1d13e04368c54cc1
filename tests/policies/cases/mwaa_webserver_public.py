"""Fixtures of mwaa-webserver-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("mwaa/environment", name="shop", webserverAccessMode="PRIVATE_ONLY")

CASES = Cases(
    passes=[SOUND, aws("mwaa/environment", name="shop")],
    fails=[SOUND.but(("webserverAccessMode is PUBLIC_ONLY",), webserverAccessMode="PUBLIC_ONLY")],
    not_applicable=[],
    unknown=[SOUND.but(webserverAccessMode=U)],
    always_applicable=True,
)
