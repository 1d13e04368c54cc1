"""Fixtures of apigateway-method-authorization."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ASKED = aws("apigateway/method", httpMethod="POST", authorization="AWS_IAM")

CASES = Cases(
    passes=[ASKED, ASKED.but(authorization="CUSTOM", authorizerId=U), ASKED.but(apiKeyRequired=False)],
    fails=[
        ASKED.but(("authorization is NONE",), authorization="NONE"),
        aws("apigateway/method", ("authorization is NONE",), httpMethod="ANY", authorization="NONE"),
    ],
    not_applicable=[
        aws("apigateway/method", httpMethod="OPTIONS", authorization="NONE"),
        aws("apigateway/method", httpMethod="ANY", authorization="AWS_IAM", apiKeyRequired=True),
        ASKED.but(authorization="NONE", apiKeyRequired=True),
    ],
    unknown=[ASKED.but(authorization=U)],
)
