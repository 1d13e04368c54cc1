"""Fixtures of mq-broker-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("mq/broker", logs={"general": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(logs=[{"general": True}])],
    fails=[
        SOUND.but(("logs.general is not set",), logs=None),
        SOUND.but(("logs.general is false",), logs={"general": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(logs=U), SOUND.but(logs={"general": U})],
    always_applicable=True,
)
