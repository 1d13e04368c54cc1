"""A GraphQL API is not open to whoever holds a key that lies in every client."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="appsync-api-key",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:appsync/graphQLApi:GraphQLApi",),
    summary="A GraphQL API does not authenticate by API key.",
    cause="The key ships with every client, so anybody can query the API.",
    remedy="set authenticationType to AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/appsync-controls.html#appsync-5",
    frameworks=("AWS FSBP AppSync.5",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The first way and the additional ones."""
    ways = (resource.props, *resource["additionalAuthenticationProviders"].each())
    for way in ways:
        kind = way["authenticationType"]
        if kind.text() == "API_KEY":
            yield violation(kind, "is API_KEY")
