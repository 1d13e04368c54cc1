"""Fixtures of lambda-function-url-origins."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NAMED = aws("lambda/functionUrl", authorizationType="AWS_IAM", cors={"allowOrigins": ["https://shop.example"]})

CASES = Cases(
    passes=[NAMED],
    fails=[NAMED.but(('cors.allowOrigins[0] is "*"',), cors={"allowOrigins": ["*"]})],
    not_applicable=[NAMED.but(cors=None), NAMED.but(cors={"maxAge": 60.0})],
    unknown=[NAMED.but(cors=U), NAMED.but(cors={"allowOrigins": [U]})],
)
