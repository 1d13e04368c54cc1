"""Fixtures of apigateway-method-path."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALL = aws("apigateway/methodSettings", methodPath="*/*", stageName="live")

CASES = Cases(
    passes=[ALL, ALL.but(methodPath="orders/GET"), ALL.but(methodPath="~1/GET")],
    fails=[
        ALL.but(("methodPath is /orders/GET",), methodPath="/orders/GET"),
        ALL.but(("methodPath is GET",), methodPath="GET"),
    ],
    not_applicable=[],
    unknown=[ALL.but(methodPath=U)],
    always_applicable=True,
)
