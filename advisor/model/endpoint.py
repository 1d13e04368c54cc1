"""SageMaker endpoints of `model deploy`: made or updated in place, waited for, taken apart."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from advisor.errors import InputError
from domain.models.manifest import MANIFEST_VARIABLE

TAG: Final = {"Key": "ManagedBy", "Value": "advisor-model"}
"""Marks what `model deploy` made, so that `model delete` touches nothing else unasked."""
VARIANT: Final = "AllTraffic"
IN_SERVICE: Final = "InService"
FAILED: Final = frozenset({"Failed", "OutOfService", "UpdateRollbackFailed"})
WORKING: Final = frozenset({"Creating", "Updating"})
SETTLED: Final = FAILED | {IN_SERVICE}
LOGS: Final = "/aws/sagemaker/Endpoints/"
DIGITS: Final = 12
LONGEST_NAME: Final = 63
POLL_S: float = 5.0

NAME: Final = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"""

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an endpoint is to serve.

    Attributes:
        endpoint: Its name.
        image: Container.
        data_uri: S3 URI of the package.
        manifest_sha256: SHA-256 of its manifest: the container runs nothing of a package that was changed since.
        role: Role of the container.
        key: KMS key of the instances' volumes; None for AWS's own. A serverless endpoint has none.
        variant: ServerlessConfig, or instance type and count, as SageMaker takes them.
    """

    endpoint: str
    image: str
    data_uri: str
    manifest_sha256: str
    role: str
    key: str | None
    variant: Mapping[str, Any]

    @property
    def serverless(self) -> bool:
        """Whether it is a serverless endpoint."""
        return "ServerlessConfig" in self.variant

    @property
    def parts_name(self) -> str:
        """Name of its model and configuration: the same for the same wish, another one for any other."""
        told = [self.image, self.data_uri, self.manifest_sha256, self.role, self.key, dict(self.variant)]
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:DIGITS]
        return f"{self.endpoint[: LONGEST_NAME - DIGITS - 1].rstrip('-')}-{digest}"


def checked_endpoint(name: str) -> str:
    """A name that SageMaker takes.

    Raises:
        InputError: It is none.
    """
    if not NAME.fullmatch(name):
        raise InputError(f"endpoint {name!r} is not accepted: 1 to 63 letters and digits, with hyphens between them")
    return name


def described(client: Any, endpoint: str) -> Mapping[str, Any] | None:
    """The endpoint, or None when there is none."""
    try:
        found: Mapping[str, Any] = client.describe_endpoint(EndpointName=endpoint)
    except ClientError as error:
        if "could not find" in error.response["Error"].get("Message", "").lower():
            return None
        raise
    return found


def check_change(client: Any, wanted: Wanted, found: Mapping[str, Any] | None) -> str:
    """What has to be done: `create`, `update`, `wait` for what was begun, or `nothing`.

    Raises:
        InputError: The endpoint cannot become what is wanted.
    """
    if found is None:
        return "create"
    if found["EndpointStatus"] in WORKING and wanted.parts_name in _configurations(found):
        return "wait"
    if found["EndpointStatus"] != IN_SERVICE:
        raise InputError(
            f"endpoint {wanted.endpoint} is {found['EndpointStatus']}; wait until it is {IN_SERVICE}, "
            "or remove it with `model delete`"
        )
    if found["EndpointConfigName"] == wanted.parts_name:
        return "nothing"
    config = client.describe_endpoint_config(EndpointConfigName=found["EndpointConfigName"])
    if any(("ServerlessConfig" in one) != wanted.serverless for one in config["ProductionVariants"]):
        kinds = ("serverless", "on instances") if wanted.serverless else ("on instances", "serverless")
        raise InputError(
            f"endpoint {wanted.endpoint} is {kinds[1]}; SageMaker turns none into one that is {kinds[0]}: "
            "give another --endpoint"
        )
    return "update"


def _configurations(found: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What an endpoint has, and what it goes to."""
    return found["EndpointConfigName"], found.get("PendingDeploymentSummary", {}).get("EndpointConfigName")


def apply(client: Any, wanted: Wanted, change: str) -> None:
    """Make the model, its configuration, and create or update the endpoint."""
    name = wanted.parts_name
    container = {
        "Image": wanted.image,
        "ModelDataUrl": wanted.data_uri,
        "Environment": {MANIFEST_VARIABLE: wanted.manifest_sha256},
    }
    isolated = {} if wanted.serverless else {"EnableNetworkIsolation": True}
    _unless_there(
        client.create_model,
        ModelName=name,
        PrimaryContainer=container,
        ExecutionRoleArn=wanted.role,
        Tags=[TAG],
        **isolated,
    )
    variant = {"VariantName": VARIANT, "ModelName": name, **wanted.variant}
    encrypted = {"KmsKeyId": wanted.key} if wanted.key and not wanted.serverless else {}
    _unless_there(
        client.create_endpoint_config, EndpointConfigName=name, ProductionVariants=[variant], Tags=[TAG], **encrypted
    )
    if change == "create":
        client.create_endpoint(EndpointName=wanted.endpoint, EndpointConfigName=name, Tags=[TAG])
    else:
        client.update_endpoint(EndpointName=wanted.endpoint, EndpointConfigName=name)


def settled(client: Any, endpoint: str, longest_s: float, progress: Progress) -> Mapping[str, Any]:
    """Wait until an endpoint is in service or has failed.

    Raises:
        InputError: It is neither after `longest_s`.
    """
    end = time.monotonic() + longest_s
    while True:
        found = client.describe_endpoint(EndpointName=endpoint)
        progress(f"endpoint {endpoint} is {found['EndpointStatus']}")
        if found["EndpointStatus"] in SETTLED:
            return dict(found)
        if time.monotonic() >= end:
            raise InputError(
                f"endpoint {endpoint} is {found['EndpointStatus']} after {longest_s / 60:g} minutes and goes on; "
                "ask again with `model deploy`, which continues, or give a longer --timeout-minutes"
            )
        time.sleep(POLL_S)


def failure_of(found: Mapping[str, Any], wanted: Wanted) -> str | None:
    """Why an endpoint that has settled does not serve what was wanted; None when it does."""
    reason = " ".join(str(found.get("FailureReason", "no reason given")).split())
    look = f"the container's log is {LOGS}{wanted.endpoint}"
    if found["EndpointStatus"] in FAILED:
        return (
            f"endpoint {wanted.endpoint} is {found['EndpointStatus']}: {reason}; {look}; "
            f"remove it with `model delete {wanted.endpoint}` and deploy again"
        )
    if found["EndpointConfigName"] != wanted.parts_name:
        return (
            f"endpoint {wanted.endpoint} was rolled back and serves {found['EndpointConfigName']} as before: {reason}; "
            f"{look}"
        )
    return None


def gone(client: Any, endpoint: str, longest_s: float, progress: Progress) -> None:
    """Wait until an endpoint is gone.

    Raises:
        InputError: It is still there after `longest_s`.
    """
    end = time.monotonic() + longest_s
    while (found := described(client, endpoint)) is not None:
        progress(f"endpoint {endpoint} is {found['EndpointStatus']}")
        if time.monotonic() >= end:
            raise InputError(f"endpoint {endpoint} is {found['EndpointStatus']} after {longest_s / 60:g} minutes")
        time.sleep(POLL_S)


def _unless_there(create: Callable[..., Any], **request: Any) -> None:
    """Make something; what has the name already was made of the same request, because the name is its hash."""
    try:
        create(**request)
    except ClientError as error:
        if "already exist" not in error.response["Error"].get("Message", "").lower():
            raise
