"""What calls a function without waiting for it does not lose the events that it fails on."""

from __future__ import annotations

from collections.abc import Iterator
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


RULE = StackRule(
    id="lambda-function-dead-letters",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=(FUNCTION, ALIAS, INVOKE_CONFIG, *CALLERS),
    summary="A function that is called asynchronously keeps the events that it failed on.",
    cause="After two retries the event is gone, and nobody knows.",
    remedy="set deadLetterConfig.targetArn, or a functionEventInvokeConfig with destinationConfig.onFailure",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Who calls is known by what the property was made from."""
    called = {
        function.urn: function
        for token, name in CALLERS.items()
        for caller in stack.of(token)
        for function in functions_of(stack, caller, name)
    }
    if not called:
        yield not_applicable("no function is called asynchronously by a resource of this stack")
    for function in called.values():
        if function["deadLetterConfig.targetArn"].missing and not _has_destination(stack, function):
            yield violation("deadLetterConfig.targetArn", "is not set, nor is a destination for failures", function)


def _has_destination(stack: Stack, function: Resource) -> bool:
    return any(
        function in functions_of(stack, config, "functionName")
        and config["destinationConfig.onFailure.destination"].present
        for config in stack.of(INVOKE_CONFIG)
    )
