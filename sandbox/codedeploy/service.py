"""CodeDeploy's API, as far as it deploys functions; moto keeps what is told and deploys nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.codedeploy.appspec import AppSpecError, content_of, read_appspec
from sandbox.codedeploy.groups import Groups, check_alarms, check_rollback
from sandbox.codedeploy.records import Deployment, Fields, Records, new_deployment_id
from sandbox.codedeploy.rollout import Rollouts
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

Operation = Callable[[str, Fields], Mapping[str, Any]]


class CodeDeployService(BaseService):
    """Answers `codedeploy`.

    Args:
        context: Shared by all services.
        trusts: Whether a role (ARN) trusts a service principal.
    """

    names = frozenset({"codedeploy"})

    def __init__(self, context: SandboxContext, trusts: Callable[[str, str], bool]) -> None:
        self.records = Records()
        self._rollouts = Rollouts(context, self.records)
        groups = Groups(self.records, trusts)
        self._operations: dict[str, Operation] = {
            "CreateApplication": groups.create_application,
            "GetApplication": lambda region, body: {
                "application": self.records.application(region, body["applicationName"])
            },
            "UpdateApplication": groups.update_application,
            "DeleteApplication": groups.delete_application,
            "ListApplications": lambda region, _: {"applications": sorted(self.records.region(region).applications)},
            "CreateDeploymentGroup": groups.create_group,
            "GetDeploymentGroup": lambda region, body: {
                "deploymentGroupInfo": self.records.group(region, body["applicationName"], body["deploymentGroupName"])
            },
            "UpdateDeploymentGroup": groups.update_group,
            "DeleteDeploymentGroup": groups.delete_group,
            "ListDeploymentGroups": self._list_groups,
            "CreateDeploymentConfig": groups.create_config,
            "GetDeploymentConfig": lambda region, body: {
                "deploymentConfigInfo": self.records.config(region, body["deploymentConfigName"])
            },
            "DeleteDeploymentConfig": groups.delete_config,
            "ListDeploymentConfigs": lambda region, _: {
                "deploymentConfigsList": sorted(self.records.region(region).configs)
            },
        }
        self._add_deployments()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Answers every operation for Lambda; the others are refused, not left to moto's empty records."""
        operation = self._operations.get(request.operation)
        if operation is None:
            message = f"{request.operation}: the sandbox plays CodeDeploy's deployments of functions only"
            raise AwsError("OperationNotSupportedException", message)
        body = request.json()
        with self.records.lock:
            return AwsResponse.of_json(operation(request.region, body))

    def close(self) -> None:
        """Leaves deployments where they are."""
        self._rollouts.close()

    def _add_deployments(self) -> None:
        self._operations |= {
            "CreateDeployment": self._create,
            "GetDeployment": lambda region, body: {
                "deploymentInfo": self.records.deployment(region, body["deploymentId"]).fields
            },
            "BatchGetDeployments": lambda region, body: {
                "deploymentsInfo": [self.records.deployment(region, one).fields for one in body["deploymentIds"]]
            },
            "ListDeployments": self._list,
            "StopDeployment": self._stop,
            "ListDeploymentTargets": lambda region, body: {
                "targetIds": [_target_id(self.records.deployment(region, body["deploymentId"]))]
            },
            "GetDeploymentTarget": lambda region, body: {
                "deploymentTarget": _target(self.records.deployment(region, body["deploymentId"]))
            },
            "BatchGetDeploymentTargets": lambda region, body: {
                "deploymentTargets": [_target(self.records.deployment(region, body["deploymentId"]))]
            },
            "PutLifecycleEventHookExecutionStatus": self._report,
            "ListTagsForResource": lambda region, body: {
                "Tags": [
                    {"Key": key, "Value": value}
                    for key, value in self.records.region(region).tags.get(body["ResourceArn"], {}).items()
                ]
            },
            "TagResource": self._tag,
            "UntagResource": self._untag,
        }

    def _list_groups(self, region: str, body: Fields) -> Fields:
        application = body["applicationName"]
        self.records.application(region, application)
        names = sorted(name for of, name in self.records.region(region).groups if of == application)
        return {"applicationName": application, "deploymentGroups": names}

    def _create(self, region: str, body: Fields) -> Fields:
        if not body.get("deploymentGroupName"):
            raise AwsError("DeploymentGroupNameRequiredException", "A deployment group is needed")
        group = self.records.group(region, body["applicationName"], body["deploymentGroupName"])
        config = self.records.config(region, body.get("deploymentConfigName") or group["deploymentConfigName"])
        try:
            spec = read_appspec(content_of(body.get("revision") or {}))
        except AppSpecError as error:
            raise AwsError("InvalidRevisionException", str(error)) from error
        rollback = body.get("autoRollbackConfiguration") or group.get("autoRollbackConfiguration") or {}
        alarms = body.get("overrideAlarmConfiguration") or group.get("alarmConfiguration") or {}
        check_alarms(alarms)
        check_rollback(rollback, alarms)
        self._check_idle(region, group)
        fields = {
            "applicationName": body["applicationName"],
            "deploymentGroupName": body["deploymentGroupName"],
            "deploymentConfigName": config["deploymentConfigName"],
            "deploymentId": new_deployment_id(),
            "revision": body["revision"],
            "previousRevision": group.get("targetRevision"),
            "status": "Created",
            "createTime": time.time(),
            "creator": "user",
            "description": body.get("description"),
            "autoRollbackConfiguration": rollback,
            "overrideAlarmConfiguration": body.get("overrideAlarmConfiguration"),
            "deploymentStyle": group["deploymentStyle"],
            "computePlatform": "Lambda",
            "ignoreApplicationStopFailures": False,
            "updateOutdatedInstancesOnly": False,
            "instanceTerminationWaitTimeStarted": False,
        }
        known = {name: value for name, value in fields.items() if value is not None}
        deployment = Deployment(region, known, spec, group)
        self.records.region(region).deployments[deployment.identity] = deployment
        self._rollouts.start(deployment, config["trafficRoutingConfig"])
        return {"deploymentId": deployment.identity}

    def _check_idle(self, region: str, group: Fields) -> None:
        for one in self.records.region(region).deployments.values():
            same = one.group["deploymentGroupId"] == group["deploymentGroupId"]
            if same and one.active:
                name = group["deploymentGroupName"]
                message = f"The Deployment Group '{name}' already has an active Deployment '{one.identity}'"
                raise AwsError("DeploymentLimitExceededException", message)

    def _list(self, region: str, body: Fields) -> Fields:
        wanted = {name: body[name] for name in ("applicationName", "deploymentGroupName") if body.get(name)}
        if len(wanted) == 1:
            raise AwsError(
                "InvalidInputException", "applicationName and deploymentGroupName are given together, or none"
            )
        if wanted:
            self.records.group(region, wanted["applicationName"], wanted["deploymentGroupName"])
        statuses = body.get("includeOnlyStatuses") or ()
        found = [
            one
            for one in self.records.region(region).deployments.values()
            if all(one.fields[name] == value for name, value in wanted.items())
            and (not statuses or one.fields["status"] in statuses)
        ]
        newest = sorted(found, key=lambda one: one.fields["createTime"], reverse=True)
        return {"deployments": [one.identity for one in newest]}

    def _stop(self, region: str, body: Fields) -> Fields:
        deployment = self.records.deployment(region, body["deploymentId"])
        if not deployment.active:
            message = f"The deployment {deployment.identity} has already completed"
            raise AwsError("DeploymentAlreadyCompletedException", message)
        deployment.rolls_back_on_stop = bool(body.get("autoRollbackEnabled"))
        deployment.stop.set()
        return {"status": "Pending", "statusMessage": "Stopping the deployment"}

    def _report(self, region: str, body: Fields) -> Fields:
        deployment = self.records.deployment(region, body["deploymentId"])
        execution, status = body.get("lifecycleEventHookExecutionId"), body.get("status")
        if execution not in deployment.hooks:
            raise AwsError("InvalidLifecycleEventHookExecutionIdException", f"{execution} is no hook that was called")
        if status not in ("Succeeded", "Failed"):
            message = f"status is {status!r}; accepted: Succeeded, Failed"
            raise AwsError("InvalidLifecycleEventHookExecutionStatusException", message)
        deployment.hooks[execution] = status
        return {"lifecycleEventHookExecutionId": execution}

    def _tag(self, region: str, body: Fields) -> Fields:
        tags = self.records.region(region).tags.setdefault(body["ResourceArn"], {})
        tags.update({tag["Key"]: tag.get("Value", "") for tag in body["Tags"]})
        return {}

    def _untag(self, region: str, body: Fields) -> Fields:
        tags = self.records.region(region).tags.setdefault(body["ResourceArn"], {})
        for key in body["TagKeys"]:
            tags.pop(key, None)
        return {}


def _target_id(deployment: Deployment) -> str:
    return f"{deployment.spec.function}:{deployment.spec.alias}"


def _target(deployment: Deployment) -> Fields:
    spec, status = deployment.spec, deployment.fields["status"]
    shown = {"Created": "Pending", "Stopped": "Failed", "Baking": "InProgress", "Queued": "Pending"}.get(status, status)
    target = {
        "deploymentId": deployment.identity,
        "targetId": _target_id(deployment),
        "targetArn": f"arn:aws:lambda:{deployment.region}:{ACCOUNT_ID}:function:{_target_id(deployment)}",
        "status": shown,
        "lastUpdatedAt": deployment.fields.get("completeTime") or time.time(),
        "lifecycleEvents": list(deployment.lifecycle.values()),
        "lambdaFunctionInfo": {
            "functionName": spec.function,
            "functionAlias": spec.alias,
            "currentVersion": spec.current,
            "targetVersion": spec.target,
            "targetVersionWeight": deployment.weight,
        },
    }
    return {"deploymentTargetType": "LambdaTarget", "lambdaTarget": target}
