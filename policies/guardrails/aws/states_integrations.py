"""Which actions of AWS services a Task state can call, and how it can wait for them.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html and the pages it links to,
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SYNC: Final = "sync"
TOKEN: Final = "waitForTaskToken"  # noqa: S105 - how a pattern is called
SDK: Final = "aws-sdk"
ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "apigateway": ("invoke",),
    "athena": ("startQueryExecution", "stopQueryExecution", "getQueryExecution", "getQueryResults"),
    "batch": ("submitJob",),
    "bedrock": (),
    "codebuild": (),
    "databrew": ("startJobRun",),
    "dynamodb": ("getItem", "putItem", "deleteItem", "updateItem"),
    "ecs": ("runTask",),
    "eks": (),
    "elasticmapreduce": (),
    "emr-containers": (),
    "emr-serverless": (),
    "events": ("putEvents",),
    "glue": ("startJobRun",),
    "http": ("invoke",),
    "lambda": ("invoke",),
    "mediaconvert": ("createJob",),
    "sagemaker": (
        "createEndpoint",
        "createEndpointConfig",
        "createHyperParameterTuningJob",
        "createLabelingJob",
        "createModel",
        "createProcessingJob",
        "createTrainingJob",
        "createTransformJob",
        "updateEndpoint",
    ),
    "sns": ("publish",),
    "sqs": ("sendMessage",),
    "states": ("startExecution",),
}
"""Optimised integrations; where no action is named, AWS offers many, and any is taken."""
NEVER_SYNC: Final = frozenset({SDK, "apigateway", "dynamodb", "events", "http", "lambda", "sns", "sqs"})
SAGEMAKER_SYNC: Final = frozenset(ACTIONS["sagemaker"]) - {
    "createEndpoint",
    "createEndpointConfig",
    "createModel",
    "updateEndpoint",
}
WITH_TOKEN: Final = frozenset({SDK, "apigateway", "bedrock", "ecs", "eks", "events", "lambda", "sns", "sqs", "states"})
_CALL: Final = re.compile(r"arn:[^:]*:states:::(?:(aws-sdk):)?([^:]*):?([^.:]*)\.?(.*)")
_SDK_SERVICE: Final = re.compile(r"[a-z][a-z0-9]*")
_SDK_ACTION: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_FUNCTION: Final = re.compile(r"arn:[^:]+:lambda:[^:]+:\d*:function:.+")
_ACTIVITY: Final = re.compile(r"arn:[^:]+:states:[^:]+:\d*:activity:.+")


@dataclass(frozen=True)
class Call:
    """What a Task state's Resource says.

    Args:
        integration: The optimised service, or ``aws-sdk``.
        service: The service that is called.
        action: What is called.
        pattern: How it is waited for: empty, ``sync``, ``sync:2``, ``waitForTaskToken``.
    """

    integration: str
    service: str
    action: str
    pattern: str

    @property
    def exists(self) -> bool:
        """True when Step Functions may know the action. Of the SDK's only the form can be told."""
        if self.integration == SDK:
            return bool(_SDK_SERVICE.fullmatch(self.service) and _SDK_ACTION.fullmatch(self.action))
        actions = ACTIONS.get(self.service)
        return actions is not None and (self.action in actions if actions else bool(self.action))

    @property
    def waits_well(self) -> bool:
        """True when the pattern is one that the action has."""
        if self.pattern == TOKEN:
            return self.integration in WITH_TOKEN
        if self.pattern == SYNC:
            return self.integration not in NEVER_SYNC and (
                self.integration != "sagemaker" or self.action in SAGEMAKER_SYNC
            )
        return not self.pattern or (self.pattern == "sync:2" and self.integration == "states")

    def is_action(self, service: str, *actions: str) -> bool:
        """True for one of these actions of a service, whichever way it is called."""
        return self.service == service and self.action in actions


def called(resource: str) -> Call | None:
    """What a Resource calls; None when it is no integration but a function, an activity, or nothing that is known."""
    found = _CALL.fullmatch(resource)
    return Call(found[1] or found[2], found[2], found[3], found[4]) if found else None


def is_function(resource: str) -> bool:
    """True for the ARN of a function, which is called directly."""
    return bool(_FUNCTION.fullmatch(resource))


def is_activity(resource: str) -> bool:
    """True for the ARN of an activity, for whose worker the state waits."""
    return bool(_ACTIVITY.fullmatch(resource))
