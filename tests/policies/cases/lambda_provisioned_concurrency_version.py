"""Fixtures of lambda-provisioned-concurrency-version."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

LIVE = aws("lambda/provisionedConcurrencyConfig", functionName=U, qualifier="live")

CASES = Cases(
    passes=[LIVE, LIVE.but(qualifier="3")],
    fails=[LIVE.but(("qualifier is $LATEST",), qualifier="$LATEST")],
    not_applicable=[],
    unknown=[LIVE.but(qualifier=U)],
    always_applicable=True,
)
