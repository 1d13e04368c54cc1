"""Deployments of REST APIs, stages and method settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.resource import Change, Resource, Table, split_id
from sandbox.provider.resources._apigateway_patches import TAGS, arn_of, escaped, patches, replace
from sandbox.provider.values import Props

_PATCHED: Final = {
    "deployment": "/deploymentId",
    "description": "/description",
    "cacheClusterEnabled": "/cacheClusterEnabled",
    "cacheClusterSize": "/cacheClusterSize",
    "xrayTracingEnabled": "/tracingEnabled",
    "clientCertificateId": "/clientCertificateId",
    "documentationVersion": "/documentationVersion",
}


class Deployment(Resource):
    """A snapshot of an API; its id is the deployment's, imported by `api/deployment`."""

    type_name = "aws:apigateway/deployment:Deployment"
    service = "apigateway"
    operation = "CreateDeployment"
    table = Table(
        rename={"restApi": "restApiId"},
        local=frozenset({"triggers"}),
        unread=frozenset({"restApi", "triggers", "variables"}),
        replaces=frozenset({"restApi", "triggers", "variables"}),
        outputs=("createdDate",),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("apigateway", "create_deployment", **self.request(aws.session, inputs))["id"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, "/", "restApi", "deployment")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        api, identity = known["restApi"], known.get("deployment", resource_id)
        found = aws.find("apigateway", "get_deployment", restApiId=api, deploymentId=identity)
        if found is None:
            return None
        kept: Props = {name: known[name] for name in ("triggers", "variables") if name in known}
        return {**self.props(found), **kept, "restApi": api, "id": identity}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Only the description changes in place."""
        operations = patches(change, {"description": "/description"})
        where = {"restApiId": change.new["restApi"], "deploymentId": resource_id}
        aws.call("apigateway", "update_deployment", **where, patchOperations=operations)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        aws.find("apigateway", "delete_deployment", restApiId=state["restApi"], deploymentId=resource_id)


class Stage(Resource):
    """A stage; its id is `ags-<api>-<stage>`, imported by `api/stage`."""

    type_name = "aws:apigateway/stage:Stage"
    service = "apigateway"
    operation = "CreateStage"
    table = Table(
        rename={"restApi": "restApiId", "deployment": "deploymentId", "xrayTracingEnabled": "tracingEnabled"},
        local=frozenset({"accessLogSettings", "clientCertificateId"}),
        replaces=frozenset({"restApi", "stageName"}),
        unread=frozenset({"restApi"}),
        defaults={"cacheClusterEnabled": False, "xrayTracingEnabled": False},
        outputs=("arn", "executionArn", "invokeUrl"),
    )
    tag_api = TAGS

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("apigateway", "create_stage", **self.request(aws.session, inputs))
        return f"ags-{inputs['restApi']}-{inputs['stageName']}"

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:  # noqa: ARG002
        """CreateStage takes no access logs."""
        operations = self._logs(inputs.get("accessLogSettings"))
        if inputs.get("clientCertificateId"):
            operations.append(replace("/clientCertificateId", inputs["clientCertificateId"]))
        if operations:
            self._patch(aws, inputs, operations)

    @staticmethod
    def _logs(given: Any) -> list[Props]:
        if not given:
            return []
        arn = str(given["destinationArn"]).removesuffix(":*")
        return [
            replace("/accessLogSettings/destinationArn", arn),
            replace("/accessLogSettings/format", given["format"]),
        ]

    @staticmethod
    def _patch(aws: Aws, props: Props, operations: list[Props]) -> None:
        def change() -> None:
            where = {"restApiId": props["restApi"], "stageName": props["stageName"]}
            aws.call("apigateway", "update_stage", **where, patchOperations=operations)

        # The account's log role may have been set a moment ago.
        aws.retry(change, on={"BadRequestException": "CloudWatch Logs role ARN must be set"}, within_s=5)

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, "/", "restApi", "stageName")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        api, stage = known["restApi"], known["stageName"]
        found = aws.find("apigateway", "get_stage", restApiId=api, stageName=stage)
        if found is None:
            return None
        logs = found.get("accessLogSettings")
        wanted = (known.get("accessLogSettings") or {}).get("destinationArn")
        if logs and isinstance(wanted, str) and wanted.removesuffix(":*") == logs.get("destinationArn"):
            logs = {**logs, "destinationArn": wanted}
        return {
            **self.props(found),
            "restApi": api,
            "accessLogSettings": logs,
            "arn": arn_of(aws, f"/restapis/{api}/stages/{stage}"),
            "executionArn": aws.arn("execute-api", f"{api}/{stage}"),
            "invokeUrl": _invoke_url(aws, api, stage),
            "webAclArn": found.get("webAclArn"),
            "id": f"ags-{api}-{stage}",
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        operations = patches(change, _PATCHED)
        if "accessLogSettings" in change.names:
            given = change.new.get("accessLogSettings")
            operations += self._logs(given) or [{"op": "remove", "path": "/accessLogSettings"}]
        if "variables" in change.names:
            old, new = (props.get("variables") or {} for props in (change.old, change.new))
            operations += [replace(f"/variables/{escaped(name)}", new.get(name)) for name in sorted({*old, *new})
                           if old.get(name) != new.get(name)]  # fmt: skip
        if operations:
            self._patch(aws, change.new, operations)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("apigateway", "delete_stage", restApiId=state["restApi"], stageName=state["stageName"])


def _invoke_url(aws: Aws, api: str, stage: str) -> str:
    """Where the stage is called: AWS's own host, or below the address of a sandbox."""
    address = urlsplit(aws.session.client("apigateway", aws.region).meta.endpoint_url)
    if str(address.hostname).endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return (
            f"https://{api}.execute-api.{aws.region}.{str(address.hostname).partition('.amazonaws.')[1][1:]}com/{stage}"
        )
    return f"{address.scheme}://{address.netloc}/_execute-api/{api}/{stage}"


# Property -> the end of its path below `/<resource>/<method>`.
_SETTINGS: Final[Mapping[str, str]] = {
    "metricsEnabled": "metrics/enabled",
    "loggingLevel": "logging/loglevel",
    "dataTraceEnabled": "logging/dataTrace",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
    "cachingEnabled": "caching/enabled",
    "cacheTtlInSeconds": "caching/ttlInSeconds",
    "cacheDataEncrypted": "caching/dataEncrypted",
    "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
    "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
}


class MethodSettings(Resource):
    """Throttling, logging and caching of methods; its id is `api-stage-path`, imported by `api/stage/path`."""

    type_name = "aws:apigateway/methodSettings:MethodSettings"
    service = "apigateway"
    operation = "UpdateStage"
    table = Table(
        rename={"restApi": "restApiId"},
        local=frozenset({"methodPath", "settings"}),
        replaces=frozenset({"restApi", "stageName", "methodPath"}),
        meaning=Meaning(computed=frozenset(f"settings.{name}" for name in _SETTINGS)),
        outputs=(),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        self._apply(aws, inputs, inputs["settings"])
        return f"{inputs['restApi']}-{inputs['stageName']}-{inputs['methodPath']}"

    @staticmethod
    def _start(props: Props) -> str:
        resource, _, method = str(props["methodPath"]).rpartition("/")
        place = resource if resource == "*" else escaped(f"/{resource.strip('/')}")
        return f"/{place}/{method}"

    def _apply(self, aws: Aws, props: Props, settings: Props) -> None:
        start = self._start(props)
        operations = [
            replace(f"{start}/{_SETTINGS[name]}", value) for name, value in settings.items() if name in _SETTINGS
        ]
        where = {"restApiId": props["restApi"], "stageName": props["stageName"]}
        aws.retry(
            lambda: aws.call("apigateway", "update_stage", **where, patchOperations=operations),
            on={"BadRequestException": "CloudWatch Logs role ARN must be set"},
            within_s=5,
        )

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, "/", "restApi", "stageName", "methodPath")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        where = {"restApiId": known["restApi"], "stageName": known["stageName"]}
        found = aws.find("apigateway", "get_stage", **where)
        settings = (found or {}).get("methodSettings", {}).get(str(known["methodPath"]).lstrip("/"))
        if settings is None:
            return None
        place = {name: known[name] for name in ("restApi", "stageName", "methodPath")}
        return {**place, "settings": settings, "id": "-".join(place.values())}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        self._apply(aws, change.new, change.new["settings"])

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        where = {"restApiId": state["restApi"], "stageName": state["stageName"]}
        operation = {"op": "remove", "path": self._start(state)}
        aws.find("apigateway", "update_stage", **where, patchOperations=[operation])
