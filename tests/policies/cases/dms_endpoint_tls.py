"""Fixtures of dms-endpoint-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("dms/endpoint", engineName="postgres", sslMode="require")
PLAIN = SOUND.but(("sslMode is none",), sslMode="none")
ENGINES = (
    "aurora",
    "aurora-postgresql",
    "mariadb",
    "mysql",
    "db2",
    "docdb",
    "mongodb",
    "oracle",
    "sqlserver",
    "sybase",
)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(sslMode="verify-ca"),
        SOUND.but(sslMode="verify-full"),
        *(SOUND.but(engineName=engine) for engine in ENGINES),
    ],
    fails=[
        PLAIN,
        SOUND.but(("sslMode is not set",), sslMode=None),
        *(PLAIN.but(PLAIN.names, engineName=engine) for engine in ENGINES),
    ],
    not_applicable=[PLAIN.but(engineName="s3")],
    unknown=[SOUND.but(sslMode=U), PLAIN.but(engineName=U)],
)
