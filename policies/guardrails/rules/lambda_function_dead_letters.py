"""What calls a function without waiting for it does not lose the events that it fails on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.lambda_callers import ALIAS, FUNCTION, functions_of
from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, not_applicable, violation

INVOKE_CONFIG: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
CALLERS: Final = {
    "aws:s3/bucketNotification:BucketNotification": "lambdaFunctions",
    "aws:sns/topicSubscription:TopicSubscription": "endpoint",
    "aws:cloudwatch/eventTarget:EventTarget": "arn",
    "aws:scheduler/schedule:Schedule": "target",
}
"""What calls a function asynchronously, and the property that says which."""

WAITING: Final = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": "functionName",
    "aws:lambda/functionUrl:FunctionUrl": "functionName",
    "aws:lambda/permission:Permission": "function",
    "aws:apigateway/integration:Integration": "uri",
    "aws:apigateway/authorizer:Authorizer": "authorizerUri",
    "aws:apigatewayv2/integration:Integration": "integrationUri",
    "aws:apigatewayv2/authorizer:Authorizer": "authorizerUri",
    "aws:sfn/stateMachine:StateMachine": "definition",
    "aws:appsync/dataSource:DataSource": "lambdaConfig",
    "aws:cognito/userPool:UserPool": "lambdaConfig",
    "aws:cloudfront/distribution:Distribution": "defaultCacheBehavior",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": "targetId",
    "aws:secretsmanager/secretRotation:SecretRotation": "rotationLambdaArn",
}
"""What calls a function and waits for the answer, or says that somebody may."""


RULE = StackRule(
    id="lambda-function-dead-letters",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=(FUNCTION, ALIAS, INVOKE_CONFIG, *CALLERS, *WAITING),
    summary="A function that is called asynchronously keeps the events that it failed on.",
    cause="After two retries the event is gone, and nobody knows.",
    remedy="set deadLetterConfig.targetArn, or a functionEventInvokeConfig with destinationConfig.onFailure",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Who calls is known by what the property was made from; a function that nobody calls here may be called so."""
    called, answering = _called(stack, CALLERS), _called(stack, WAITING)
    asked = [each for each in stack.of(FUNCTION) if each.urn in called or each.urn not in answering]
    if not asked:
        yield not_applicable("no function is called asynchronously by a resource of this stack")
    for function in asked:
        if function["deadLetterConfig.targetArn"].missing and not _has_destination(stack, function):
            yield violation("deadLetterConfig.targetArn", "is not set, nor is a destination for failures", function)


def _called(stack: Stack, callers: Mapping[str, str]) -> set[str]:
    return {
        function.urn
        for token, name in callers.items()
        for caller in stack.of(token)
        for function in functions_of(stack, caller, name)
    }


def _has_destination(stack: Stack, function: Resource) -> bool:
    return any(
        function in functions_of(stack, config, "functionName")
        and config["destinationConfig.onFailure.destination"].present
        for config in stack.of(INVOKE_CONFIG)
    )
