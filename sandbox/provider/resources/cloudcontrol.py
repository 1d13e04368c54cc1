"""Cloud Control: types that the package has no class for, by their CloudFormation name."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning, covers
from sandbox.provider.errors import AwsError, Failure, ProviderError
from sandbox.provider.resource import Change, Resource, Table, Timeouts
from sandbox.provider.values import Props

# Create-only properties, as the CloudFormation registry's schemas list them: a change makes a new resource.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-fsx-s3accesspointattachment.html
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-inferencecomponent.html
_CREATE_ONLY: Final[Mapping[str, frozenset[str]]] = {
    "AWS::FSx::S3AccessPointAttachment": frozenset(
        {"Name", "Type", "OntapConfiguration", "OpenZFSConfiguration", "S3AccessPoint"}
    ),
    "AWS::SageMaker::InferenceComponent": frozenset({"InferenceComponentName"}),
}


class CloudControlResource(Resource):
    """Any type of the registry; its id is the primary identifier, it is imported by `type,identifier`."""

    type_name = "aws:cloudcontrol/resource:Resource"
    service = "cloudcontrol"
    operation = "CreateResource"
    table = Table(
        local=frozenset({"properties", "schema"}),
        unread=frozenset({"roleArn", "typeVersionId"}),
        replaces=frozenset({"typeName"}),
        meaning=Meaning(json_text=frozenset({"desiredState"})),
        outputs=(),
        volatile=("properties",),
        timeouts=Timeouts(create=7200, update=7200, delete=7200),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        state = inputs.get("desiredState")
        if isinstance(state, str) and not isinstance(_parsed(state), dict):
            yield Failure("desiredState", "is not a JSON object")

    def forced(self, state: Props, news: Props) -> Iterable[str]:
        """See `Resource`."""
        old, new = _parsed(state.get("desiredState")), _parsed(news.get("desiredState"))
        if isinstance(old, dict) and isinstance(new, dict):
            fixed = _CREATE_ONLY.get(str(news.get("typeName")), frozenset())
            # An addition counts only where the service hasn't filled the property in by itself.
            if any(old.get(name) != new.get(name) for name in fixed & (old.keys() | new.keys())):
                yield "desiredState"

    def create(self, aws: Aws, inputs: Props) -> str:
        """The identifier comes early or only at the end; what fails in between is removed again by the service."""
        request = {**self.request(aws.session, inputs), "ClientToken": str(uuid.uuid4())}
        event = aws.call("cloudcontrol", "create_resource", **request)["ProgressEvent"]
        done = _wait(aws, event)
        return str(done["Identifier"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        kind, comma, identifier = resource_id.partition(",")
        if not comma:
            raise ProviderError(f"the id {resource_id!r} is not of the form <typeName>,<identifier>")
        return {"typeName": kind, "_identifier": identifier}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        identifier = known.get("_identifier", resource_id)
        kind = known["typeName"]
        where = {"TypeName": kind, "Identifier": identifier, "RoleArn": known.get("roleArn")}
        found = aws.find("cloudcontrol", "get_resource", **where)
        if found is None:
            return None
        properties = found["ResourceDescription"]["Properties"]
        return {
            "id": identifier,
            "typeName": kind,
            "properties": properties,
            "desiredState": _desired(known.get("desiredState"), properties),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """As a JSON patch of the properties that differ."""
        patch = list(_patch(_parsed(change.old["desiredState"]), _parsed(change.new["desiredState"])))
        if not patch:
            return
        event = aws.call(
            "cloudcontrol",
            "update_resource",
            TypeName=change.new["typeName"],
            Identifier=resource_id,
            RoleArn=change.new.get("roleArn"),
            TypeVersionId=change.new.get("typeVersionId"),
            PatchDocument=json.dumps(patch),
            ClientToken=str(uuid.uuid4()),
        )["ProgressEvent"]
        _wait(aws, event)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        where = {"TypeName": state["typeName"], "Identifier": resource_id, "RoleArn": state.get("roleArn")}
        found = aws.find("cloudcontrol", "delete_resource", **where, ClientToken=str(uuid.uuid4()))
        if found is None:
            return
        try:
            _wait(aws, found["ProgressEvent"])
        except AwsError as error:
            if error.code != "NotFound":
                raise


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _wait(aws: Aws, event: dict[str, Any]) -> dict[str, Any]:
    """The last event of a request that succeeded.

    Raises:
        AwsError: It failed; the code is the handler's.
    """
    last = event

    def done() -> bool:
        nonlocal last
        if last["OperationStatus"] in {"PENDING", "IN_PROGRESS", "CANCEL_IN_PROGRESS"}:
            answer = aws.call("cloudcontrol", "get_resource_request_status", RequestToken=event["RequestToken"])
            last = answer["ProgressEvent"]
        if last["OperationStatus"] in {"FAILED", "CANCEL_COMPLETE"}:
            operation = f"{str(last.get('Operation', 'request')).title()}Resource({last.get('TypeName')})"
            code = str(last.get("ErrorCode", "GeneralServiceException"))
            raise AwsError("cloudcontrol", operation, code, str(last.get("StatusMessage", "no reason given")))
        return bool(last["OperationStatus"] == "SUCCESS")

    aws.wait(f"{event.get('TypeName')} request {event['RequestToken']} being done", done)
    return last


def _desired(wanted: Any, properties: str) -> str:
    """The desired state as it really is: the given one while it holds, else with what differs; all of it on import."""
    actual, given = _parsed(properties), _parsed(wanted)
    if not isinstance(given, dict) or not isinstance(actual, dict):
        return properties
    seen = _returned(given, actual)
    if covers(seen, actual):
        return str(wanted)
    return json.dumps({**given, **{name: actual[name] for name in seen if not covers(seen[name], actual[name])}})


def _returned(given: Any, actual: Any) -> Any:
    """The part of `given` that `actual` speaks of; what is write-only never comes back and counts as it was set."""
    if isinstance(given, dict) and isinstance(actual, dict):
        return {name: _returned(value, actual[name]) for name, value in given.items() if name in actual}
    return given


def _patch(old: Any, new: Any) -> Iterator[dict[str, Any]]:
    """RFC 6902 operations between two objects, at their top level."""
    for name in old.keys() - new.keys():
        yield {"op": "remove", "path": f"/{_escaped(name)}"}
    for name, value in new.items():
        if name not in old:
            yield {"op": "add", "path": f"/{_escaped(name)}", "value": value}
        elif old[name] != value:
            yield {"op": "replace", "path": f"/{_escaped(name)}", "value": value}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


RESOURCES = (CloudControlResource,)
