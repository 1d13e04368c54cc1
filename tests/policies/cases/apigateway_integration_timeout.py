"""Fixtures of apigateway-integration-timeout."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

REST = aws("apigateway/integration", type="AWS_PROXY", timeoutMilliseconds=29000.0)
HTTP = aws("apigatewayv2/integration", integrationType="AWS_PROXY", timeoutMilliseconds=30000.0)
STREAM = REST.but(responseTransferMode="STREAM", timeoutMilliseconds=900000.0)


def under(case: Case, **settings: object) -> Case:
    return replace(case, settings=settings)


def at(milliseconds: int, of: Case, most: int) -> Case:
    return of.but(
        (f"timeoutMilliseconds is {milliseconds}, outside 50 to {most}",), timeoutMilliseconds=float(milliseconds)
    )


CASES = Cases(
    passes=[
        *[case.but(timeoutMilliseconds=50.0) for case in (REST, HTTP, STREAM)],
        REST,
        HTTP,
        STREAM,
        REST.but(responseTransferMode="BUFFERED"),
        under(REST.but(timeoutMilliseconds=60000.0), restMilliseconds=60000),
        under(HTTP.but(timeoutMilliseconds=10000.0), httpMilliseconds=10000),
    ],
    fails=[
        *[at(29001, case, 29000) for case in (REST, REST.but(responseTransferMode="BUFFERED"))],
        at(30001, HTTP, 30000),
        *[at(49, case, most) for case, most in ((REST, 29000), (HTTP, 30000), (STREAM, 900000))],
        at(900001, STREAM, 900000),
        under(at(60001, REST, 60000), restMilliseconds=60000),
        under(at(10001, HTTP, 10000), httpMilliseconds=10000),
    ],
    not_applicable=[REST.but(timeoutMilliseconds=None), HTTP.but(timeoutMilliseconds=None)],
    unknown=[
        REST.but(timeoutMilliseconds=U),
        HTTP.but(timeoutMilliseconds=U),
        STREAM.but(responseTransferMode=U),
    ],
)
