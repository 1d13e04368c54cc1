"""Applications, deployment groups and configurations."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from sandbox.codedeploy.records import Fields, Records, arn
from sandbox.codedeploy.shifts import PREDEFINED, ShiftError, steps
from sandbox.errors import AwsError

_EVENTS: Final = ("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")
_MOST_ALARMS: Final = 10  # https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
_GROUP_MEMBERS: Final = (
    "deploymentConfigName",
    "serviceRoleArn",
    "triggerConfigurations",
    "alarmConfiguration",
    "autoRollbackConfiguration",
    "deploymentStyle",
    "outdatedInstancesStrategy",
    "terminationHookEnabled",
)


class Groups:
    """Operations on what deployments stand on.

    Args:
        records: What exists.
        trusts: Whether a role (ARN) trusts a service principal.
    """

    def __init__(self, records: Records, trusts: Callable[[str, str], bool]) -> None:
        self._records = records
        self._trusts = trusts

    def create_application(self, region: str, body: Fields) -> Fields:
        """CreateApplication."""
        name = str(body["applicationName"])
        where = self._records.region(region)
        if name in where.applications:
            raise AwsError("ApplicationAlreadyExistsException", f"An application with the name {name} already exists.")
        if body.get("computePlatform") != "Lambda":
            message = f"computePlatform is {body.get('computePlatform', 'Server')!r}; the sandbox plays Lambda"
            raise AwsError("InvalidComputePlatformException", message)
        fields = {
            "applicationId": str(uuid4()),
            "applicationName": name,
            "createTime": time.time(),
            "linkedToGitHub": False,
            "computePlatform": "Lambda",
        }
        where.applications[name] = fields
        self._tag(region, arn(region, f"application:{name}"), body)
        return {"applicationId": fields["applicationId"]}

    def update_application(self, region: str, body: Fields) -> Fields:
        """UpdateApplication: another name."""
        fields = self._records.application(region, body["applicationName"])
        new = body.get("newApplicationName")
        if new:
            where = self._records.region(region)
            old = arn(region, f"application:{body['applicationName']}")
            where.applications[new] = where.applications.pop(body["applicationName"])
            where.tags[arn(region, f"application:{new}")] = where.tags.pop(old, {})
            fields["applicationName"] = new
            for (application, group), found in list(where.groups.items()):
                if application == body["applicationName"]:
                    where.groups[new, group] = where.groups.pop((application, group))
                    found["applicationName"] = new
        return {}

    def delete_application(self, region: str, body: Fields) -> Fields:
        """DeleteApplication, with its groups; that it is already gone is no error."""
        where = self._records.region(region)
        where.applications.pop(body["applicationName"], None)
        for key in [key for key in where.groups if key[0] == body["applicationName"]]:
            del where.groups[key]
        return {}

    def create_group(self, region: str, body: Fields) -> Fields:
        """CreateDeploymentGroup."""
        application, name = body["applicationName"], body["deploymentGroupName"]
        self._records.application(region, application)
        where = self._records.region(region)
        if (application, name) in where.groups:
            message = f"A deployment group with the name {name} already exists in {application}."
            raise AwsError("DeploymentGroupAlreadyExistsException", message)
        fields: Fields = {
            "applicationName": application,
            "deploymentGroupId": str(uuid4()),
            "deploymentGroupName": name,
            "computePlatform": "Lambda",
            "deploymentConfigName": "CodeDeployDefault.LambdaAllAtOnce",
            "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
        }
        fields |= {name: body[name] for name in _GROUP_MEMBERS if body.get(name) is not None}
        self._check_group(region, fields)
        where.groups[application, name] = fields
        self._tag(region, arn(region, f"deploymentgroup:{application}/{name}"), body)
        return {"deploymentGroupId": fields["deploymentGroupId"]}

    def update_group(self, region: str, body: Fields) -> Fields:
        """UpdateDeploymentGroup; what is left out stays."""
        application, name = body["applicationName"], body["currentDeploymentGroupName"]
        known = self._records.group(region, application, name)
        changed = {**known, **{member: body[member] for member in _GROUP_MEMBERS if body.get(member) is not None}}
        self._check_group(region, changed)
        known.update(changed)
        new = body.get("newDeploymentGroupName")
        if new:
            where = self._records.region(region)
            where.groups[application, new] = where.groups.pop((application, name))
            known["deploymentGroupName"] = new
        return {"hooksNotCleanedUp": []}

    def delete_group(self, region: str, body: Fields) -> Fields:
        """DeleteDeploymentGroup; that it is already gone is no error."""
        self._records.region(region).groups.pop((body["applicationName"], body["deploymentGroupName"]), None)
        return {"hooksNotCleanedUp": []}

    def create_config(self, region: str, body: Fields) -> Fields:
        """CreateDeploymentConfig."""
        name = body["deploymentConfigName"]
        configs = self._records.region(region).configs
        if name in configs:
            raise AwsError("DeploymentConfigAlreadyExistsException", f"{name} already exists.")
        if name.startswith("CodeDeployDefault."):
            raise AwsError("InvalidDeploymentConfigNameException", "Names that start with CodeDeployDefault. are AWS's")
        if body.get("computePlatform") != "Lambda":
            raise AwsError("InvalidComputePlatformException", "The sandbox plays configurations for Lambda")
        try:
            steps(body.get("trafficRoutingConfig") or {})
        except ShiftError as error:
            raise AwsError("InvalidTrafficRoutingConfigurationException", str(error)) from error
        configs[name] = {
            "deploymentConfigId": str(uuid4()),
            "deploymentConfigName": name,
            "computePlatform": "Lambda",
            "createTime": time.time(),
            "trafficRoutingConfig": body.get("trafficRoutingConfig") or {"type": "AllAtOnce"},
        }
        return {"deploymentConfigId": configs[name]["deploymentConfigId"]}

    def delete_config(self, region: str, body: Fields) -> Fields:
        """DeleteDeploymentConfig; one that a group uses stays, and so do AWS's own."""
        name = body["deploymentConfigName"]
        where = self._records.region(region)
        if name in PREDEFINED:
            raise AwsError("InvalidOperationException", "Default deployment configurations cannot be deleted")
        if any(group["deploymentConfigName"] == name for group in where.groups.values()):
            raise AwsError("DeploymentConfigInUseException", f"{name} is used by a deployment group")
        where.configs.pop(name, None)
        return {}

    def _check_group(self, region: str, fields: Fields) -> None:
        role = str(fields.get("serviceRoleArn") or "")
        if not self._trusts(role, "codedeploy.amazonaws.com"):
            raise AwsError("InvalidRoleException", f"Cannot assume role provided. (role {role})")
        self._records.config(region, fields["deploymentConfigName"])
        style = fields["deploymentStyle"]
        if (style.get("deploymentType"), style.get("deploymentOption")) != ("BLUE_GREEN", "WITH_TRAFFIC_CONTROL"):
            message = "For Lambda deployments the style must be BLUE_GREEN and WITH_TRAFFIC_CONTROL"
            raise AwsError("InvalidDeploymentStyleException", message)
        check_alarms(fields.get("alarmConfiguration") or {})
        check_rollback(fields.get("autoRollbackConfiguration") or {}, fields.get("alarmConfiguration") or {})

    def _tag(self, region: str, of: str, body: Fields) -> None:
        tags = {tag["Key"]: tag.get("Value", "") for tag in body.get("tags") or ()}
        self._records.region(region).tags[of] = tags


