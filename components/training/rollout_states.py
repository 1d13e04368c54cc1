"""The states that bring an approved model into service, and watch until it is there, or taken back."""

from __future__ import annotations

from dataclasses import dataclass

from components.asl import State, equals
from components.settings.training_document import MOST_LOOKS
from components.training.endings import Notice, failing, refused, unclear


@dataclass(frozen=True, kw_only=True)
class Watching:
    """How a deployment is watched: ``rounds`` looks, ``seconds`` apart.

    Raises:
        ValueError: More rounds than the history of an execution holds, or less than one.
    """

    seconds: int
    rounds: int

    def __post_init__(self) -> None:
        if not 1 <= self.rounds <= MOST_LOOKS:
            raise ValueError(f"rounds is {self.rounds}; accepted: 1 to {MOST_LOOKS}; look less often")


def deploy(notice: Notice, watching: Watching, start: State, watch: State) -> dict[str, State]:
    """The states from an approved package on; ``start`` and ``watch`` are the two tasks."""
    said = "States.JsonToString($.watch.reply)"
    last = {"Variable": "$.watching.rounds", "NumericGreaterThanEquals": watching.rounds}
    going = equals("$.watch.reply.status", "in-progress")["And"]
    late = {
        "Error": "DeploymentTimedOut",
        "Cause": f"The deployment was not done after {watching.rounds} looks, {watching.seconds} s apart.",
    }
    return {
        "Adopt": {
            "Type": "Pass",
            "Parameters": {"reply": {"model_package_arn.$": "$.input.deploy.model_package_arn"}},
            "ResultPath": "$.registration",
            "Next": "Deploy",
        },
        "Deploy": start,
        "DeploymentStarted": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.deployment.reply.deployment_id", "IsPresent": True, "Next": "StartWatching"},
            ],
            "Default": "DeployUnclear",
        },
        "StartWatching": {"Type": "Pass", "Result": {"rounds": 1}, "ResultPath": "$.watching", "Next": "Pause"},
        "Pause": {"Type": "Wait", "Seconds": watching.seconds, "Next": "Watch"},
        "Watch": watch,
        "DeploymentVerdict": {
            "Type": "Choice",
            "Choices": [
                {**equals("$.watch.reply.status", "done"), "Next": "NotifySuccess"},
                {**equals("$.watch.reply.status", "rolled-back"), "Next": "NotifyRollback"},
                {"And": [*going, last], "Next": "WatchTooLong"},
                {"And": going, "Next": "CountRound"},
            ],
            "Default": "WatchUnclear",
        },
        "CountRound": {
            "Type": "Pass",
            "Parameters": {"rounds.$": "States.MathAdd($.watching.rounds, 1)"},
            "ResultPath": "$.watching",
            "Next": "Pause",
        },
        "WatchTooLong": refused(late, "WatchFailed"),
        "NotifyRollback": notice.state(
            "deployment rolled back", "The new version is not accepted: {}", said, then="DeploymentRolledBack"
        ),
        "DeploymentRolledBack": {
            "Type": "Fail",
            "Error": "DeploymentRolledBack",
            "CausePath": f"States.Format('DeploymentRolledBack: {{}}', {said})",
        },
        **unclear("Deploy", "start_deployment did not name the deployment."),
        **unclear("Watch", "watch_deployment said neither in-progress, done nor rolled-back."),
        **failing("Deploy"),
        **failing("Watch"),
    }
