"""Fixtures of apigatewayv2-cors-credentials."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def cors(credentials: object, *origins: object) -> Case:
    given = {"allowCredentials": credentials, "allowOrigins": list(origins), "allowMethods": ["*"]}
    return aws("apigatewayv2/api", protocolType="HTTP", corsConfiguration=given)


CASES = Cases(
    passes=[cors(True, "https://example.com"), cors(True, "https://*"), cors(True)],
    fails=[
        cors(True, "*").but(("corsConfiguration.allowOrigins is * while allowCredentials is true",)),
        cors(True, "https://example.com", "*").but(("corsConfiguration.allowOrigins is *",)),
        cors(True, U, "*").but(("corsConfiguration.allowOrigins is *",)),
    ],
    not_applicable=[
        cors(False, "*"),
        cors(None, "*"),
        aws("apigatewayv2/api", protocolType="HTTP"),
        cors(False, U, "*"),
    ],
    unknown=[cors(U, "*"), cors(True, U)],
)
