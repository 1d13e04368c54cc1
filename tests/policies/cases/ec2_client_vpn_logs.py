"""Fixtures of ec2-client-vpn-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ec2clientvpn/endpoint", connectionLogOptions={"enabled": True, "cloudwatchLogGroup": U})

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(
            ("connectionLogOptions.enabled is false",), connectionLogOptions={"enabled": False, "cloudwatchLogGroup": U}
        ),
        SOUND.but(("connectionLogOptions.enabled is not set",), connectionLogOptions=None),
    ],
    not_applicable=[],
    unknown=[SOUND.but(connectionLogOptions=U)],
    always_applicable=True,
)
