"""How a training execution ends: one notification, then the state that says how it ended.

A failure of any step goes one way: the step's own Pass state names it, ``Explain`` brings the caught error into one
shape, ``CleanUp`` takes back what is half made, ``NotifyFailure`` tells, ``Failed`` ends. A notification that cannot be
sent changes nothing about the end: the execution's own status and its alarm say the same.

Sources: https://states-language.net/spec.html and
https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi

from components.asl import FAILURE, State, Step, catch
from components.training.steps import call

SUBJECT_LENGTH: Final = 100
"""https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"""

NOTIFY_SECONDS: Final = 60
UNTOLD: Final = "$.untold"
TAIL: Final = "Explain"
UNSETTLED: Final = {
    "ErrorEquals": ["DeploymentUnsettledError"],
    "IntervalSeconds": 5,
    "BackoffRate": 1.5,
    "MaxAttempts": 30,
    "MaxDelaySeconds": 60,
    "JitterStrategy": "FULL",
}
"""SageMaker is still at work on what has to be taken back; an endpoint takes minutes."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Who is told of what.

    Attributes:
        partition: ``aws`` and its like.
        topic_arn: The topic.
        model: Name of the model.
    """

    partition: str
    topic_arn: pulumi.Input[str]
    model: str

    def state(self, title: str, text: str, *values: str, then: str) -> State:
        """A notification.

        Args:
            title: Subject after the model's name, at most 60 characters; ``{}`` is what ended.
            text: The message.
            *values: What stands for ``{}`` in the message.
            then: The next state, also when nobody could be told.
        """
        where = ["$.execution.arn", *values]
        subject = f"{self.model}: {title}"[:SUBJECT_LENGTH]
        return {
            "Type": "Task",
            "Resource": f"arn:{self.partition}:states:::sns:publish",
            "Parameters": {
                "TopicArn": self.topic_arn,
                **(
                    {"Subject.$": f"States.Format('{subject}', $.ended.title)"}
                    if "{}" in title
                    else {"Subject": subject}
                ),
                "Message.$": f"States.Format('Model {self.model}, execution {{}}. {text}', {', '.join(where)})",
            },
            "TimeoutSeconds": NOTIFY_SECONDS,
            "ResultPath": None,
            "Retry": [
                {
                    "ErrorEquals": ["States.ALL"],
                    "IntervalSeconds": 1,
                    "BackoffRate": 2.0,
                    "MaxAttempts": 5,
                    "MaxDelaySeconds": 30,
                    "JitterStrategy": "FULL",
                }
            ],
            "Catch": [catch(then, place=UNTOLD)],
            "Next": then,
        }


def failing(name: str) -> dict[str, State]:
    """The state that a step's Catch leads to: it says which step it was."""
    return {f"{name}Failed": _marked(name, f"{name}Failed", f"{name} failed")}


def unclear(name: str, text: str) -> dict[str, State]:
    """The state for a reply that says none of what was agreed: unknown is an error, never a yes."""
    error = {"Error": "MalformedReply", "Cause": text}
    return {f"{name}Unclear": refused(error, f"{name}Failed")}


def refused(error: dict[str, str], then: str) -> State:
    """A failure that the definition itself finds."""
    return {"Type": "Pass", "Result": error, "ResultPath": FAILURE, "Next": then}


def interrupted() -> dict[str, State]:
    """An earlier execution timed out or was aborted, when none of its states could run any more."""
    return {
        "Interrupted": {
            "Type": "Pass",
            "Parameters": {
                "Error.$": "$.input.interrupted.status",
                "Cause": "The execution was ended from outside, or took too long; its history says in which step.",
            },
            "ResultPath": FAILURE,
            "Next": "InterruptedWhere",
        },
        "InterruptedWhere": {
            "Type": "Pass",
            "Parameters": {"arn.$": "$.input.interrupted.execution_arn"},
            "ResultPath": "$.execution",
            "Next": "InterruptedFailed",
        },
        "InterruptedFailed": _marked("Interrupted", "Interrupted", "an execution was cut off"),
    }


