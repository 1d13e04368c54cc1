"""What a function reads from a stream or queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.mapping import to_request
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_LOCAL: Final = frozenset({"useResourceTimeoutForPropagation", "queues"})
# A role's policy, and a stream that was made a moment ago, are not known everywhere yet.
_NOT_YET: Final = {
    "InvalidParameterValueException": "cannot access stream|execution role|does not have permissions|ensure the role",
    "ResourceInUseException": "",
}
_SETTLED: Final = ("Enabled", "Disabled")
_UNSET: Final[dict[str, Any]] = {
    "filterCriteria": {"Filters": []},
    "destinationConfig": {"OnFailure": {}},
    "functionResponseTypes": [],
    "bisectBatchOnFunctionError": False,
    "maximumBatchingWindowInSeconds": 0,
    "maximumRecordAgeInSeconds": -1,
    "maximumRetryAttempts": -1,
    "parallelizationFactor": 1,
    "tumblingWindowInSeconds": 0,
}
"""What AWS understands as the property's absence; a property that is left out of an update stays as it is."""


class EventSourceMapping(Resource):
    """A mapping; its id is its UUID."""

    type_name = "aws:lambda/eventSourceMapping:EventSourceMapping"
    service = "lambda"
    operation = "CreateEventSourceMapping"
    table = Table(
        rename={
            "arn": "EventSourceMappingArn",
            "destinationConfig.onFailure.destinationArn": "Destination",
            "documentDbEventSourceConfig": "DocumentDBEventSourceConfig",
        },
        local=_LOCAL,
        unread=frozenset({"functionName", "enabled"}),
        replaces=frozenset(
            {"eventSourceArn", "startingPosition", "startingPositionTimestamp", "selfManagedEventSource", "topics"}
        ),
        defaults={"enabled": True},
        meaning=Meaning(
            json_text=frozenset({"filterCriteria.filters.pattern"}),
            unordered=frozenset({"filterCriteria.filters", "functionResponseTypes"}),
            computed=frozenset({"batchSize", "parallelizationFactor", *_UNSET}),
        ),
        outputs=("arn", "functionArn", "uuid", "state", "lastModified"),
        volatile=("lastModified",),
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
        if "eventSourceArn" not in inputs and "selfManagedEventSource" not in inputs:
            yield Failure("eventSourceArn", "'eventSourceArn' is required and is not given")
        arn, position = inputs.get("eventSourceArn"), inputs.get("startingPosition")
        stream = isinstance(arn, str) and arn.split(":")[2:3] in (["dynamodb"], ["kinesis"])
        if stream and position is None:
            yield Failure("startingPosition", "is needed for a stream; accepted: TRIM_HORIZON, LATEST")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        made = aws.retry(lambda: aws.call("lambda", "create_event_source_mapping", **request), on=_NOT_YET)
        return str(made["UUID"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.wait(f"event source mapping {resource_id} being ready", lambda: self._settled(aws, resource_id))

    @staticmethod
    def _settled(aws: Aws, resource_id: str) -> bool:
        found = aws.find("lambda", "get_event_source_mapping", UUID=resource_id)
        if found is None:
            raise ProviderError(f"event source mapping {resource_id} is gone before it was ready")
        return found.get("State") in _SETTLED

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.find("lambda", "get_event_source_mapping", UUID=resource_id)
        if found is None or found.get("State") == "Deleting":
            return None
        props = self.props(found)
        arn = str(found["FunctionArn"])
        same = self._names(known.get("functionName"), arn)
        filters = (found.get("FilterCriteria") or {}).get("Filters") or []
        destination = ((found.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
        return {
            **props,
            "id": resource_id,
            "uuid": resource_id,
            "functionName": known["functionName"] if same else arn,
            "enabled": found.get("State") in ("Enabled", "Enabling", "Creating", "Updating"),
            "filterCriteria": {"filters": [{"pattern": one["Pattern"]} for one in filters]} if filters else None,
            "destinationConfig": {"onFailure": {"destinationArn": destination}} if destination else None,
        }

    @staticmethod
    def _names(given: Any, arn: str) -> bool:
        """Whether `given`, a name or an ARN with or without a qualifier, is the function of `arn`."""
        if not isinstance(given, str):
            return False
        return given == arn or arn.endswith(f":function:{given}")

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """What the program no longer sets gets the value that AWS has without it."""
        shape = aws.session.operation("lambda", "UpdateEventSourceMapping").input_shape
        given = {name: value for name, value in change.new.items() if name in change.names and name not in _LOCAL}
        given.pop("tags", None), given.pop("tagsAll", None)
        request = to_request(given, shape, rename=self.table.rename)
        for name in change.names & _UNSET.keys() - change.new.keys():
            request[name[0].upper() + name[1:]] = _UNSET[name]
        if request:
            call = {"UUID": resource_id, **request}
            aws.retry(lambda: aws.call("lambda", "update_event_source_mapping", **call), on=_NOT_YET)
            self.settle(aws, resource_id, change.new)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """It lives on as Deleting until its pollers have ended."""
        busy = {"ResourceInUseException": ""}
        aws.retry(lambda: aws.find("lambda", "delete_event_source_mapping", UUID=resource_id), on=busy)
        aws.wait(
            f"event source mapping {resource_id} being deleted",
            lambda: aws.find("lambda", "get_event_source_mapping", UUID=resource_id) is None,
        )
