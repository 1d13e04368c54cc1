"""The alarms that watch a deployment, and how one ends before its time."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.codedeploy.records import Deployment
from sandbox.context import SandboxContext


class EndedError(Exception):
    """A deployment ends before all calls were shifted.

    Args:
        status: `Failed` or `Stopped`.
        code: Error code of the deployment.
        message: What happened.
        event: Event of the rollback settings that this is.
    """

    def __init__(self, status: str, code: str, message: str, event: str) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.event = event


def check_alarms(context: SandboxContext, deployment: Deployment) -> None:
    """Reads the deployment's alarms with the group's role.

    Raises:
        EndedError: One is active, or is not there, or they could not be read.
    """
    config = deployment.fields.get("overrideAlarmConfiguration") or deployment.group.get("alarmConfiguration") or {}
    names = [alarm["name"] for alarm in config.get("alarms") or ()]
    if not config.get("enabled") or not names:
        return
    client = context.client("cloudwatch", deployment.region, deployment.group["serviceRoleArn"])
    kinds = ["MetricAlarm", "CompositeAlarm"]
    try:
        answer = client.describe_alarms(AlarmNames=names, AlarmTypes=kinds, MaxRecords=100)
    except (ClientError, BotoCoreError) as error:
        if config.get("ignorePollAlarmFailure"):
            return
        message = f"The states of the alarms could not be read: {error}"
        raise EndedError("Stopped", "ALARM_ACTIVE", message, "DEPLOYMENT_STOP_ON_ALARM") from error
    found = {one["AlarmName"]: one["StateValue"] for kind in ("MetricAlarms", "CompositeAlarms")
             for one in answer.get(kind, ())}  # fmt: skip
    active = [name for name in names if found.get(name) == "ALARM"]
    unknown = [] if config.get("ignorePollAlarmFailure") else [name for name in names if name not in found]
    if active or unknown:
        what = f"Activated alarms: {', '.join(active)}" if active else f"Unknown alarms: {', '.join(unknown)}"
        message = "One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, "
        message += f"and the affected deployments have been stopped. {what}"
        raise EndedError("Stopped", "ALARM_ACTIVE", message, "DEPLOYMENT_STOP_ON_ALARM")
