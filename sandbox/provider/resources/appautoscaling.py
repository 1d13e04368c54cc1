"""Application Auto Scaling: targets, policies and scheduled actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import ProviderError
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import PutResource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_SERVICE: Final = "application-autoscaling"
_OF_TARGET: Final = frozenset({"serviceNamespace", "resourceId", "scalableDimension"})
_SUSPENDABLE: Final = tuple(
    f"suspendedState.{what}Suspended" for what in ("dynamicScalingIn", "dynamicScalingOut", "scheduledScaling")
)
# The thing to scale, or the role to scale it with, was made a moment ago.
_NOT_YET: Final = {
    "ValidationException": "unable to assume|ECS service doesn't exist|is not in InService|currently being updated",
    "ConcurrentUpdateException": "",
}


def _where(props: Props) -> Props:
    return {
        "ServiceNamespace": props["serviceNamespace"],
        "ResourceId": props["resourceId"],
        "ScalableDimension": props["scalableDimension"],
    }


def _parse(resource_id: str, *, named: bool) -> Props:
    """`namespace/resource…/dimension[/name]`; resources have slashes of their own."""
    parts = resource_id.split("/")
    least = 4 if named else 3
    if len(parts) < least:
        form = "<serviceNamespace>/<resourceId>/<scalableDimension>" + ("/<name>" if named else "")
        raise ProviderError(f"the id {resource_id!r} is not of the form {form}")
    name = {"name": parts.pop()} if named else {}
    resource = "/".join(parts[1:-1])
    return {"serviceNamespace": parts[0], "resourceId": resource, "scalableDimension": parts[-1], **name}


class Target(PutResource):
    """What may be scaled, and between which limits; its id is the resource's."""

    type_name = "aws:appautoscaling/target:Target"
    service = _SERVICE
    operation = "RegisterScalableTarget"
    table = Table(
        rename={"roleArn": "RoleARN", "arn": "ScalableTargetARN"},
        replaces=_OF_TARGET,
        unread=frozenset({"roleArn"}),
        meaning=Meaning(computed=frozenset({"roleArn", "suspendedState", *_SUSPENDABLE})),
        outputs=("arn", "roleArn"),
    )
    tag_api = ServiceTags(
        service=_SERVICE,
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="ResourceARN",
        mapped=True,
    )

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`; tags are only taken when the target is new."""
        request = self.request(aws.session, inputs)
        if self._find(aws, inputs):
            request.pop("Tags", None)
        aws.retry(lambda: aws.call(_SERVICE, "register_scalable_target", **request), on=_NOT_YET)

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["resourceId"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return _parse(resource_id, named=False)

    @staticmethod
    def _find(aws: Aws, props: Props) -> dict[str, Any] | None:
        where = _where(props)
        where["ResourceIds"] = [where.pop("ResourceId")]
        found = aws.call(_SERVICE, "describe_scalable_targets", **where).get("ScalableTargets", [])
        return next(iter(found), None)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = self._find(aws, known)
        return {**self.props(found), "id": known["resourceId"]} if found else None

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find(_SERVICE, "deregister_scalable_target", absent="no scalable target", **_where(state))


class Policy(PutResource):
    """How it is scaled; its id is the policy's name."""

    type_name = "aws:appautoscaling/policy:Policy"
    service = _SERVICE
    operation = "PutScalingPolicy"
    table = Table(
        rename={
            "name": "PolicyName",
            "arn": "PolicyARN",
        },
        local=frozenset({"alarmArns"}),
        replaces=_OF_TARGET | {"name", "policyType"},
        defaults={"policyType": "StepScaling"},
        meaning=Meaning(unordered=frozenset({"stepScalingPolicyConfiguration.stepAdjustments"})),
        outputs=("arn", "alarmArns"),
        name=AutoName(longest=256, prefix_property=None),
    )

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`."""
        request = self.request(aws.session, inputs)
        not_yet = {**_NOT_YET, "ObjectNotFoundException": "no scalable target"}
        aws.retry(lambda: aws.call(_SERVICE, "put_scaling_policy", **request), on=not_yet)

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["name"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return _parse(resource_id, named=True)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.call(_SERVICE, "describe_scaling_policies", **_where(known), PolicyNames=[known["name"]])
        policy = next(iter(found.get("ScalingPolicies", ())), None)
        if policy is None:
            return None
        alarms = [item["AlarmARN"] for item in policy.get("Alarms", ())]
        return {**self.props(policy), "alarmArns": alarms, "id": known["name"]}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        where = {**_where(state), "PolicyName": state["name"]}
        aws.find(_SERVICE, "delete_scaling_policy", absent="no scaling policy", **where)


_TIMES: Final = {"startTime": "StartTime", "endTime": "EndTime"}


class ScheduledAction(PutResource):
    """Limits by the clock; its id is `name-namespace-resource`."""

    type_name = "aws:appautoscaling/scheduledAction:ScheduledAction"
    service = _SERVICE
    operation = "PutScheduledAction"
    table = Table(
        rename={"name": "ScheduledActionName", "arn": "ScheduledActionARN"},
        replaces=_OF_TARGET | {"name"},
        defaults={"timezone": "UTC"},
        outputs=("arn",),
        name=AutoName(longest=256, prefix_property=None),
    )

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`."""
        request = self.request(aws.session, inputs)
        not_yet = {**_NOT_YET, "ObjectNotFoundException": ""}
        aws.retry(lambda: aws.call(_SERVICE, "put_scheduled_action", **request), on=not_yet)

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return f"{inputs['name']}-{inputs['serviceNamespace']}-{inputs['resourceId']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return _parse(resource_id, named=True)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        call = {**_where(known), "ScheduledActionNames": [known["name"]]}
        found = aws.call(_SERVICE, "describe_scheduled_actions", **call)
        action = next(iter(found.get("ScheduledActions", ())), None)
        if action is None:
            return None
        times = {name: _spelled(action.get(member), known.get(name)) for name, member in _TIMES.items()}
        return {**self.props(action), **times, "id": self.identify(aws, known)}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        where = {**_where(state), "ScheduledActionName": state["name"]}
        aws.find(_SERVICE, "delete_scheduled_action", absent="no scheduled action", **where)


def _spelled(found: datetime | None, given: str | None) -> str | None:
    """A moment as the program writes it, or in the form of the official plugin where it says another one."""
    if found is None:
        return None
    try:
        same = given is not None and datetime.fromisoformat(given) == found
    except (ValueError, TypeError):  # no date, or one without a zone
        same = False
    return given if same else found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


RESOURCES = (Target, Policy, ScheduledAction)
