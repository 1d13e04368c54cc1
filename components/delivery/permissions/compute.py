"""Functions, what calls them on time or on an event, and state machines."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Table, needs, on
from components.delivery.permissions.identity import KEY_USE

_FUNCTION_READS: Final = (
    "GetFunction GetFunctionCodeSigningConfig GetFunctionConcurrency GetFunctionConfiguration "
    "GetFunctionRecursionConfig GetPolicy GetRuntimeManagementConfig ListTags ListVersionsByFunction"
)

TABLE: Final[Table] = {
    "aws:lambda/function:Function": needs(
        on(
            "function",
            "lambda",
            read=_FUNCTION_READS,
            write="CreateFunction DeleteFunction DeleteFunctionConcurrency PublishVersion PutFunctionConcurrency "
            "PutFunctionRecursionConfig TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration",
        ),
        on("layer", "lambda", read="GetLayerVersion"),
        on("everything", "ec2", read="DescribeSecurityGroups DescribeSubnets DescribeVpcs DescribeNetworkInterfaces"),
        *KEY_USE,
        passes=("lambda",),
    ),
    "aws:lambda/alias:Alias": needs(
        on("function", "lambda", read="GetAlias", write="CreateAlias DeleteAlias UpdateAlias")
    ),
    "aws:lambda/layerVersion:LayerVersion": needs(
        on("layer", "lambda", read="GetLayerVersion", write="DeleteLayerVersion PublishLayerVersion"),
        on("everything", "lambda", read="ListLayerVersions"),
    ),
    "aws:lambda/permission:Permission": needs(
        on("function", "lambda", read="GetPolicy", write="AddPermission RemovePermission")
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": needs(
        on(
            "event_source",
            "lambda",
            read="GetEventSourceMapping ListTags",
            write="DeleteEventSourceMapping TagResource UntagResource UpdateEventSourceMapping",
        ),
        on("regional", "lambda", write="CreateEventSourceMapping"),
    ),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": needs(
        on(
            "function",
            "lambda",
            read="GetFunctionEventInvokeConfig",
            write="DeleteFunctionEventInvokeConfig PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig",
        )
    ),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": needs(
        on(
            "function",
            "lambda",
            read="GetProvisionedConcurrencyConfig",
            write="DeleteProvisionedConcurrencyConfig PutProvisionedConcurrencyConfig",
        )
    ),
    "aws:scheduler/schedule:Schedule": needs(
        on("schedule", "scheduler", read="GetSchedule", write="CreateSchedule DeleteSchedule UpdateSchedule"),
        *KEY_USE,
        passes=("scheduler",),
    ),
    "aws:sfn/stateMachine:StateMachine": needs(
        on(
            "state_machine",
            "states",
            read="DescribeStateMachine ListStateMachineVersions ListTagsForResource",
            write="CreateStateMachine DeleteStateMachine TagResource UntagResource UpdateStateMachine",
        ),
        on("everything", "states", read="ValidateStateMachineDefinition"),
        on(
            "everything",
            "logs",
            read="DescribeResourcePolicies GetLogDelivery ListLogDeliveries",
            write="CreateLogDelivery DeleteLogDelivery PutResourcePolicy UpdateLogDelivery",
        ),
        passes=("states",),
    ),
}
"""Logs of state machines: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy"""
