"""What is needed to run one version of a function, taken out of moto's records."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID
from sandbox.runtime.routing import chosen_version


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file and what identifies its content."""

    digest: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One version of a function.

    Attributes:
        name: Function name.
        region: Region name.
        version: `$LATEST` or a number.
        arn: ARN without a qualifier.
        handler: Such as `lambdas.discover.handler.handler`.
        runtime: Such as `python3.13`.
        role_arn: Execution role.
        timeout_s: 1 to 900.
        memory_mb: 128 to 10,240.
        variables: The function's environment variables.
        code: The deployed archive.
        layers: Layer archives, first one first.
        reserved: Reserved concurrency of the function, or None.
        fingerprint: Differs whenever a running process of this version must be replaced.
        log_group: Where its logs go; empty for AWS's default, `/aws/lambda/<name>`.
        log_format: `Text` or `JSON`.
    """

    name: str
    region: str
    version: str
    arn: str
    handler: str
    runtime: str
    role_arn: str
    timeout_s: int
    memory_mb: int
    variables: Mapping[str, str]
    code: Archive
    layers: tuple[Archive, ...]
    reserved: int | None
    fingerprint: str
    log_group: str = ""
    log_format: str = "Text"

    def logging_to(self, config: Mapping[str, Any]) -> FunctionSpec:
        """This version with its LoggingConfig applied."""
        group = str(config.get("LogGroup") or f"/aws/lambda/{self.name}")
        kind = str(config.get("LogFormat") or "Text")
        return replace(self, log_group=group, log_format=kind, fingerprint=f"{self.fingerprint}|{group}|{kind}")


def find_function(
    region: str, name_or_arn: str, qualifier: str | None, dice: Callable[[], float] = random.random
) -> FunctionSpec:
    """The version that a name and qualifier stand for.

    Args:
        region: Region of the request.
        name_or_arn: Name, partial ARN or ARN, each with or without a qualifier.
        qualifier: `$LATEST`, a version number, an alias, or None.
        dice: Numbers from 0 up to 1, which choose between the versions of an alias with weights.

    Raises:
        AwsError: ResourceNotFoundException when there is no such function, version or alias.
    """
    from moto.awslambda.models import lambda_backends

    name, inner = split_name(name_or_arn)
    qualifier = inner or qualifier
    storage: Any = lambda_backends[ACCOUNT_ID][region]._lambdas
    versions: dict[str, Any] = storage._functions.get(name) or {}
    latest = versions.get("latest")
    arn = f"arn:aws:lambda:{region}:{ACCOUNT_ID}:function:{name}"
    missing = AwsError(
        "ResourceNotFoundException", f"Function not found: {arn}{':' + qualifier if qualifier else ''}", 404
    )
    if latest is None:
        raise missing
    version = qualifier or "$LATEST"
    alias = storage._aliases[arn].get(version)
    if alias is not None:
        version = chosen_version(alias, dice)
    record = latest if version == "$LATEST" else storage._get_version(name, version)
    if record is None:
        raise missing
    return _spec(record, latest, version, region)


def split_name(name_or_arn: str) -> tuple[str, str | None]:
    """Function name and qualifier out of a name, `name:alias`, a partial ARN or an ARN."""
    tail = name_or_arn.partition(":function:")[2] or name_or_arn
    if tail is name_or_arn and name_or_arn.count(":") > 1:
        tail = name_or_arn.partition(":")[2]
    name, _, qualifier = tail.partition(":")
    return name, qualifier or None


def _spec(record: Any, latest: Any, version: str, region: str) -> FunctionSpec:
    layers = tuple(_layer(record, layer["Arn"]) for layer in record.layers)
    code = Archive(_digest(record.code_bytes), record.code_bytes)
    variables = {str(key): str(value) for key, value in (record.environment_vars or {}).items()}
    parts = [code.digest, *(layer.digest for layer in layers), record.handler, record.role, str(record.timeout)]
    parts += [str(record.memory_size), json.dumps(variables, sort_keys=True)]
    return FunctionSpec(
        name=record.function_name,
        region=region,
        version=version,
        arn=f"arn:aws:lambda:{region}:{ACCOUNT_ID}:function:{record.function_name}",
        handler=record.handler,
        runtime=record.run_time or "python3.13",
        role_arn=record.role,
        timeout_s=int(record.timeout),
        memory_mb=int(record.memory_size),
        variables=variables,
        code=code,
        layers=layers,
        reserved=None if latest.reserved_concurrency is None else int(latest.reserved_concurrency),
        fingerprint=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
    )


@lru_cache(maxsize=128)
def _digest(code: bytes) -> str:
    """Of an archive; the same object is looked up without reading it again, at each invocation."""
    return hashlib.sha256(code).hexdigest()


def _layer(record: Any, arn: str) -> Archive:
    from moto.awslambda.models import lambda_backends

    region = arn.split(":")[3]
    version: Any = lambda_backends[ACCOUNT_ID][region].layers_versions_by_arn(arn)
    if version is None:
        raise AwsError("ResourceNotFoundException", f"{record.function_name} uses layer {arn}, which is not there", 404)
    return Archive(_digest(version.code_bytes), version.code_bytes)
