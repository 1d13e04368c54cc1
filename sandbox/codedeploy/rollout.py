"""One deployment from its start to its end, and back where an alarm says so.

https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any, Final
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.codedeploy.alarms import EndedError, check_alarms
from sandbox.codedeploy.records import Deployment, Records, arn, new_deployment_id
from sandbox.codedeploy.shifts import Step, steps
from sandbox.context import SandboxContext

POLL_S: Final = 0.1
# A hook has an hour to report: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
HOOK_S: Final = 3600.0
_LEAST_HOOK_S: Final = 5.0
_STATES: Final = {"InProgress": "START", "Succeeded": "SUCCESS", "Failed": "FAILURE", "Stopped": "STOP"}


class Rollouts:
    """Runs deployments, each in a thread of its own.

    Args:
        context: Clients that act as the deployment group's role, options, events.
        records: Where rollbacks are noted.
    """

    def __init__(self, context: SandboxContext, records: Records) -> None:
        self._context = context
        self._records = records
        self._closing = threading.Event()

    def start(self, deployment: Deployment, routing: dict[str, Any]) -> None:
        """Begins to shift; returns at once."""
        name = f"codedeploy-{deployment.identity}"
        threading.Thread(target=self._run, args=(deployment, steps(routing)), name=name, daemon=True).start()

    def close(self) -> None:
        """Leaves every deployment where it is."""
        self._closing.set()

    def _run(self, deployment: Deployment, plan: tuple[Step, ...]) -> None:
        self._enter(deployment, "InProgress", startTime=time.time())
        try:
            self._check_alias(deployment)
            check_alarms(self._context, deployment)
            self._hook(deployment, "BeforeAllowTraffic", deployment.spec.before)
            deployment.mark("AllowTraffic", "InProgress")
            for step in plan:
                self._shift(deployment, step)
            deployment.mark("AllowTraffic", "Succeeded")
            self._hook(deployment, "AfterAllowTraffic", deployment.spec.after)
        except EndedError as end:
            self._end(deployment, end)
        except (ClientError, BotoCoreError) as error:
            message = f"CodeDeploy could not act as {deployment.group['serviceRoleArn']}: {error}"
            self._end(deployment, EndedError("Failed", "IAM_ROLE_PERMISSIONS", message, "DEPLOYMENT_FAILURE"))
        except Exception as error:  # a defect must not leave a deployment in progress for ever
            self._context.log.exception("deployment %s failed", deployment.identity)
            self._end(deployment, EndedError("Failed", "INTERNAL_ERROR", str(error), "DEPLOYMENT_FAILURE"))
        else:
            with self._records.lock:
                deployment.group["targetRevision"] = deployment.fields["revision"]
            self._enter(deployment, "Succeeded", completeTime=time.time())

    def _lambda(self, deployment: Deployment) -> Any:
        return self._context.client("lambda", deployment.region, deployment.group["serviceRoleArn"])

    def _check_alias(self, deployment: Deployment) -> None:
        spec = deployment.spec
        try:
            found = self._lambda(deployment).get_alias(FunctionName=spec.function, Name=spec.alias)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            message = f"The alias {spec.alias} of {spec.function} does not exist"
            raise EndedError("Failed", "INVALID_LAMBDA_CONFIGURATION", message, "DEPLOYMENT_FAILURE") from error
        if found["FunctionVersion"] != spec.current:
            message = (
                f"The alias {spec.alias} has the version {found['FunctionVersion']}, but the AppSpec file says that "
                f"CurrentVersion is {spec.current}"
            )
            raise EndedError("Failed", "INVALID_LAMBDA_CONFIGURATION", message, "DEPLOYMENT_FAILURE")

    def _shift(self, deployment: Deployment, step: Step) -> None:
        spec, client = deployment.spec, self._lambda(deployment)
        self._check(deployment)
        whole = step.weight >= 1
        try:
            client.update_alias(
                FunctionName=spec.function,
                Name=spec.alias,
                FunctionVersion=spec.target if whole else spec.current,
                RoutingConfig={"AdditionalVersionWeights": {} if whole else {spec.target: step.weight}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"].startswith("AccessDenied"):
                raise
            message = error.response["Error"]["Message"]
            raise EndedError("Failed", "INVALID_LAMBDA_FUNCTION", message, "DEPLOYMENT_FAILURE") from error
        deployment.weight = step.weight
        until = time.monotonic() + step.hold_s * self._context.options.time_scale
        while time.monotonic() < until:
            self._check(deployment)
            self._closing.wait(min(POLL_S, max(0.0, until - time.monotonic())))
        self._check(deployment)

    def _check(self, deployment: Deployment) -> None:
        if deployment.stop.is_set():
            raise EndedError("Stopped", "MANUAL_STOP", "The deployment was stopped.", "DEPLOYMENT_STOP_ON_REQUEST")
        if self._closing.is_set():
            raise EndedError("Stopped", "INTERNAL_ERROR", "The sandbox ended.", "")
        check_alarms(self._context, deployment)

    def _hook(self, deployment: Deployment, event: str, function: str) -> None:
        if not function:
            deployment.mark(event, "Skipped")
            return
        deployment.mark(event, "InProgress")
        execution = str(uuid4())
        deployment.hooks[execution] = None
        payload = {"DeploymentId": deployment.identity, "LifecycleEventHookExecutionId": execution}
        answer = self._lambda(deployment).invoke(FunctionName=function, Payload=json.dumps(payload).encode())
        outcome = "Failed" if answer.get("FunctionError") else self._outcome(deployment, execution)
        deployment.mark(event, "Succeeded" if outcome == "Succeeded" else "Failed")
        if outcome != "Succeeded":
            message = f"The hook {event} ({function}) reported {outcome or 'nothing in time'}"
            raise EndedError("Failed", "HOOK_EXECUTION_FAILURE", message, "DEPLOYMENT_FAILURE")

    def _outcome(self, deployment: Deployment, execution: str) -> str | None:
        until = time.monotonic() + max(_LEAST_HOOK_S, HOOK_S * self._context.options.time_scale)
        while deployment.hooks[execution] is None and time.monotonic() < until:
            self._check(deployment)
            self._closing.wait(POLL_S)
        return deployment.hooks[execution]

    def _end(self, deployment: Deployment, end: EndedError) -> None:
        for event in deployment.lifecycle.values():
            if event["status"] in ("Pending", "InProgress"):
                event["status"] = "Skipped" if event["status"] == "Pending" else "Failed"
        information = {"code": end.code, "message": end.message}
        settings = deployment.fields.get("autoRollbackConfiguration") or {}
        wanted = settings.get("enabled") and end.event in (settings.get("events") or ())
        if wanted or (end.event == "DEPLOYMENT_STOP_ON_REQUEST" and deployment.rolls_back_on_stop):
            self._roll_back(deployment)
        self._enter(deployment, end.status, completeTime=time.time(), errorInformation=information)

    def _roll_back(self, deployment: Deployment) -> None:
        """A deployment of its own, which gives all calls back to the version that had them."""
        spec, identity = deployment.spec, new_deployment_id()
        fields = {
            **{name: deployment.fields[name] for name in ("applicationName", "deploymentGroupName", "computePlatform")},
            "deploymentId": identity,
            "deploymentConfigName": "CodeDeployDefault.LambdaAllAtOnce",
            "creator": "codeDeployRollback",
            "createTime": time.time(),
            "startTime": time.time(),
            "revision": deployment.fields.get("previousRevision") or deployment.fields["revision"],
            "rollbackInfo": {"rollbackTriggeringDeploymentId": deployment.identity},
            "status": "Created",
        }
        back = Deployment(deployment.region, fields, spec, deployment.group)
        with self._records.lock:
            self._records.region(deployment.region).deployments[identity] = back
        message = f"Deployment {identity} rolls back {deployment.identity}"
        rollback = {"rollbackDeploymentId": identity, "rollbackMessage": message}
        deployment.fields = {**deployment.fields, "rollbackInfo": rollback}
        self._enter(back, "InProgress")
        try:
            self._lambda(deployment).update_alias(
                FunctionName=spec.function,
                Name=spec.alias,
                FunctionVersion=spec.current,
                RoutingConfig={"AdditionalVersionWeights": {}},
            )
        except (ClientError, BotoCoreError) as error:
            information = {"code": "IAM_ROLE_PERMISSIONS", "message": str(error)}
            self._enter(back, "Failed", completeTime=time.time(), errorInformation=information)
            return
        deployment.weight = 0.0
        self._enter(back, "Succeeded", completeTime=time.time())

    def _enter(self, deployment: Deployment, status: str, **more: Any) -> None:
        """Notes the status, and tells EventBridge."""
        counts = dict.fromkeys(("Pending", "InProgress", "Succeeded", "Failed", "Skipped", "Ready"), 0)
        counts[status if status in counts else "Failed"] = 1
        # Another object: an answer may be written out of the old one at this moment.
        fields = deployment.fields = {**deployment.fields, "status": status, "deploymentOverview": counts, **more}
        application, group = fields["applicationName"], fields["deploymentGroupName"]
        detail = {
            "application": application,
            "deploymentGroup": group,
            "deploymentId": deployment.identity,
            "instanceGroupId": deployment.group["deploymentGroupId"],
            "region": deployment.region,
            "state": _STATES[status],
        }
        resources = [
            arn(deployment.region, f"application:{application}"),
            arn(deployment.region, f"deploymentgroup:{application}/{group}"),
        ]
        kind = "CodeDeploy Deployment State-change Notification"
        self._context.emit_event(deployment.region, "aws.codedeploy", kind, detail, resources)
