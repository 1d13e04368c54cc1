"""Fixtures of sns-subscription-https."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("sns/topicSubscription", protocol="https")

CASES = Cases(
    passes=[SOUND, SOUND.but(protocol="sqs")],
    fails=[
        SOUND.but(("protocol is http",), protocol="http"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(protocol=U)],
    always_applicable=True,
)
