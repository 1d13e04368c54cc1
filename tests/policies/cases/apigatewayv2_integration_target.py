"""Fixtures of apigatewayv2-integration-target."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

PROXY = aws("apigatewayv2/integration", integrationType="AWS_PROXY", integrationUri=U, payloadFormatVersion="2.0")
ACTION = aws("apigatewayv2/integration", integrationType="AWS_PROXY", integrationSubtype="SQS-SendMessage")
HTTP = aws(
    "apigatewayv2/integration",
    integrationType="HTTP_PROXY",
    integrationUri="https://example.com/orders",
    integrationMethod="ANY",
)
VPC = HTTP.but(connectionType="VPC_LINK", connectionId=U)

CASES = Cases(
    passes=[
        PROXY,
        PROXY.but(payloadFormatVersion="1.0"),
        ACTION,
        HTTP,
        VPC,
        HTTP.but(integrationType="HTTP"),
        HTTP.but(connectionType="INTERNET"),
        aws("apigatewayv2/integration", integrationType="MOCK"),
        aws("apigatewayv2/integration", integrationType="AWS", integrationUri=U),
    ],
    fails=[
        PROXY.but(("integrationUri is not set for AWS_PROXY",), integrationUri=None),
        HTTP.but(("integrationUri is not set for HTTP_PROXY",), integrationUri=None),
        *[
            HTTP.but((f"integrationMethod is not set for {kind};",), integrationType=kind, integrationMethod=None)
            for kind in ("HTTP", "HTTP_PROXY")
        ],
        ACTION.but(("integrationSubtype is set beside integrationUri",), integrationUri=U),
        VPC.but(("connectionId is not set for VPC_LINK",), connectionId=None),
        PROXY.but(("payloadFormatVersion is 3.0",), payloadFormatVersion="3.0"),
    ],
    not_applicable=[],
    unknown=[
        PROXY.but(integrationType=U, integrationUri=None),
        HTTP.but(connectionType=U),
        PROXY.but(payloadFormatVersion=U),
    ],
    always_applicable=True,
)
