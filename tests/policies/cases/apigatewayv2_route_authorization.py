"""Fixtures of apigatewayv2-route-authorization."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ASKED = aws("apigatewayv2/route", routeKey="POST /predict", authorizationType="JWT", authorizerId=U)
OPTIONAL = aws("apigatewayv2/route", routeKey="$connect", authorizationType="AWS_IAM")

CASES = Cases(
    passes=[ASKED, OPTIONAL, ASKED.but(target="integrations/predict")],
    fails=[
        ASKED.but(("authorizationType is NONE",), authorizationType="NONE"),
        ASKED.but(("authorizationType is not set",), authorizationType=None),
        OPTIONAL.but(("authorizationType is NONE",), authorizationType="NONE"),
        aws("apigatewayv2/api", ("target makes a route",), protocolType="HTTP", target=U),
    ],
    not_applicable=[
        aws("apigatewayv2/api", protocolType="HTTP"),
        aws("apigatewayv2/route", routeKey="sendMessage"),
        aws("apigatewayv2/route", routeKey="$default", authorizationType="NONE"),
    ],
    unknown=[ASKED.but(authorizationType=U), ASKED.but(routeKey=U)],
)
