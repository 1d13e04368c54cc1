"""Rules and targets of EventBridge: their limits, and what an event pattern must be made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range, Text

RULE: Final = "aws:cloudwatch/eventRule:EventRule"
TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE: Final = "aws:scheduler/schedule:Schedule"

_NAME: Final = r"[\.\-_A-Za-z0-9]+"

RULE_LIMITS: Final[Limits] = {
    "name": Text("events", "RuleName", 1, 64, _NAME),
    "description": Text("events", "RuleDescription", 0, 512),
    "scheduleExpression": Text("events", "ScheduleExpression", 0, 256),
    "eventPattern": Text("events", "EventPattern", 0, 4096),
    "state": Choice("events", "RuleState", ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")),
}
TARGET_LIMITS: Final[Limits] = {
    "targetId": Text("events", "TargetId", 1, 64, _NAME),
    "input": Text("events", "TargetInput", 0, 8192),
    "inputPath": Text("events", "TargetInputPath", 0, 256),
    "inputTransformer.inputTemplate": Text("events", "TransformerInput", 1, 8192),
    "retryPolicy.maximumEventAgeInSeconds": Range("events", "MaximumEventAgeInSeconds", 60, 86400),
    "retryPolicy.maximumRetryAttempts": Range("events", "MaximumRetryAttempts", 0, 185),
    "ecsTarget.taskCount": Range("events", "LimitMin1", 1),
    "ecsTarget.launchType": Choice("events", "LaunchType", ("EC2", "FARGATE", "EXTERNAL")),
    "sqsTarget.messageGroupId": Text("events", "MessageGroupId", 0, 100),
}
SCHEDULE_LIMITS: Final[Limits] = {
    "name": Text("scheduler", "Name", 1, 64, "[0-9a-zA-Z-_.]+"),
    "groupName": Text("scheduler", "ScheduleGroupName", 1, 64, "[0-9a-zA-Z-_.]+"),
    "description": Text("scheduler", "Description", 0, 512),
    "scheduleExpression": Text("scheduler", "ScheduleExpression", 1, 256),
    "scheduleExpressionTimezone": Text("scheduler", "ScheduleExpressionTimezone", 1, 50),
    "state": Choice("scheduler", "ScheduleState", ("ENABLED", "DISABLED")),
    "actionAfterCompletion": Choice("scheduler", "ActionAfterCompletion", ("NONE", "DELETE")),
    "flexibleTimeWindow.mode": Choice("scheduler", "FlexibleTimeWindowMode", ("OFF", "FLEXIBLE")),
    "flexibleTimeWindow.maximumWindowInMinutes": Range("scheduler", "MaximumWindowInMinutes", 1, 1440),
    "target.retryPolicy.maximumEventAgeInSeconds": Range("scheduler", "MaximumEventAgeInSeconds", 60, 86400),
    "target.retryPolicy.maximumRetryAttempts": Range("scheduler", "MaximumRetryAttempts", 0, 185),
    "target.ecsParameters.taskCount": Range("scheduler", "TaskCount", 1, 10),
    "target.ecsParameters.launchType": Choice("scheduler", "LaunchType", ("EC2", "FARGATE", "EXTERNAL")),
    "target.eventbridgeParameters.detailType": Text("scheduler", "DetailType", 1, 128),
    "target.kinesisParameters.partitionKey": Text("scheduler", "TargetPartitionKey", 1, 256),
    "target.sqsParameters.messageGroupId": Text("scheduler", "MessageGroupId", 1, 128),
}


def faults(pattern: object, path: str) -> Iterator[tuple[str, str]]:
    """Where an event pattern is none, and why: its leaves are lists of values and of matches."""
    if not isinstance(pattern, dict):
        yield path, "is no object"
    elif not pattern:
        yield path, "is empty"
    else:
        for name, value in pattern.items():
            yield from faults(value, f"{path}.{name}") if isinstance(value, dict) else _leaf(name, value, path)


def _leaf(name: str, value: object, path: str) -> Iterator[tuple[str, str]]:
    where = f"{path}.{name}"
    if not isinstance(value, list):
        yield where, "is no list"
    elif not value:
        yield where, "is empty"
    for index, each in enumerate(value if isinstance(value, list) else ()):
        if name == "$or":
            yield from faults(each, f"{where}[{index}]")
        elif isinstance(each, list):
            yield f"{where}[{index}]", "is a list inside of a list"
        elif isinstance(each, dict) and len(each) != 1:
            yield f"{where}[{index}]", f"is a match of {len(each)} kinds, not of one"
