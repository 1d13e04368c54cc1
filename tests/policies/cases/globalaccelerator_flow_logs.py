"""Fixtures of globalaccelerator-flow-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("globalaccelerator/accelerator", attributes={"flowLogsEnabled": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(attributes=[{"flowLogsEnabled": True}])],
    fails=[
        SOUND.but(("attributes.flowLogsEnabled is not set",), attributes=None),
        SOUND.but(("attributes.flowLogsEnabled is false",), attributes={"flowLogsEnabled": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(attributes=U), SOUND.but(attributes={"flowLogsEnabled": U})],
    always_applicable=True,
)
