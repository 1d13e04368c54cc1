"""Fixtures of sfn-state-machine-tracing."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("sfn/stateMachine", tracingConfiguration={"enabled": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(tracingConfiguration=[{"enabled": True}])],
    fails=[
        SOUND.but(("tracingConfiguration.enabled is not set",), tracingConfiguration=None),
        SOUND.but(("tracingConfiguration.enabled is false",), tracingConfiguration={"enabled": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(tracingConfiguration=U), SOUND.but(tracingConfiguration={"enabled": U})],
    always_applicable=True,
)
