"""Usage plans and API keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.apigateway.patches import patch
from sandbox.apigateway.state import Fields, Plan, State, find, new_id, refused
from sandbox.errors import AwsError


class Plans:
    """Operations on usage plans, keys, and which keys a plan has.

    Args:
        state: What exists.
        clock: Epoch seconds.
    """

    def __init__(self, state: State, clock: Callable[[], float] = time.time) -> None:
        self._state = state
        self._clock = clock

    def create_plan(self, region: str, request: Fields) -> Fields:
        """CreateUsagePlan."""
        if not request.get("name"):
            raise refused("Usage Plan name cannot be empty")
        stages = list(request.get("apiStages") or ())
        for one in stages:
            self._check_stage(region, one["apiId"], one["stage"])
        plan = Plan({**request, "id": new_id(6), "apiStages": stages})
        self._state.region(region).plans[plan.fields["id"]] = plan
        return plan.fields

    def plan(self, region: str, identity: str) -> Plan:
        """A usage plan.

        Raises:
            AwsError: NotFoundException.
        """
        found: Plan = find(self._state.region(region).plans, "Usage Plan", identity)
        return found

    def update_plan(self, region: str, identity: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateUsagePlan; a stage is named `<api>:<stage>` there."""
        plan = self.plan(region, identity)
        for one in operations:
            if one["path"] == "/apiStages":
                self._change_stage(region, plan, one)
            elif one["path"].startswith("/apiStages/"):
                self._change_stage_throttle(plan, one)
            else:
                patch(plan.fields, [one])
        return plan.fields

    def delete_plan(self, region: str, identity: str) -> Fields:
        """DeleteUsagePlan; one with stages stays."""
        if self.plan(region, identity).fields["apiStages"]:
            raise refused(f"Cannot delete Usage Plan {identity} because it is associated with API Stages")
        del self._state.region(region).plans[identity]
        return {}

    def create_key(self, region: str, request: Fields) -> Fields:
        """CreateApiKey; the value is made up where none is given."""
        keys = self._state.region(region).keys
        value = request.get("value") or new_id(40)
        if not 20 <= len(value) <= 128:
            raise refused(f"API Key value should be at least 20 characters and at most 128, and has {len(value)}")
        if any(key["value"] == value for key in keys.values()):
            raise AwsError("ConflictException", "API Key already exists", 409)
        now = self._clock()
        fields = {
            "enabled": False,
            **request,
            "id": new_id(),
            "value": value,
            "createdDate": now,
            "lastUpdatedDate": now,
            "stageKeys": [],
        }
        keys[fields["id"]] = fields
        return fields

    def key(self, region: str, identity: str, *, with_value: bool) -> Fields:
        """GetApiKey."""
        found: Fields = find(self._state.region(region).keys, "API Key", identity)
        return {name: value for name, value in found.items() if with_value or name != "value"}

    def update_key(self, region: str, identity: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateApiKey."""
        fields: Fields = find(self._state.region(region).keys, "API Key", identity)
        patch(fields, operations)
        fields["lastUpdatedDate"] = self._clock()
        return self.key(region, identity, with_value=False)

    def delete_key(self, region: str, identity: str) -> Fields:
        """DeleteApiKey; it leaves its plans."""
        where = self._state.region(region)
        find(where.keys, "API Key", identity)
        del where.keys[identity]
        for plan in where.plans.values():
            plan.keys = [one for one in plan.keys if one != identity]
        return {}

    def add_key(self, region: str, identity: str, request: Fields) -> Fields:
        """CreateUsagePlanKey."""
        plan = self.plan(region, identity)
        if request.get("keyType") != "API_KEY":
            raise refused(f"keyType is {request.get('keyType')!r}; accepted: API_KEY")
        find(self._state.region(region).keys, "API Key", request["keyId"])
        if request["keyId"] in plan.keys:
            raise AwsError("ConflictException", "Usage Plan Key already exists", 409)
        plan.keys.append(request["keyId"])
        return self.plan_key(region, identity, request["keyId"])

    def plan_key(self, region: str, identity: str, key: str) -> Fields:
        """GetUsagePlanKey."""
        if key not in self.plan(region, identity).keys:
            raise AwsError("NotFoundException", "Invalid API Key identifier specified", 404)
        fields = self._state.region(region).keys[key]
        return {"id": key, "type": "API_KEY", "value": fields["value"], "name": fields.get("name")}

    def remove_key(self, region: str, identity: str, key: str) -> Fields:
        """DeleteUsagePlanKey."""
        self.plan_key(region, identity, key)
        self.plan(region, identity).keys.remove(key)
        return {}

    def _check_stage(self, region: str, api: str, stage: str) -> None:
        found: Any = self._state.region(region).apis.get(api)
        if found is None or stage not in found.stages:
            raise AwsError("NotFoundException", f"API Stage not found: {api}:{stage}", 404)

    def _change_stage(self, region: str, plan: Plan, operation: Mapping[str, str]) -> None:
        api, _, stage = (operation.get("value") or "").partition(":")
        kept = [one for one in plan.fields["apiStages"] if (one["apiId"], one["stage"]) != (api, stage)]
        if operation["op"] == "add":
            self._check_stage(region, api, stage)
            kept.append({"apiId": api, "stage": stage})
        plan.fields["apiStages"] = kept

    def _change_stage_throttle(self, plan: Plan, operation: Mapping[str, str]) -> None:
        _, _, name, rest = operation["path"].split("/", 3)
        for one in plan.fields["apiStages"]:
            if f"{one['apiId']}:{one['stage']}" == name:
                patch(one, [{**operation, "path": f"/{rest}"}])