def check_alarms(config: Mapping[str, Any]) -> None:
    """Refuses an alarm configuration that CodeDeploy does not take.

    Raises:
        AwsError: InvalidAlarmConfigException, AlarmsLimitExceededException.
    """
    alarms = config.get("alarms") or []
    if config.get("enabled") and not alarms:
        raise AwsError("InvalidAlarmConfigException", "Alarms are enabled, but none is named")
    if len(alarms) > _MOST_ALARMS:
        raise AwsError(
            "AlarmsLimitExceededException", f"{len(alarms)} alarms are named; accepted: at most {_MOST_ALARMS}"
        )


def check_rollback(config: Mapping[str, Any], alarms: Mapping[str, Any]) -> None:
    """Refuses rollback settings that CodeDeploy does not take.

    Raises:
        AwsError: InvalidAutoRollbackConfigException.
    """
    events = config.get("events") or []
    if config.get("enabled") and not events:
        raise AwsError("InvalidAutoRollbackConfigException", f"Rollback is enabled without events; accepted: {_EVENTS}")
    if unknown := [event for event in events if event not in _EVENTS]:
        raise AwsError("InvalidAutoRollbackConfigException", f"Unknown events {unknown}; accepted: {_EVENTS}")
    if config.get("enabled") and "DEPLOYMENT_STOP_ON_ALARM" in events and not alarms.get("enabled"):
        message = "DEPLOYMENT_STOP_ON_ALARM needs an alarm configuration that is enabled"
        raise AwsError("InvalidAutoRollbackConfigException", message)
