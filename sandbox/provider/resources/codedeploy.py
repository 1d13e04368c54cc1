"""CodeDeploy: applications, deployment groups and configurations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table, split_id
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_TAGS: Final = ServiceTags(
    service="codedeploy",
    add="tag_resource",
    remove="untag_resource",
    read_by="list_tags_for_resource",
    target="ResourceArn",
    create_parameter="tags",
)
# A role that was made a moment ago is not known everywhere yet.
_NOT_YET: Final = {"InvalidRoleException": ""}


class Application(Resource):
    """An application; its id is `<id>:<name>`, imported by its name."""

    type_name = "aws:codedeploy/application:Application"
    service = "codedeploy"
    operation = "CreateApplication"
    table = Table(
        rename={"name": "applicationName"},
        replaces=frozenset({"computePlatform"}),
        defaults={"computePlatform": "Server"},
        outputs=("arn", "applicationId"),
        name=AutoName(longest=100, prefix_property=None),
    )
    tag_api = _TAGS

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        found = aws.call("codedeploy", "create_application", **self.request(aws.session, inputs))
        return f"{found['applicationId']}:{inputs['name']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return {"name": resource_id.rpartition(":")[2]}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        name = known["name"]
        found = aws.find("codedeploy", "get_application", applicationName=name)
        if found is None:
            return None
        application = found["application"]
        arn = aws.arn("codedeploy", f"application:{name}")
        return {
            **self.props(application),
            "arn": arn,
            "githubAccountName": application.get("gitHubAccountName", ""),
            "id": f"{application['applicationId']}:{name}",
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """Another name."""
        old, new = change.old["name"], change.new["name"]
        aws.call("codedeploy", "update_application", applicationName=old, newApplicationName=new)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("codedeploy", "delete_application", applicationName=state["name"])


class DeploymentGroup(Resource):
    """A deployment group; its id is the group's, imported by `application:group`."""

    type_name = "aws:codedeploy/deploymentGroup:DeploymentGroup"
    service = "codedeploy"
    operation = "CreateDeploymentGroup"
    table = Table(
        rename={
            "appName": "applicationName",
            "autoscalingGroups": "autoScalingGroups",
            "blueGreenDeploymentConfig": "blueGreenDeploymentConfiguration",
            "onPremisesInstanceTagFilters": "onPremisesInstanceTagFilters",
        },
        local=frozenset({"alarmConfiguration", "ecsService", "ec2TagSets"}),
        replaces=frozenset({"appName"}),
        defaults={"deploymentConfigName": "CodeDeployDefault.OneAtATime"},
        meaning=Meaning(
            unordered=frozenset({"alarmConfiguration.alarms", "autoRollbackConfiguration.events"}),
            computed=frozenset(
                {"deploymentStyle", "alarmConfiguration.ignorePollAlarmFailure", "terminationHookEnabled"}
            ),
        ),
        unread=frozenset({"outdatedInstancesStrategy"}),
        outputs=("arn", "computePlatform", "deploymentGroupId"),
    )
    tag_api = _TAGS

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        alarms = inputs.get("alarmConfiguration")
        return request if alarms is None else {**request, "alarmConfiguration": _alarms(alarms)}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        made = aws.retry(lambda: aws.call("codedeploy", "create_deployment_group", **request), on=_NOT_YET)
        return str(made["deploymentGroupId"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, ":", "appName", "deploymentGroupName")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        application, name = known["appName"], known["deploymentGroupName"]
        where = {"applicationName": application, "deploymentGroupName": name}
        found = aws.find("codedeploy", "get_deployment_group", **where)
        if found is None:
            return None
        group = found["deploymentGroupInfo"]
        alarms = group.get("alarmConfiguration")
        names = [one["name"] for one in (alarms or {}).get("alarms") or ()]
        return {
            **self.props(group),
            "alarmConfiguration": {**alarms, "alarms": names} if alarms else None,
            "arn": aws.arn("codedeploy", f"deploymentgroup:{application}/{name}"),
            "id": group["deploymentGroupId"],
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        request = self.request(aws.session, {name: value for name, value in change.new.items() if name != "tagsAll"})
        del request["deploymentGroupName"]
        old, new = change.old["deploymentGroupName"], change.new["deploymentGroupName"]
        request |= {"currentDeploymentGroupName": old, "newDeploymentGroupName": new if new != old else None}
        for name in ("alarmConfiguration", "autoRollbackConfiguration"):
            if name in change.names and not change.new.get(name):
                request[name] = {"enabled": False}
        aws.retry(lambda: aws.call("codedeploy", "update_deployment_group", **request), on=_NOT_YET)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        where = {"applicationName": state["appName"], "deploymentGroupName": state["deploymentGroupName"]}
        aws.find("codedeploy", "delete_deployment_group", **where)


def _alarms(given: Any) -> Any:
    if not isinstance(given, Mapping):
        return given
    names = given.get("alarms")
    return {**given, "alarms": [{"name": name} for name in names] if isinstance(names, list) else names}


class DeploymentConfig(Resource):
    """How traffic is shifted; its id is its name, and every change is another one."""

    type_name = "aws:codedeploy/deploymentConfig:DeploymentConfig"
    service = "codedeploy"
    operation = "CreateDeploymentConfig"
    table = Table(
        local=frozenset({"trafficRoutingConfig"}),
        replaces=frozenset(
            {"deploymentConfigName", "computePlatform", "minimumHealthyHosts", "trafficRoutingConfig", "zonalConfig"}
        ),
        defaults={"computePlatform": "Server"},
        meaning=Meaning(computed=frozenset({"trafficRoutingConfig"})),
        outputs=("arn", "deploymentConfigId"),
        name=AutoName("deploymentConfigName", longest=100, prefix_property=None),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        routing = inputs.get("trafficRoutingConfig")
        if inputs["computePlatform"] != "Server" and routing is None:
            yield Failure("trafficRoutingConfig", "is needed where the compute platform is Lambda or ECS")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        routing = inputs.get("trafficRoutingConfig")
        return request if routing is None else {**request, "trafficRoutingConfig": _routing(routing)}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("codedeploy", "create_deployment_config", **self.request(aws.session, inputs))
        return str(inputs["deploymentConfigName"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("codedeploy", "get_deployment_config", deploymentConfigName=resource_id)
        if found is None:
            return None
        config = found["deploymentConfigInfo"]
        return {
            **self.props(config),
            "trafficRoutingConfig": _routing_of(config.get("trafficRoutingConfig") or {}),
            "arn": aws.arn("codedeploy", f"deploymentconfig:{resource_id}"),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change is another configuration."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("codedeploy", "delete_deployment_config", deploymentConfigName=resource_id)


# Block of the program -> start of the API's member names, which carry the kind's name.
_KINDS: Final = {"timeBasedCanary": "canary", "timeBasedLinear": "linear"}


def _routing(given: Any) -> Any:
    if not isinstance(given, Mapping):
        return given
    routing: Props = {"type": given.get("type", "AllAtOnce")}
    for block, kind in _KINDS.items():
        figures = given.get(block)
        if isinstance(figures, Mapping):
            names = {"interval": f"{kind}Interval", "percentage": f"{kind}Percentage"}
            routing[block] = {names[name]: _whole(value) for name, value in figures.items() if name in names}
    return routing


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


def _routing_of(found: Mapping[str, Any]) -> Props | None:
    if not found:
        return None
    routing: Props = {"type": found["type"]}
    for block, kind in _KINDS.items():
        if block in found:
            figures = found[block]
            routing[block] = {"interval": figures[f"{kind}Interval"], "percentage": figures[f"{kind}Percentage"]}
    return routing


RESOURCES = (Application, DeploymentGroup, DeploymentConfig)
