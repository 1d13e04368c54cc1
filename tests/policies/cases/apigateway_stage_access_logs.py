"""Fixtures of apigateway-stage-access-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

REST = aws("apigateway/stage", accessLogSettings={"destinationArn": U})
HTTP = aws("apigatewayv2/stage", accessLogSettings={"destinationArn": "arn:aws:logs:us-east-1:1:log-group:api"})
NOT_SET = ("accessLogSettings.destinationArn is not set",)

CASES = Cases(
    passes=[REST, HTTP, REST.but(accessLogSettings=U)],
    fails=[REST.but(NOT_SET, accessLogSettings=None), HTTP.but(NOT_SET, accessLogSettings=None)],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
