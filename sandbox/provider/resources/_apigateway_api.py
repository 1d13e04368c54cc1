"""REST APIs and their resource policies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.resources._apigateway_patches import (
    TAGS,
    arn_of,
    change_endpoint,
    endpoint,
    endpoint_of,
    escaped,
    patches,
    replace,
)
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props

_PATCHED: Final = {
    name: f"/{name}"
    for name in (
        "name",
        "description",
        "policy",
        "apiKeySource",
        "disableExecuteApiEndpoint",
        "minimumCompressionSize",
        "securityPolicy",
        "endpointAccessMode",
    )
}


class RestApi(Resource):
    """A REST API, whole in its OpenAPI document; its id is the API's."""

    type_name = "aws:apigateway/restApi:RestApi"
    service = "apigateway"
    operation = "CreateRestApi"
    table = Table(
        rename={"rootResourceId": "rootResourceId"},
        local=frozenset({"body", "endpointConfiguration", "failOnWarnings", "minimumCompressionSize", "parameters",
                         "putRestApiMode"}),
        unread=frozenset({"body", "failOnWarnings", "parameters", "putRestApiMode"}),
        defaults={"putRestApiMode": "overwrite"},
        meaning=Meaning(
            json_text=frozenset({"body", "policy"}),
            unordered=frozenset({"binaryMediaTypes", "endpointConfiguration.vpcEndpointIds"}),
            computed=frozenset(
                {"apiKeySource", "binaryMediaTypes", "description", "disableExecuteApiEndpoint",
                 "endpointConfiguration", "endpointConfiguration.ipAddressType", "endpointConfiguration.vpcEndpointIds",
                 "minimumCompressionSize", "policy", "securityPolicy", "endpointAccessMode"}
            ),
        ),
        outputs=("arn", "executionArn", "rootResourceId", "createdDate"),
        name=AutoName(longest=1024, prefix_property=None),
    )  # fmt: skip
    tag_api = TAGS

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        body = inputs.get("body")
        if isinstance(body, str):
            try:
                known = json.loads(body)
            except ValueError:
                return  # YAML: API Gateway reads it
            if not isinstance(known, dict) or not ("openapi" in known or "swagger" in known):
                yield Failure("body", "is no OpenAPI document: `openapi` or `swagger` is needed")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        if "endpointConfiguration" in inputs:
            request["endpointConfiguration"] = endpoint(inputs["endpointConfiguration"])
        size = inputs.get("minimumCompressionSize")
        if size not in (None, ""):
            request["minimumCompressionSize"] = size if size is UNKNOWN else int(size)
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("apigateway", "create_rest_api", **self.request(aws.session, inputs))["id"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """The document's own settings yield to what the program says beside it."""
        if not inputs.get("body"):
            return
        self._put(aws, resource_id, inputs)
        own = {"name": "/name", "description": "/description", "policy": "/policy", "apiKeySource": "/apiKeySource",
               "minimumCompressionSize": "/minimumCompressionSize"}  # fmt: skip
        operations = [replace(path, inputs[name]) for name, path in own.items() if inputs.get(name)]
        aws.call("apigateway", "update_rest_api", restApiId=resource_id, patchOperations=operations)

    @staticmethod
    def _put(aws: Aws, resource_id: str, inputs: Props) -> None:
        aws.call(
            "apigateway",
            "put_rest_api",
            restApiId=resource_id,
            mode=inputs.get("putRestApiMode", "overwrite"),
            failOnWarnings=bool(inputs.get("failOnWarnings")),
            parameters=inputs.get("parameters") or None,
            body=str(inputs["body"]).encode(),
        )

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.find("apigateway", "get_rest_api", restApiId=resource_id)
        if found is None:
            return None
        size = found.get("minimumCompressionSize")
        return {
            **self.props(found),
            "arn": arn_of(aws, f"/restapis/{resource_id}"),
            "executionArn": aws.arn("execute-api", resource_id),
            "endpointConfiguration": endpoint_of(found.get("endpointConfiguration")),
            "minimumCompressionSize": None if size is None else str(size),
            "body": known.get("body"),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        if change.any_of("body", "parameters", "putRestApiMode") and change.new.get("body"):
            self._put(aws, resource_id, change.new)
        operations = patches(change, _PATCHED) + change_endpoint(change) + self._binary_types(change)
        kept = {name: _PATCHED[name] for name in ("name", "description", "policy") if "body" in change.names}
        operations += [replace(path, change.new[name]) for name, path in kept.items() if change.new.get(name)]
        if operations:
            aws.call("apigateway", "update_rest_api", restApiId=resource_id, patchOperations=operations)

    @staticmethod
    def _binary_types(change: Change) -> list[Props]:
        if "binaryMediaTypes" not in change.names:
            return []
        old, new = (set(props.get("binaryMediaTypes") or ()) for props in (change.old, change.new))
        gone = [{"op": "remove", "path": f"/binaryMediaTypes/{escaped(one)}"} for one in sorted(old - new)]
        return gone + [{"op": "add", "path": f"/binaryMediaTypes/{escaped(one)}"} for one in sorted(new - old)]

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("apigateway", "delete_rest_api", restApiId=resource_id)


class RestApiPolicy(Resource):
    """The resource policy of an API; its id is the API's."""

    type_name = "aws:apigateway/restApiPolicy:RestApiPolicy"
    service = "apigateway"
    operation = "UpdateRestApi"
    table = Table(
        local=frozenset({"policy"}),
        replaces=frozenset({"restApiId"}),
        meaning=Meaning(json_text=frozenset({"policy"})),
        outputs=(),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        identity = str(inputs["restApiId"])
        operation = replace("/policy", inputs["policy"])
        aws.call("apigateway", "update_rest_api", restApiId=identity, patchOperations=[operation])
        return identity

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return {"restApiId": resource_id}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("apigateway", "get_rest_api", restApiId=resource_id)
        if found is None or not found.get("policy"):
            return None
        return {"restApiId": resource_id, "policy": found["policy"]}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        self.create(aws, change.new)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        operation = {"op": "replace", "path": "/policy", "value": ""}
        aws.find("apigateway", "update_rest_api", restApiId=resource_id, patchOperations=[operation])