def _marked(step: str, error: str, title: str) -> State:
    result = {"step": step, "error": error, "title": title}
    return {"Type": "Pass", "Result": result, "ResultPath": "$.ended", "Next": TAIL}


def failure_tail(notice: Notice, clean_up: Step) -> dict[str, State]:
    """What follows every failure. The clean-up gets everything that may be half made, null where it never came to be.

    Its own failure is told in the same message and changes nothing about the end.
    """
    payload = {
        "run.$": "$.run.reply",
        "failure.$": "$.ended.failure",
        "step.$": "$.ended.step",
        "registration.$": "$.registration.reply",
        "deployment.$": "$.deployment.reply",
        "execution_arn.$": "$.execution.arn",
    }
    called = call(notice.partition, clean_up, "cleaned", payload)
    return {
        "Explain": {
            "Type": "Pass",
            "Parameters": {
                "step.$": "$.ended.step",
                "error.$": "$.ended.error",
                "title.$": "$.ended.title",
                # An error output need not have a cause; a path to one that is absent would end the execution here.
                "failure.$": "States.JsonMerge($.blank, $.failure, false)",
            },
            "ResultPath": "$.ended",
            "Next": "CleanUp",
        },
        "CleanUp": {
            **called,
            "Retry": [*called["Retry"], UNSETTLED],
            "Catch": [catch("CauseIsJson", place="$.cleaned")],
            "Next": "CauseIsJson",
        },
        **_plain_cause(),
        "NotifyFailure": notice.state(
            "{}",
            "{}. {}: {} (clean-up: {})",
            "$.ended.title",
            "$.ended.failure.Error",
            "$.ended.failure.Cause",
            "States.JsonToString($.cleaned)",
            then="Failed",
        ),
        "Failed": {
            "Type": "Fail",
            "ErrorPath": "$.ended.error",
            "CausePath": "States.Format('{}: {}', $.ended.failure.Error, $.ended.failure.Cause)",
        },
    }


def _plain_cause() -> dict[str, State]:
    """What a person wants to read of a cause: the message of a function's error, the reason of a job's failure.

    Lambda's and SageMaker's causes are JSON documents with much else. Anything that does not look like one of them
    stays as it is: to read what is no JSON would end the execution before anybody is told.
    """
    shapes = ('{"errorMessage":*}', '{*"FailureReason":*}')
    cause = "$.ended.failure.Cause"

    def said(member: str) -> State:
        return {
            "Type": "Pass",
            "Parameters": {"Error.$": "$.ended.failure.Error", "Cause.$": f"$.read.said.{member}"},
            "ResultPath": "$.ended.failure",
            "Next": "NotifyFailure",
        }

    members = {"errorMessage": "FunctionsMessage", "FailureReason": "JobsReason"}
    return {
        "CauseIsJson": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": cause, "IsString": True},
                        {"Or": [{"Variable": cause, "StringMatches": shape} for shape in shapes]},
                    ],
                    "Next": "ReadCause",
                }
            ],
            "Default": "NotifyFailure",
        },
        "ReadCause": {
            "Type": "Pass",
            "Parameters": {"said.$": f"States.StringToJson({cause})"},
            "ResultPath": "$.read",
            "Next": "WhoseCause",
        },
        "WhoseCause": {
            "Type": "Choice",
            "Choices": [{**is_text(f"$.read.said.{member}"), "Next": state} for member, state in members.items()],
            "Default": "NotifyFailure",
        },
        **{state: said(member) for member, state in members.items()},
    }


def is_text(*paths: str) -> State:
    """True when every path leads to a text."""
    rules: list[State] = []
    for path in paths:
        rules += [{"Variable": path, "IsPresent": True}, {"Variable": path, "IsString": True}]
    return {"And": rules}
