"""Cloud Control for AWS::FSx::S3AccessPointAttachment: how the platform makes its access point.

The Pulumi resource of that name takes file systems of OpenZFS only, so the program goes through Cloud Control. Schema:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-fsx-s3accesspointattachment.html
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.fsx.service import FsxAccessPointService
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService

TYPE: Final = "AWS::FSx::S3AccessPointAttachment"
SETTABLE: Final = ("Name", "Type", "OntapConfiguration", "S3AccessPoint")


class AccessPointControl(BaseService):
    """Answers `cloudcontrolapi` for access points; other types are left to the next service.

    Args:
        fsx: Owns the access points. Each of its calls is finished when it returns.
    """

    names = frozenset({"cloudcontrolapi"})

    def __init__(self, fsx: FsxAccessPointService) -> None:
        self._fsx = fsx
        self._events: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Creates, reads, deletes; an update is refused, because every property is create-only."""
        body = request.json()
        if request.operation == "GetResourceRequestStatus":
            with self._lock:
                event = self._events.get(body["RequestToken"])
            return _answer({"ProgressEvent": event}) if event else None
        if body.get("TypeName") != TYPE:
            return None
        if request.operation == "GetResource":
            return _answer({"TypeName": TYPE, "ResourceDescription": self._description(request.region, body)})
        return _answer({"ProgressEvent": self._change(request, body)})

    def _change(self, request: AwsRequest, body: Mapping[str, Any]) -> dict[str, Any]:
        operation = request.operation.removesuffix("Resource").upper()
        event: dict[str, Any] = {
            "TypeName": TYPE,
            "RequestToken": str(uuid4()),
            "Operation": operation,
            "EventTime": time.time(),
        }
        try:
            event |= {"Identifier": self._act(request, body), "OperationStatus": "SUCCESS"}
        except AwsError as error:
            if error.code == "ResourceNotFoundException":
                raise
            event |= {"OperationStatus": "FAILED", "ErrorCode": "InvalidRequest", "StatusMessage": error.message}
        with self._lock:
            self._events[event["RequestToken"]] = event
        return event

    def _act(self, request: AwsRequest, body: Mapping[str, Any]) -> str:
        if request.operation == "CreateResource":
            wanted = json.loads(body["DesiredState"])
            unknown = sorted(set(wanted) - set(SETTABLE))
            if unknown:
                names = ", ".join(unknown)
                raise AwsError("ValidationException", f"extraneous key [{names}]; accepted: {', '.join(SETTABLE)}")
            self._fsx.create(request.region, wanted)
            return str(wanted["Name"])
        name = str(body["Identifier"])
        self._found(request.region, name)
        if request.operation != "DeleteResource":
            raise AwsError("NotUpdatable", f"{TYPE} cannot be changed; replace it")
        self._fsx.delete(request.region, name)
        return name

    def _description(self, region: str, body: Mapping[str, Any]) -> dict[str, str]:
        found = self._found(region, str(body["Identifier"]))
        model = {name: found[name] for name in SETTABLE if name in found}
        return {"Identifier": found["Name"], "Properties": json.dumps(model)}

    def _found(self, region: str, name: str) -> Mapping[str, Any]:
        found = self._fsx.attachment(region, name)
        if found is None:
            raise AwsError(
                "ResourceNotFoundException", f"Resource of type '{TYPE}' with identifier '{name}' was not found."
            )
        return found


def _answer(payload: Mapping[str, Any]) -> AwsResponse:
    return AwsResponse.of_json(payload, content_type="application/x-amz-json-1.0")
