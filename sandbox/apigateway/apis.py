"""REST APIs, their deployments and stages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.apigateway.document import ApiDocument, read_document
from sandbox.apigateway.document_parts import DocumentError
from sandbox.apigateway.patches import patch, patch_stage
from sandbox.apigateway.state import Api, Deployment, Fields, Stage, State, find, new_id, refused
from sandbox.errors import AwsError

_API_MEMBERS: Final = (
    "name", "description", "version", "binaryMediaTypes", "minimumCompressionSize", "apiKeySource",
    "endpointConfiguration", "policy", "tags", "disableExecuteApiEndpoint", "securityPolicy", "endpointAccessMode",
)  # fmt: skip
_STAGE_MEMBERS: Final = (
    "stageName", "deploymentId", "description", "cacheClusterEnabled", "cacheClusterSize", "variables",
    "documentationVersion", "canarySettings", "tracingEnabled", "tags",
)  # fmt: skip


class Apis:
    """Operations on REST APIs, deployments and stages.

    Args:
        state: What exists.
        clock: Epoch seconds.
    """

    def __init__(self, state: State, clock: Callable[[], float] = time.time) -> None:
        self._state = state
        self._clock = clock

    def get(self, region: str, identity: str) -> Api:
        """An API.

        Raises:
            AwsError: NotFoundException.
        """
        found: Api = find(self._state.region(region).apis, "API", identity)
        return found

    def create(self, region: str, request: Fields) -> Fields:
        """CreateRestApi: an API without methods."""
        if not request.get("name"):
            raise refused("Rest api name cannot be empty")
        fields: Fields = {
            "id": new_id(),
            "createdDate": self._clock(),
            "version": None,
            "apiKeySource": "HEADER",
            "endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"},
            "disableExecuteApiEndpoint": False,
            "rootResourceId": new_id(),
            "binaryMediaTypes": [],
            **{name: request[name] for name in _API_MEMBERS if request.get(name) is not None},
        }
        fields["endpointConfiguration"] = {"ipAddressType": "ipv4", **fields["endpointConfiguration"]}
        api = Api(region, fields)
        self._state.region(region).apis[api.identity] = api
        return shown(api)

    def import_document(self, region: str, content: bytes, query: Mapping[str, str]) -> Fields:
        """ImportRestApi."""
        document = _read(content)
        created = self.create(region, {"name": document.title or "api"})
        return self.put(region, created["id"], content, query)

    def put(self, region: str, identity: str, content: bytes, query: Mapping[str, str]) -> Fields:
        """PutRestApi: the document replaces what the API does; `mode=merge` lays it over what is there."""
        api = self.get(region, identity)
        if query.get("mode", "merge") == "merge" and api.document.raw:
            content = json.dumps(_merged(api.document.raw, _read(content).raw)).encode()
        document = _read(content)
        api.document = document
        settings: Fields = {"apiKeySource": document.key_source, "binaryMediaTypes": list(document.binary_types)}
        if document.title:
            settings["name"] = document.title
        info = document.raw.get("info") or {}
        settings |= {name: info[name] for name in ("description", "version") if info.get(name)}
        if document.compress_from is not None:
            settings["minimumCompressionSize"] = document.compress_from
        if document.policy:
            settings["policy"] = document.policy
        endpoint = document.raw.get("x-amazon-apigateway-endpoint-configuration") or {}
        if "disableExecuteApiEndpoint" in endpoint:
            settings["disableExecuteApiEndpoint"] = bool(endpoint["disableExecuteApiEndpoint"])
        api.fields.update(settings)
        return shown(api)

    def update(self, region: str, identity: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateRestApi."""
        api = self.get(region, identity)
        api.fields.setdefault("binaryMediaTypes", [])
        patch(api.fields, operations)
        if not api.fields.get("policy"):
            api.fields.pop("policy", None)
        return shown(api)

    def delete(self, region: str, identity: str) -> Fields:
        """DeleteRestApi, with all that belongs to it."""
        self.get(region, identity)
        where = self._state.region(region)
        del where.apis[identity]
        for plan in where.plans.values():
            plan.fields["apiStages"] = [one for one in plan.fields["apiStages"] if one["apiId"] != identity]
        return {}

    def deploy(self, region: str, identity: str, request: Fields) -> Fields:
        """CreateDeployment: a snapshot, and a stage for it where one is named."""
        api = self.get(region, identity)
        if not api.document.routes:
            raise refused("The REST API doesn't contain any methods")
        fields: Fields = {
            "id": new_id(6),
            "createdDate": self._clock(),
            "description": request.get("description"),
        }
        api.deployments[fields["id"]] = Deployment(fields, api.document, str(api.fields.get("policy") or ""))
        if request.get("stageName"):
            self._stage_of_deployment(api, fields["id"], request)
        return fields

    def _stage_of_deployment(self, api: Api, deployment: str, request: Fields) -> None:
        known = api.stages.get(request["stageName"])
        if known is not None:
            known.fields |= {"deploymentId": deployment, "lastUpdatedDate": self._clock()}
            return
        names = {"stageDescription": "description"}
        wanted = {names.get(key, key): value for key, value in request.items() if key != "description"}
        self.add_stage(api, {**wanted, "deploymentId": deployment})

    def update_deployment(self, region: str, identity: str, deployment: str, operations: Any) -> Fields:
        """UpdateDeployment."""
        found: Deployment = find(self.get(region, identity).deployments, "Deployment", deployment)
        patch(found.fields, operations)
        return found.fields

    def delete_deployment(self, region: str, identity: str, deployment: str) -> Fields:
        """DeleteDeployment; one that a stage serves stays."""
        api = self.get(region, identity)
        find(api.deployments, "Deployment", deployment)
        if any(stage.fields["deploymentId"] == deployment for stage in api.stages.values()):
            raise refused("Active stages pointing to this deployment must be moved or deleted")
        del api.deployments[deployment]
        return {}

    def add_stage(self, api: Api, request: Fields) -> Fields:
        """CreateStage."""
        name = request["stageName"]
        if name in api.stages:
            raise AwsError("ConflictException", "Stage already exists", 409)
        find(api.deployments, "Deployment", request["deploymentId"])
        now = self._clock()
        fields: Fields = {name: request[name] for name in _STAGE_MEMBERS if request.get(name) is not None}
        fields |= {
            "methodSettings": {},
            "createdDate": now,
            "lastUpdatedDate": now,
            "cacheClusterStatus": "NOT_AVAILABLE",
        }
        fields.setdefault("cacheClusterEnabled", False)
        fields.setdefault("tracingEnabled", False)
        api.stages[name] = Stage(fields)
        return stage_shown(api.stages[name])

    def update_stage(self, region: str, identity: str, name: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateStage."""
        api = self.get(region, identity)
        stage: Stage = find(api.stages, "Stage", name)
        logs = [one for one in operations if _asks_for_logs(one)]
        if logs and not self._state.region(region).account.get("cloudwatchRoleArn"):
            raise refused("CloudWatch Logs role ARN must be set in account settings to enable logging")
        for one in operations:
            if one["path"] == "/deploymentId":
                find(api.deployments, "Deployment", one.get("value", ""))
        patch_stage(stage.fields, operations)
        if not (stage.fields.get("accessLogSettings") or {}).get("destinationArn"):
            stage.fields.pop("accessLogSettings", None)
        stage.fields["lastUpdatedDate"] = self._clock()
        return stage_shown(stage)

    def delete_stage(self, region: str, identity: str, name: str) -> Fields:
        """DeleteStage."""
        api = self.get(region, identity)
        find(api.stages, "Stage", name)
        del api.stages[name]
        return {}


def shown(api: Api) -> Fields:
    """An API as the control plane returns it."""
    return {name: value for name, value in api.fields.items() if value is not None}


def stage_shown(stage: Stage) -> Fields:
    """A stage as the control plane returns it."""
    return {**stage.fields, **({"webAclArn": stage.web_acl} if stage.web_acl else {})}


def _read(content: bytes) -> ApiDocument:
    try:
        return read_document(content)
    except DocumentError as error:
        raise refused(str(error)) from error


def _asks_for_logs(operation: Mapping[str, str]) -> bool:
    value = operation.get("value") or ""
    path = operation["path"]
    return operation["op"] != "remove" and (
        (path.startswith("/accessLogSettings/destinationArn") and ":logs:" in value)
        or (path.endswith("/logging/loglevel") and value.upper() != "OFF")
    )


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new
