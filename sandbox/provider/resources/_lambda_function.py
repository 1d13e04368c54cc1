"""A Lambda function: its code, its settings and its published versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sandbox.provider.assets import Archive, Asset
from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.mapping import to_request
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

_CODE: Final = frozenset({"code", "imageUri", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceKmsKeyArn"})
_OF_CODE_CALL: Final = _CODE | {"architectures", "sourceCodeHash"}
_OWN: Final = frozenset({"publish", "reservedConcurrentExecutions", "codeSigningConfigArn", "tags", "tagsAll"})
# What UpdateFunctionConfiguration needs to hear when the program no longer sets a property.
_RESETS: Final[dict[str, Any]] = {
    "description": "",
    "environment": {"Variables": {}},
    "layers": [],
    "deadLetterConfig": {"TargetArn": ""},
    "vpcConfig": {"SubnetIds": [], "SecurityGroupIds": []},
    "tracingConfig": {"Mode": "PassThrough"},
    "kmsKeyArn": "",
    "ephemeralStorage": {"Size": 512},
    "fileSystemConfig": [],
    "loggingConfig": {"LogFormat": "Text"},
    "snapStart": {"ApplyOn": "None"},
}
# The role, the key and the network interface rights of a role need a moment to be known.
_NOT_YET: Final = {
    "InvalidParameterValueException": "cannot be assumed by lambda|does not have permissions to call|KMS|"
    "execution role does not have|concurrently with this request",
    "ResourceConflictException": "update is in progress|currently in the following state: pending",
}


class Function(Resource):
    """A function; its id is its name."""

    type_name = "aws:lambda/function:Function"
    service = "lambda"
    operation = "CreateFunction"
    table = Table(
        rename={
            "name": "FunctionName",
            "arn": "FunctionArn",
            "fileSystemConfig": "FileSystemConfigs",
            "imageConfig.commands": "Command",
            "imageConfig.entryPoints": "EntryPoint",
            "sourceCodeSize": "CodeSize",
        },
        local=_CODE
        | frozenset(
            {
                "codeSha256",
                "replaceSecurityGroupsOnDestroy",
                "replacementSecurityGroupIds",
                "reservedConcurrentExecutions",
                "skipDestroy",
                "sourceCodeHash",
                "useResourceTimeoutForPropagation",
            }
        ),
        unread=frozenset({"publish", "publishTo", "codeSigningConfigArn", "vpcConfig"}),
        replaces=frozenset({"name", "packageType", "tenancyConfig", "durableConfig"}),
        defaults={
            "memorySize": 128,
            "packageType": "Zip",
            "publish": False,
            "reservedConcurrentExecutions": -1,
            "skipDestroy": False,
            "timeout": 3,
        },
        meaning=Meaning(
            unordered=frozenset({"vpcConfig.subnetIds", "vpcConfig.securityGroupIds"}),
            computed=frozenset(
                {
                    "architectures",
                    "codeSha256",
                    "ephemeralStorage",
                    "loggingConfig",
                    "loggingConfig.logGroup",
                    "snapStart",
                    "snapStart.optimizationStatus",
                    "sourceCodeHash",
                    "tracingConfig",
                    "vpcConfig.vpcId",
                }
            ),
        ),
        outputs=("arn", "invokeArn", "sourceCodeSize", "architectures"),
        volatile=("version", "qualifiedArn", "qualifiedInvokeArn", "lastModified", "codeSha256", "sourceCodeHash"),
        name=AutoName(longest=64, prefix_property=None),
    )
    tag_api = ServiceTags(
        service="lambda",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags",
        target="Resource",
        mapped=True,
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        given = [name for name in ("code", "imageUri", "s3Bucket") if name in inputs]
        if len(given) != 1:
            yield Failure(
                "code", f"exactly one of code, imageUri and s3Bucket is needed; given: {', '.join(given) or 'none'}"
            )
        if inputs.get("packageType") == "Zip":
            for name in ("handler", "runtime"):
                if name not in inputs:
                    yield Failure(name, f"{name!r} is required for a function from a zip archive")
        timeout, memory = inputs.get("timeout"), inputs.get("memorySize")
        if isinstance(timeout, int) and not 1 <= timeout <= 900:
            yield Failure("timeout", f"is {timeout} s; accepted: 1 to 900")
        if isinstance(memory, int) and not 128 <= memory <= 10_240:
            yield Failure("memorySize", f"is {memory} MB; accepted: 128 to 10240")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`; the archive itself is only read when it is sent."""
        code: dict[str, Any] = {
            member: inputs[name]
            for name, member in (
                ("imageUri", "ImageUri"),
                ("s3Bucket", "S3Bucket"),
                ("s3Key", "S3Key"),
                ("s3ObjectVersion", "S3ObjectVersion"),
                ("sourceKmsKeyArn", "SourceKMSKeyArn"),
            )
            if name in inputs
        }
        if "code" in inputs:
            code["ZipFile"] = UNKNOWN
        return {**super().request(session, inputs), "Code": code}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        if "code" in inputs:
            request["Code"]["ZipFile"] = zip_of(inputs["code"])
        # A version is published once the function is active; asking for it here would race with that.
        request["Publish"] = False
        answer = aws.retry(lambda: aws.call("lambda", "create_function", **request), on=_NOT_YET, within_s=60)
        return str(answer["FunctionName"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        wait_until_ready(aws, resource_id)
        self._reserve(aws, resource_id, inputs)
        if inputs["publish"]:
            self._publish(aws, resource_id)

    @staticmethod
    def _reserve(aws: Aws, name: str, inputs: Props) -> None:
        reserved = inputs["reservedConcurrentExecutions"]
        if reserved >= 0:
            aws.call("lambda", "put_function_concurrency", FunctionName=name, ReservedConcurrentExecutions=reserved)

    @staticmethod
    def _publish(aws: Aws, name: str) -> None:
        aws.retry(lambda: aws.call("lambda", "publish_version", FunctionName=name), on=_NOT_YET)
        wait_until_ready(aws, name)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.find("lambda", "get_function", FunctionName=resource_id)
        if found is None:
            return None
        config = found["Configuration"]
        arn = config["FunctionArn"]
        version = _latest_version(aws, resource_id) if known.get("publish", True) else "$LATEST"
        qualified = f"{arn}:{version}"
        reserved = found.get("Concurrency", {}).get("ReservedConcurrentExecutions", -1)
        logging = config.get("LoggingConfig") or None
        vpc = config.get("VpcConfig") or {}
        props = {
            **self.props({**config, "LoggingConfig": logging, "VpcConfig": vpc if vpc.get("SubnetIds") else None}),
            "layers": [layer["Arn"] for layer in config.get("Layers", ())] or None,
            "version": version,
            "qualifiedArn": qualified,
            "invokeArn": invoke_arn(aws, arn),
            "qualifiedInvokeArn": invoke_arn(aws, qualified),
            "codeSha256": config.get("CodeSha256"),
            "sourceCodeHash": known.get("sourceCodeHash") or config.get("CodeSha256"),
            "reservedConcurrentExecutions": reserved,
            "skipDestroy": known.get("skipDestroy", False),
            "imageUri": found.get("Code", {}).get("ImageUri"),
        }
        if known.get("codeSha256") not in (None, props["codeSha256"]) and "code" in known:
            # Somebody else deployed other code: the archive of the program is not what runs.
            props["code"] = Asset(text="", hash=str(props["codeSha256"]))
        return props

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Code first or settings first makes no difference: nothing uses the new version before it is published."""
        new = change.new
        config = change.names - _OF_CODE_CALL - _OWN - self.table.local
        code = change.any_of(*_OF_CODE_CALL)
        if code:
            self._update_code(aws, resource_id, new)
        if config:
            self._update_settings(aws, resource_id, new, config)
        if change.any_of("reservedConcurrentExecutions"):
            if new["reservedConcurrentExecutions"] < 0:
                aws.find("lambda", "delete_function_concurrency", FunctionName=resource_id)
            self._reserve(aws, resource_id, new)
        if new["publish"] and (code or config or change.any_of("publish")):
            self._publish(aws, resource_id)

    @staticmethod
    def _update_code(aws: Aws, name: str, new: Props) -> None:
        shape = aws.session.operation("lambda", "UpdateFunctionCode").input_shape
        given = {key: new[key] for key in (_CODE | {"architectures"}) - {"code"} if key in new}
        request = to_request(given, shape, rename={})
        if "code" in new:
            request["ZipFile"] = zip_of(new["code"])
        aws.retry(lambda: aws.call("lambda", "update_function_code", FunctionName=name, **request), on=_NOT_YET)
        wait_until_ready(aws, name)

    def _update_settings(self, aws: Aws, name: str, new: Props, names: frozenset[str]) -> None:
        shape = aws.session.operation("lambda", "UpdateFunctionConfiguration").input_shape
        rename = self.table.rename
        request = to_request({key: new[key] for key in names if key in new}, shape, rename=rename)
        for key in names - new.keys():
            member = rename.get(key, key[0].upper() + key[1:])
            request["KMSKeyArn" if key == "kmsKeyArn" else member] = _RESETS.get(key)
        call = {"FunctionName": name, **request}
        aws.retry(lambda: aws.call("lambda", "update_function_configuration", **call), on=_NOT_YET, within_s=60)
        wait_until_ready(aws, name)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        if not state.get("skipDestroy"):
            aws.find("lambda", "delete_function", FunctionName=resource_id)


def zip_of(code: Any) -> bytes:
    """The bytes of the program's `code`: an archive, or a file that is a zip.

    Raises:
        ProviderError: It is neither.
    """
    if isinstance(code, Archive):
        return code.zip_bytes()
    if isinstance(code, Asset):
        return code.read()
    if isinstance(code, str):
        return Archive(path=code).zip_bytes() if Path(code).exists() else Asset(path=code).read()
    raise ProviderError(f"code is {code!r:.60}; accepted: an archive")


def wait_until_ready(aws: Aws, name: str) -> None:
    """Until the function is active and its last update is done.

    Raises:
        ProviderError: Lambda says that it failed, with its reason.
    """

    def ready() -> bool:
        found = aws.call("lambda", "get_function_configuration", FunctionName=name)
        if found.get("State") == "Failed" or found.get("LastUpdateStatus") == "Failed":
            reason = found.get("LastUpdateStatusReason") or found.get("StateReason") or "no reason given"
            raise ProviderError(f"function {name} failed: {reason}")
        return found.get("State", "Active") in {"Active", "Inactive"} and found.get("LastUpdateStatus") != "InProgress"

    aws.wait(f"function {name} being active", ready)


def _latest_version(aws: Aws, name: str) -> str:
    numbers: list[int] = []
    marker: str | None = None
    while True:
        found = aws.call("lambda", "list_versions_by_function", FunctionName=name, Marker=marker)
        numbers += [int(item["Version"]) for item in found["Versions"] if item["Version"].isdecimal()]
        marker = found.get("NextMarker")
        if not marker:
            return str(max(numbers)) if numbers else "$LATEST"


def invoke_arn(aws: Aws, arn: str) -> str:
    """How API Gateway names the function `arn` as an integration."""
    path = f"path/2015-03-31/functions/{arn}/invocations"
    return aws.arn("apigateway", path, account="lambda")
