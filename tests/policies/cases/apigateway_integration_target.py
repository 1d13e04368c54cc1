"""Fixtures of apigateway-integration-target."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

URI = "arn:aws:apigateway:eu-west-1:{}"
FUNCTION = URI.format(
    "lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:work/invocations"
)
QUEUE = URI.format("sqs:path/123456789012/jobs")
PROXY = aws("apigateway/integration", type="AWS_PROXY", httpMethod="GET", integrationHttpMethod="POST", uri=FUNCTION)
ACTION = PROXY.but(type="AWS", uri=QUEUE)
HTTP = PROXY.but(type="HTTP", uri="https://example.com/orders", integrationHttpMethod="GET")
VPC = HTTP.but(type="HTTP_PROXY", connectionType="VPC_LINK", connectionId=U)
LACKS = ("uri is not set for", "integrationHttpMethod is not set for")

CASES = Cases(
    passes=[
        PROXY,
        PROXY.but(uri=URI.format("firehose:action/PutRecord")),
        PROXY.but(type="AWS"),
        ACTION,
        ACTION.but(integrationHttpMethod="GET"),
        HTTP,
        VPC,
        HTTP.but(connectionType="INTERNET"),
        aws("apigateway/integration", type="MOCK", httpMethod="OPTIONS"),
        *[HTTP.but(type=kind) for kind in ("HTTP_PROXY", "AWS")],
    ],
    fails=[
        *[case.but((f"{LACKS[0]} {case.props['type']}",), uri=None) for case in (PROXY, ACTION, HTTP, VPC)],
        *[
            case.but((f"{LACKS[1]} {case.props['type']}",), integrationHttpMethod=None)
            for case in (PROXY, ACTION, HTTP)
        ],
        PROXY.but(("integrationHttpMethod is GET, and Lambda takes POST only",), integrationHttpMethod="GET"),
        PROXY.but((f"uri is {QUEUE}, and AWS_PROXY reaches",), uri=QUEUE),
        VPC.but(("connectionId is not set for VPC_LINK",), connectionId=None),
    ],
    not_applicable=[],
    unknown=[
        PROXY.but(type=U),
        aws("apigateway/integration", type=U),
        PROXY.but(uri=U),
        PROXY.but(integrationHttpMethod=U),
        HTTP.but(connectionType=U),
    ],
    always_applicable=True,
)
