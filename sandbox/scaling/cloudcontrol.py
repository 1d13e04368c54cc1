"""Cloud Control, for the one type that the platform makes through it: AWS::SageMaker::InferenceComponent.

Progress is read off the component itself: a create is done when it is in service, a delete when it is gone. Schema:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-inferencecomponent.html
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.sagemaker.records import COMPONENT, Record
from sandbox.sagemaker.service import SageMakerService
from sandbox.sagemaker.validation import check_component
from sandbox.scaling.json_patch import PatchError, apply_patch
from sandbox.service import BaseService

TYPE: Final = "AWS::SageMaker::InferenceComponent"
READ_ONLY: Final = (
    "InferenceComponentArn",
    "CreationTime",
    "LastModifiedTime",
    "FailureReason",
    "InferenceComponentStatus",
)
CREATE_ONLY: Final = ("InferenceComponentName", "EndpointName", "VariantName")
SETTABLE: Final = (*CREATE_ONLY, "EndpointArn", "Specification", "RuntimeConfig", "DeploymentConfig", "Tags")


@dataclass(frozen=True, slots=True)
class Progress:
    """One request that was made of Cloud Control.

    Attributes:
        region: Where.
        token: RequestToken.
        operation: CREATE, UPDATE or DELETE.
        identifier: ARN of the component; empty when the create was refused.
        error: HandlerErrorCode and message of a refusal; None when SageMaker took the request.
    """

    region: str
    token: str
    operation: str
    identifier: str
    error: tuple[str, str] | None = None


class CloudControlService(BaseService):
    """Answers `cloudcontrolapi`.

    Args:
        sagemaker: Owns the components.
    """

    names = frozenset({"cloudcontrolapi"})

    def __init__(self, sagemaker: SageMakerService) -> None:
        self._sagemaker = sagemaker
        self._requests: dict[str, Progress] = {}
        self._by_client_token: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self._operations: dict[str, Callable[[str, Mapping[str, Any]], Mapping[str, Any]]] = {
            "CreateResource": self._create,
            "UpdateResource": self._update,
            "DeleteResource": self._delete,
            "GetResource": self._get,
            "ListResources": self._list,
        }

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Plays the operations on inference components; another type is refused by name."""
        body = request.json()
        if request.operation == "GetResourceRequestStatus":
            return _answer({"ProgressEvent": self._event(self._known(body["RequestToken"]))})
        operation = self._operations.get(request.operation)
        if operation is None:
            raise AwsError("UnsupportedActionException", f"{request.operation} is not played by the sandbox")
        if body.get("TypeName") != TYPE:
            message = f"Resource type {body.get('TypeName')} is not played by the sandbox; accepted: {TYPE}"
            raise AwsError("UnsupportedActionException", message)
        return _answer(operation(request.region, body))

    def _create(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        def act() -> Record:
            wanted = _parsed(body["DesiredState"], "DesiredState")
            unknown = sorted(set(wanted) - set(SETTABLE))
            if unknown:
                message = f"extraneous key [{', '.join(unknown)}] is not permitted; accepted: {', '.join(SETTABLE)}"
                raise AwsError("ValidationException", message)
            wanted.setdefault("InferenceComponentName", f"component-{uuid4().hex[:12]}")
            check_component(wanted)
            return self._sagemaker.components.create(region, wanted)

        return self._begin(region, "CREATE", body, act)

    def _update(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        record = self._find(region, body["Identifier"])

        def act() -> Record:
            model = _model(record)
            try:
                wanted = apply_patch(model, _parsed(body["PatchDocument"], "PatchDocument"))
            except PatchError as error:
                raise AwsError("ValidationException", str(error)) from error
            fixed = [name for name in (*CREATE_ONLY, *READ_ONLY) if wanted.get(name) != model.get(name)]
            if fixed:
                raise AwsError("NotUpdatable", f"{', '.join(fixed)} cannot be changed; replace the resource")
            record.tags = {tag["Key"]: tag["Value"] for tag in wanted.get("Tags", ())}
            return self._change(region, record, model, wanted)

        return self._begin(region, "UPDATE", body, act, record.arn)

    def _change(self, region: str, record: Record, model: Mapping[str, Any], wanted: Mapping[str, Any]) -> Record:
        change: dict[str, Any] = {}
        if wanted.get("Specification") != model.get("Specification"):
            change["Specification"] = wanted["Specification"]
        copies = wanted.get("RuntimeConfig", {}).get("CopyCount")
        if copies is not None and copies != record.fields["RuntimeConfig"]["DesiredCopyCount"]:
            change["RuntimeConfig"] = {"CopyCount": copies}
        if not change:
            return record
        return self._sagemaker.components.update(region, {"InferenceComponentName": record.name, **change})

    def _delete(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        record = self._find(region, body["Identifier"])

        def act() -> Record:
            self._sagemaker.components.delete(region, record.name)
            return record

        return self._begin(region, "DELETE", body, act, record.arn)

    def _get(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"TypeName": TYPE, "ResourceDescription": _description(self._find(region, body["Identifier"]))}

    def _list(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG002
        found = self._sagemaker.records.listing(COMPONENT, region)
        return {"TypeName": TYPE, "ResourceDescriptions": [_description(record) for record in found]}

    def _begin(
        self, region: str, operation: str, body: Mapping[str, Any], act: Callable[[], Record], identifier: str = ""
    ) -> Mapping[str, Any]:
        """Makes the request once per client token; what SageMaker refuses fails the request, not the call."""
        client_token = (region, str(body.get("ClientToken") or uuid4()))
        with self._lock:
            known = self._by_client_token.get(client_token)
            if known is None:
                progress = _attempt(region, operation, act, identifier)
                self._requests[progress.token] = progress
                self._by_client_token[client_token] = progress.token
            else:
                progress = self._requests[known]
        return {"ProgressEvent": self._event(progress)}

    def _known(self, token: str) -> Progress:
        with self._lock:
            progress = self._requests.get(token)
        if progress is None:
            raise AwsError("RequestTokenNotFoundException", f"Request with token {token} was not found")
        return progress

    def _find(self, region: str, identifier: str) -> Record:
        name = identifier.rpartition("/")[2]
        for record in self._sagemaker.records.listing(COMPONENT, region):
            if identifier == record.arn or name == record.name:
                return record
        message = f"Resource of type '{TYPE}' with identifier '{identifier}' was not found."
        raise AwsError("ResourceNotFoundException", message)

    def _event(self, progress: Progress) -> dict[str, Any]:
        event: dict[str, Any] = {
            "TypeName": TYPE,
            "RequestToken": progress.token,
            "Operation": progress.operation,
            "EventTime": time.time(),
        }
        if progress.identifier:
            event["Identifier"] = progress.identifier
        record = self._sagemaker.records.of_arn(progress.identifier)
        if record is not None:
            event["ResourceModel"] = json.dumps(_model(record))
        return {**event, **_status(progress, record)}


def _attempt(region: str, operation: str, act: Callable[[], Record], identifier: str) -> Progress:
    token = str(uuid4())
    try:
        return Progress(region, token, operation, act().arn)
    except AwsError as error:
        codes = {"NotUpdatable": "NotUpdatable"}
        code = "AlreadyExists" if "already existing" in error.message else codes.get(error.code, "InvalidRequest")
        return Progress(region, token, operation, identifier, (code, error.message))


def _status(progress: Progress, record: Record | None) -> dict[str, Any]:
    if progress.error is not None:
        return {"OperationStatus": "FAILED", "ErrorCode": progress.error[0], "StatusMessage": progress.error[1]}
    if progress.operation == "DELETE":
        return {"OperationStatus": "IN_PROGRESS" if record else "SUCCESS"}
    if record is None:
        return {"OperationStatus": "FAILED", "ErrorCode": "NotFound", "StatusMessage": "The component is gone."}
    status = record.fields["InferenceComponentStatus"]
    if status == "Failed":
        reason = str(record.fields.get("FailureReason", ""))
        return {"OperationStatus": "FAILED", "ErrorCode": "NotStabilized", "StatusMessage": reason}
    return {"OperationStatus": "SUCCESS" if status == "InService" else "IN_PROGRESS"}


def _description(record: Record) -> dict[str, str]:
    return {"Identifier": record.arn, "Properties": json.dumps(_model(record))}


def _model(record: Record) -> dict[str, Any]:
    model: dict[str, Any] = {name: record.fields[name] for name in (*SETTABLE, *READ_ONLY) if name in record.fields}
    for name in ("CreationTime", "LastModifiedTime"):
        model[name] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(model[name]))
    if record.tags:
        model["Tags"] = [{"Key": key, "Value": value} for key, value in record.tags.items()]
    return model


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise AwsError("ValidationException", f"{name} is not JSON: {error}") from error


def _answer(payload: Mapping[str, Any]) -> AwsResponse:
    return AwsResponse.of_json(payload, content_type="application/x-amz-json-1.0")
