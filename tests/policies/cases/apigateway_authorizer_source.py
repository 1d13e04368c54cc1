"""Fixtures of apigateway-authorizer-source."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TOKEN = aws("apigateway/authorizer", type="TOKEN", authorizerUri=U)
REQUEST = TOKEN.but(type="REQUEST")
POOLS = aws("apigateway/authorizer", type="COGNITO_USER_POOLS", providerArns=[U])
JWT = aws(
    "apigatewayv2/authorizer",
    authorizerType="JWT",
    identitySources=["$request.header.Authorization"],
    jwtConfiguration={"issuer": "https://example.com", "audiences": ["orders"]},
)
FUNCTION = aws("apigatewayv2/authorizer", authorizerType="REQUEST", authorizerUri=U)

CASES = Cases(
    passes=[TOKEN, TOKEN.but(type=None), REQUEST, POOLS, JWT, FUNCTION, aws("apigateway/authorizer", type="JWT")],
    fails=[
        TOKEN.but(("authorizerUri is not set for TOKEN",), authorizerUri=None),
        TOKEN.but(("authorizerUri is not set for TOKEN",), authorizerUri=None, type=None),
        REQUEST.but(("authorizerUri is not set for REQUEST",), authorizerUri=None),
        POOLS.but(("providerArns is not set for COGNITO_USER_POOLS",), providerArns=None),
        JWT.but(("identitySources is not set for JWT",), identitySources=None),
        JWT.but(("jwtConfiguration is not set for JWT",), jwtConfiguration=None),
        FUNCTION.but(("authorizerUri is not set for REQUEST",), authorizerUri=None),
    ],
    not_applicable=[],
    unknown=[aws("apigateway/authorizer", type=U), aws("apigatewayv2/authorizer", authorizerType=U)],
    always_applicable=True,
)
