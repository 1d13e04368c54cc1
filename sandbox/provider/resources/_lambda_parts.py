"""Aliases, layers, permissions and per-function settings of Lambda."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, PutResource, Resource, Table, split_id
from sandbox.provider.resources._lambda_function import invoke_arn, zip_of
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props


class Alias(Resource):
    """An alias; its id is its ARN, and it is imported by `function/alias`."""

    type_name = "aws:lambda/alias:Alias"
    service = "lambda"
    operation = "CreateAlias"
    table = Table(
        rename={"arn": "AliasArn"},
        unread=frozenset({"functionName"}),
        replaces=frozenset({"name", "functionName"}),
        outputs=("arn", "invokeArn"),
        name=AutoName(longest=128, prefix_property=None),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("lambda", "create_alias", **self.request(aws.session, inputs))["AliasArn"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        if resource_id.startswith("arn:"):
            function, _, alias = resource_id.partition(":function:")[2].rpartition(":")
            return {"functionName": function, "name": alias}
        return split_id(resource_id, "/", "functionName", "name")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        where = {"FunctionName": known["functionName"], "Name": known["name"]}
        found = aws.find("lambda", "get_alias", **where)
        if found is None:
            return None
        arn = found["AliasArn"]
        props = {**self.props(found), "functionName": known["functionName"], "invokeArn": invoke_arn(aws, arn)}
        weights = found.get("RoutingConfig", {}).get("AdditionalVersionWeights")
        routing = {"additionalVersionWeights": weights} if weights else None
        return {**props, "id": arn, "routingConfig": routing}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """Without weights all calls go to the one version."""
        request = self.request(aws.session, change.new)
        request.setdefault("RoutingConfig", {"AdditionalVersionWeights": {}})
        aws.call("lambda", "update_alias", **{"Description": "", **request})

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("lambda", "delete_alias", FunctionName=state["functionName"], Name=state["name"])


class LayerVersion(Resource):
    """One version of a layer; its id is its ARN with the version. A change is a new version."""

    type_name = "aws:lambda/layerVersion:LayerVersion"
    service = "lambda"
    operation = "PublishLayerVersion"
    table = Table(
        rename={"arn": "LayerVersionArn", "createdDate": "CreatedDate"},
        local=frozenset({"code", "s3Bucket", "s3Key", "s3ObjectVersion", "skipDestroy", "sourceCodeHash"}),
        replaces=frozenset(
            {
                "code",
                "compatibleArchitectures",
                "compatibleRuntimes",
                "description",
                "layerName",
                "licenseInfo",
                "s3Bucket",
                "s3Key",
                "s3ObjectVersion",
                "sourceCodeHash",
            }
        ),
        unread=frozenset({"compatibleArchitectures"}),
        defaults={"skipDestroy": False},
        meaning=Meaning(
            unordered=frozenset({"compatibleArchitectures", "compatibleRuntimes"}),
            computed=frozenset({"sourceCodeHash"}),
        ),
        outputs=("arn", "layerArn", "version", "createdDate", "codeSha256", "sourceCodeHash", "sourceCodeSize"),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if ("code" in inputs) == ("s3Bucket" in inputs):
            yield Failure("code", "exactly one of code and s3Bucket is needed")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        pairs = (("s3Bucket", "S3Bucket"), ("s3Key", "S3Key"), ("s3ObjectVersion", "S3ObjectVersion"))
        content: dict[str, Any] = {member: inputs[name] for name, member in pairs if name in inputs}
        if "code" in inputs:
            content["ZipFile"] = UNKNOWN
        return {**self.mapped(session, inputs), "Content": content}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        if "code" in inputs:
            request["Content"]["ZipFile"] = zip_of(inputs["code"])
        return str(aws.call("lambda", "publish_layer_version", **request)["LayerVersionArn"])

    @staticmethod
    def _where(resource_id: str) -> Props:
        layer, _, number = resource_id.rpartition(":")
        if not number.isdecimal():
            raise ProviderError(f"the id {resource_id!r} is not the ARN of a layer's version")
        return {"LayerName": layer, "VersionNumber": int(number)}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        where = self._where(resource_id)
        name = where["LayerName"].rsplit(":", 1)[-1]
        found = aws.find("lambda", "get_layer_version", **{**where, "LayerName": name})
        if found is None:
            return None
        content = found.get("Content", {})
        return {
            **self.props({**found, "Version": None}),
            "arn": resource_id,
            "layerArn": where["LayerName"],
            "layerName": known.get("layerName", name),
            "version": str(where["VersionNumber"]),
            "codeSha256": content.get("CodeSha256"),
            "sourceCodeHash": known.get("sourceCodeHash") or content.get("CodeSha256"),
            "sourceCodeSize": content.get("CodeSize"),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Only `skipDestroy` changes in place."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        if not state.get("skipDestroy"):
            where = self._where(resource_id)
            aws.find("lambda", "delete_layer_version", **{**where, "LayerName": where["LayerName"].rsplit(":", 1)[-1]})


_PERMISSION_CONDITIONS: Final = {
    "sourceArn": ("ArnLike", "AWS:SourceArn"),
    "sourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
    "functionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
}


class Permission(Resource):
    """One statement of a function's policy; its id is the statement's. Imported by `function[:qualifier]/statement`."""

    type_name = "aws:lambda/permission:Permission"
    service = "lambda"
    operation = "AddPermission"
    table = Table(
        rename={"function": "FunctionName"},
        local=frozenset({"statementIdPrefix"}),
        unread=frozenset({"eventSourceToken", "functionUrlAuthType", "invokedViaFunctionUrl", "qualifier"}),
        replaces=frozenset(
            {
                "action",
                "eventSourceToken",
                "function",
                "functionUrlAuthType",
                "invokedViaFunctionUrl",
                "principal",
                "principalOrgId",
                "qualifier",
                "sourceAccount",
                "sourceArn",
                "statementId",
                "statementIdPrefix",
            }
        ),
        outputs=(),
        delete_first=True,
        name=AutoName("statementId", longest=100, prefix_property="statementIdPrefix"),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("lambda", "add_permission", **self.request(aws.session, inputs))
        return str(inputs["statementId"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        parts = split_id(resource_id, "/", "function", "statementId")
        function, colon, qualifier = parts["function"].partition(":")
        return {**parts, "function": function, **({"qualifier": qualifier} if colon else {})}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        where = {"FunctionName": known["function"], "Qualifier": known.get("qualifier")}
        found = aws.find("lambda", "get_policy", **where)
        policy = json.loads(found["Policy"]) if found else {}
        sid = known["statementId"]
        statement = next((item for item in policy.get("Statement", ()) if item.get("Sid") == sid), None)
        if statement is None:
            return None
        principal = statement["Principal"]
        if isinstance(principal, dict):
            principal = principal.get("Service") or principal.get("AWS") or "*"
        wanted = known.get("principal")
        # A bare account id becomes the ARN of that account's root.
        same = isinstance(wanted, str) and wanted.isdecimal() and f":{wanted}:" in str(principal)
        props = {"action": statement["Action"], "principal": wanted if same else principal}
        for name, (test, key) in _PERMISSION_CONDITIONS.items():
            props[name] = _condition(statement, test, key)
        props |= {name: known[name] for name in ("function", "qualifier") if name in known}
        return {**props, "statementId": sid, "id": sid}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change is another statement."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        where = {"FunctionName": state["function"], "Qualifier": state.get("qualifier")}
        aws.find("lambda", "remove_permission", **where, StatementId=resource_id)


def _condition(statement: Props, test: str, key: str) -> Any:
    found = statement.get("Condition", {}).get(test, {})
    return next((value for name, value in found.items() if name.lower() == key.lower()), None)


class FunctionEventInvokeConfig(PutResource):
    """How asynchronous calls are retried and where their outcome goes; its id is `function` or `function:qualifier`."""

    type_name = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    service = "lambda"
    operation = "PutFunctionEventInvokeConfig"
    table = Table(
        replaces=frozenset({"functionName", "qualifier"}), unread=frozenset({"functionName", "qualifier"}), outputs=()
    )

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        qualifier = inputs.get("qualifier")
        return f"{inputs['functionName']}:{qualifier}" if qualifier else str(inputs["functionName"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        function, colon, qualifier = resource_id.rpartition(":")
        return {"functionName": function, "qualifier": qualifier} if colon else {"functionName": resource_id}

    @staticmethod
    def _where(props: Props) -> Props:
        return {"FunctionName": props["functionName"], "Qualifier": props.get("qualifier")}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("lambda", "get_function_event_invoke_config", **self._where(known))
        if found is None:
            return None
        where: Props = {name: known[name] for name in ("functionName", "qualifier") if name in known}
        return {**self.props(found), **where}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("lambda", "delete_function_event_invoke_config", **self._where(state))


class ProvisionedConcurrencyConfig(PutResource):
    """Instances kept ready for an alias or version; its id is `function,qualifier`."""

    type_name = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
    service = "lambda"
    operation = "PutProvisionedConcurrencyConfig"
    table = Table(
        local=frozenset({"skipDestroy"}),
        replaces=frozenset({"functionName", "qualifier"}),
        defaults={"skipDestroy": False},
        outputs=(),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if inputs.get("qualifier") == "$LATEST":
            yield Failure("qualifier", "is '$LATEST'; accepted: an alias or a published version")

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return f"{inputs['functionName']},{inputs['qualifier']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, ",", "functionName", "qualifier")

    @staticmethod
    def _where(props: Props) -> Props:
        return {"FunctionName": props["functionName"], "Qualifier": props["qualifier"]}

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`; ends when the instances are ready."""
        super().put(aws, inputs)

        def ready() -> bool:
            found = aws.call("lambda", "get_provisioned_concurrency_config", **self._where(inputs))
            if found.get("Status") == "FAILED":
                raise ProviderError(f"provisioned concurrency failed: {found.get('StatusReason', 'no reason given')}")
            return bool(found.get("Status", "READY") == "READY")

        aws.wait("provisioned concurrency being ready", ready)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("lambda", "get_provisioned_concurrency_config", **self._where(known))
        if found is None:
            return None
        wanted = found["RequestedProvisionedConcurrentExecutions"]
        where = {name: known[name] for name in ("functionName", "qualifier")}
        return {**where, "provisionedConcurrentExecutions": wanted}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        if not state.get("skipDestroy"):
            aws.find("lambda", "delete_provisioned_concurrency_config", **self._where(state))
