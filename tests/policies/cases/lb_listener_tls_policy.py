"""Fixtures of lb-listener-tls-policy."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lb/listener", protocol="HTTPS", sslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06")
ALB = aws("alb/listener", protocol="TLS", sslPolicy="ELBSecurityPolicy-TLS13-1-3-2021-06")
NEW = ("TLS13-1-2-Res-2021-06", "FS-1-2-Res-2020-10", "TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06")
OLD = (
    "2016-08",
    "2015-05",
    "FS-2018-06",
    "FS-1-1-2019-08",
    "TLS-1-0-2015-04",
    "TLS-1-1-2017-01",
    "TLS13-1-0-2021-06",
)

CASES = Cases(
    passes=[SOUND, ALB, *(SOUND.but(sslPolicy=f"ELBSecurityPolicy-{name}") for name in NEW)],
    fails=[
        SOUND.but(("sslPolicy is not set, so TLS 1.0",), sslPolicy=None),
        ALB.but(("sslPolicy is ELBSecurityPolicy-2016-08",), sslPolicy="ELBSecurityPolicy-2016-08"),
        *(
            SOUND.but((f"sslPolicy is ELBSecurityPolicy-{name}",), sslPolicy=f"ELBSecurityPolicy-{name}")
            for name in OLD
        ),
    ],
    not_applicable=[aws("lb/listener", protocol="HTTP", port=80.0)],
    unknown=[SOUND.but(protocol=U), SOUND.but(sslPolicy=U)],
)
