"""Usage plans and API keys of API Gateway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table, split_id
from sandbox.provider.resources._apigateway_patches import TAGS, arn_of, patches
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

_MANAGED: Final = "Managed by Pulumi"


class UsagePlan(Resource):
    """A usage plan; its id is the plan's."""

    type_name = "aws:apigateway/usagePlan:UsagePlan"
    service = "apigateway"
    operation = "CreateUsagePlan"
    table = Table(
        rename={"quotaSettings": "quota", "throttleSettings": "throttle"},
        local=frozenset({"productCode", "apiStages"}),
        meaning=Meaning(
            unordered=frozenset({"apiStages", "apiStages.throttles"}), computed=frozenset({"quotaSettings.offset"})
        ),
        outputs=("arn",),
        name=AutoName(longest=255, prefix_property=None),
    )
    tag_api = TAGS

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        stages = inputs.get("apiStages")
        shown = [_stage(one) for one in stages] if isinstance(stages, list) else stages
        return {**super().request(session, inputs), **({} if stages is None else {"apiStages": shown})}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("apigateway", "create_usage_plan", **self.request(aws.session, inputs))["id"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """CreateUsagePlan takes no product code."""
        if inputs.get("productCode"):
            operation = {"op": "replace", "path": "/productCode", "value": inputs["productCode"]}
            aws.call("apigateway", "update_usage_plan", usagePlanId=resource_id, patchOperations=[operation])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("apigateway", "get_usage_plan", usagePlanId=resource_id)
        if found is None:
            return None
        return {
            **self.props(found),
            "productCode": found.get("productCode"),
            "apiStages": [_stage_of(one) for one in found.get("apiStages", ())],
            "arn": arn_of(aws, f"/usageplans/{resource_id}"),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        names = {"name": "/name", "description": "/description", "productCode": "/productCode"}
        operations = patches(change, names)
        for name, path in (("throttleSettings", "/throttle"), ("quotaSettings", "/quota")):
            if name in change.names:
                operations += _block(path, change.new.get(name))
        if "apiStages" in change.names:
            operations += _stages(change)
        aws.call("apigateway", "update_usage_plan", usagePlanId=resource_id, patchOperations=operations)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """A plan with stages cannot go."""
        stages = [f"{one['apiId']}:{one['stage']}" for one in state.get("apiStages") or ()]
        operations = [{"op": "remove", "path": "/apiStages", "value": one} for one in stages]
        if operations:
            aws.find("apigateway", "update_usage_plan", usagePlanId=resource_id, patchOperations=operations)
        aws.find("apigateway", "delete_usage_plan", usagePlanId=resource_id)


def _stage(given: Any) -> Any:
    if not isinstance(given, Mapping):
        return given
    limits = given.get("throttles")
    throttle = {
        one["path"]: {name: one[name] for name in ("burstLimit", "rateLimit") if name in one} for one in limits or ()
    }
    plain = {name: given[name] for name in ("apiId", "stage") if name in given}
    return {**plain, **({"throttle": throttle} if throttle else {})}


def _stage_of(found: Mapping[str, Any]) -> Props:
    limits = [{"path": path, **limit} for path, limit in (found.get("throttle") or {}).items()]
    return {"apiId": found["apiId"], "stage": found["stage"], **({"throttles": limits} if limits else {})}


def _block(path: str, given: Any) -> list[Props]:
    if not given:
        return [{"op": "remove", "path": path}]
    return [{"op": "replace", "path": f"{path}/{name}", "value": str(value)} for name, value in given.items()]


def _stages(change: Change) -> list[Props]:
    old, new = ({f"{one['apiId']}:{one['stage']}": one for one in props.get("apiStages") or ()}
                for props in (change.old, change.new))  # fmt: skip
    gone = [{"op": "remove", "path": "/apiStages", "value": name} for name in sorted(old.keys() - new.keys())]
    added = [{"op": "add", "path": "/apiStages", "value": name} for name in sorted(new.keys() - old.keys())]
    limits = [
        {"op": "replace", "path": f"/apiStages/{name}/throttle/{limit['path'].replace('/', '~1')}/{member}",
         "value": str(limit[member])}
        for name, one in new.items() for limit in one.get("throttles") or () for member in ("burstLimit", "rateLimit")
        if member in limit
    ]  # fmt: skip
    return gone + added + limits


class ApiKey(Resource):
    """An API key; its id is the key's (not its value)."""

    type_name = "aws:apigateway/apiKey:ApiKey"
    service = "apigateway"
    operation = "CreateApiKey"
    table = Table(
        replaces=frozenset({"value"}),
        unread=frozenset({"value"}),
        defaults={"enabled": True, "description": _MANAGED},
        meaning=Meaning(computed=frozenset({"value"})),
        outputs=("arn", "createdDate", "value"),
        volatile=("lastUpdatedDate",),
        name=AutoName(longest=1024, prefix_property=None),
    )
    tag_api = TAGS

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("apigateway", "create_api_key", **self.request(aws.session, inputs))["id"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("apigateway", "get_api_key", apiKey=resource_id, includeValue=True)
        return None if found is None else {**self.props(found), "arn": arn_of(aws, f"/apikeys/{resource_id}")}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        names = {name: f"/{name}" for name in ("name", "description", "enabled", "customerId")}
        aws.call("apigateway", "update_api_key", apiKey=resource_id, patchOperations=patches(change, names))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("apigateway", "delete_api_key", apiKey=resource_id)


class UsagePlanKey(Resource):
    """A key of a usage plan; its id is the key's, imported by `plan/key`."""

    type_name = "aws:apigateway/usagePlanKey:UsagePlanKey"
    service = "apigateway"
    operation = "CreateUsagePlanKey"
    table = Table(replaces=frozenset({"keyId", "keyType", "usagePlanId"}), outputs=("name", "value"))

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("apigateway", "create_usage_plan_key", **self.request(aws.session, inputs))["id"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, "/", "usagePlanId", "keyId")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        where = {"usagePlanId": known["usagePlanId"], "keyId": known["keyId"]}
        found = aws.find("apigateway", "get_usage_plan_key", **where)
        if found is None:
            return None
        return {
            **where,
            "keyType": found["type"],
            "name": found.get("name"),
            "value": found["value"],
            "id": found["id"],
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change is another key."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        aws.find("apigateway", "delete_usage_plan_key", usagePlanId=state["usagePlanId"], keyId=resource_id)
