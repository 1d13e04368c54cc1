"""Fixtures of transfer-server-protocols."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("transfer/server", protocols=["SFTP", "FTPS"])

CASES = Cases(
    passes=[SOUND, SOUND.but(protocols=None)],
    fails=[SOUND.but(("protocols has FTP",), protocols=["SFTP", "FTP"])],
    not_applicable=[],
    unknown=[SOUND.but(protocols=U)],
    always_applicable=True,
)
