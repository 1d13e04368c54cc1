"""Event source mappings of DynamoDB streams in front of moto, which keeps those of queues."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import unquote
from uuid import uuid4

from sandbox.context import SandboxContext
from sandbox.dynamodb import changes
from sandbox.errors import AwsError
from sandbox.iam import Guard, Principal
from sandbox.moto_app import LOCKS
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.runtime.runner import Answer
from sandbox.runtime.spec import find_function, split_name
from sandbox.service import BaseService
from sandbox.streams import tags
from sandbox.streams.batches import Record
from sandbox.streams.mapping import description, reader_settings
from sandbox.streams.reader import StreamReader

_ACTIONS: Final = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
_STARTS: Final = ("TRIM_HORIZON", "LATEST")


class Caller(Protocol):
    """Runs functions."""

    def call(self, region: str, name_or_arn: str, payload: bytes) -> Answer:
        """The function's answer to an event."""


@dataclass
class _Mapping:
    """One mapping, its reader while it is enabled, and the records that it has not read while it is not."""

    uuid: str
    region: str
    body: dict[str, Any]
    function_arn: str
    reader: StreamReader | None = None
    held: list[dict[str, Any]] = field(default_factory=list)
    modified: float = field(default_factory=time.time)

    def described(self, state: str | None = None) -> dict[str, Any]:
        return {
            "UUID": self.uuid,
            "EventSourceMappingArn": f"arn:aws:lambda:{self.region}:{ACCOUNT_ID}:event-source-mapping:{self.uuid}",
            "FunctionArn": self.function_arn,
            "LastModified": self.modified,
            "LastProcessingResult": "No records processed",
            "State": state or ("Enabled" if self.reader is not None else "Disabled"),
            "StateTransitionReason": "User action",
            **description(self.body),
        }


class EventSourceMappings(BaseService):
    """Mappings of DynamoDB streams; others are moto's.

    Args:
        context: For the readers.
        guard: Knows whether a function's role may read a stream.
        functions: Runs functions.
    """

    names = frozenset({"lambda"})

    def __init__(self, context: SandboxContext, guard: Guard, functions: Caller) -> None:
        self._context = context
        self._guard = guard
        self._functions = functions
        self._mappings: dict[str, _Mapping] = {}
        self._lock = threading.RLock()
        changes.listen(self._hear)

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Answers for mappings of streams; declines for others."""
        if request.operation == "CreateEventSourceMapping":
            body = request.json()
            return self._create(request.region, body) if ":dynamodb:" in str(body.get("EventSourceArn")) else None
        tagging = request.operation in tags.OPERATIONS
        uuid = tags.mapping_named(request) if tagging else unquote(request.path_params.get("UUID", ""))
        known = self._mappings.get(uuid)
        if known is None or known.region != request.region:
            return None
        if tagging:
            return tags.answer(request, known.body)
        if request.operation == "GetEventSourceMapping":
            return _answer(known.described(), 200)
        if request.operation == "UpdateEventSourceMapping":
            return self._update(known, request.json())
        return self._delete(known) if request.operation == "DeleteEventSourceMapping" else None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Adds to moto's list."""
        if request.operation != "ListEventSourceMappings" or response.status >= 300:
            return response
        source, function = request.query.get("EventSourceArn"), request.query.get("FunctionName")
        found = [
            one.described()
            for one in list(self._mappings.values())
            if one.region == request.region
            and source in (None, "", one.body["EventSourceArn"])
            and (not function or split_name(function)[0] == split_name(one.function_arn)[0])
        ]
        body = json.loads(response.body)
        return _answer({**body, "EventSourceMappings": [*body["EventSourceMappings"], *found]}, 200)

    def close(self) -> None:
        """Ends every reader."""
        for one in list(self._mappings.values()):
            if one.reader is not None:
                one.reader.close()

    def _hear(self, change: changes.Change) -> None:
        for one in list(self._mappings.values()):
            if one.body["EventSourceArn"] == change.stream_arn:
                with self._lock:
                    if one.reader is not None:
                        one.reader.offer(change.record)
                    else:
                        one.held.append(dict(change.record))

    def _create(self, region: str, body: dict[str, Any]) -> AwsResponse:
        spec = find_function(region, str(body.get("FunctionName")), None)
        qualifier = split_name(str(body.get("FunctionName")))[1]
        arn = f"{spec.arn}:{qualifier}" if qualifier else spec.arn
        reader_settings(body)
        if body.get("StartingPosition") not in _STARTS:
            start = body.get("StartingPosition")
            raise _invalid(f"StartingPosition is {start!r}; accepted for a DynamoDB stream: {', '.join(_STARTS)}")
        stream_arn = str(body["EventSourceArn"])
        table = _table(region, stream_arn)
        self._check_role(spec.role_arn, stream_arn, region)
        with LOCKS["dynamodb"], self._lock:
            for one in self._mappings.values():
                if (one.function_arn, one.body["EventSourceArn"]) == (arn, stream_arn):
                    message = f"{arn} has a mapping of {stream_arn} already, with UUID {one.uuid}"
                    raise AwsError("ResourceConflictException", message, 409)
            made = _Mapping(str(uuid4()), region, dict(body), arn)
            if body["StartingPosition"] == "TRIM_HORIZON":
                made.held = [dict(one.to_json()) for one in table.stream_shard.items]
            self._mappings[made.uuid] = made
            if body.get("Enabled", True):
                self._start(made)
        return _answer(made.described(), 202)

    def _update(self, known: _Mapping, changed: Mapping[str, Any]) -> AwsResponse:
        body = {**known.body, **{name: value for name, value in changed.items() if name != "FunctionName"}}
        reader_settings(body)
        function = changed.get("FunctionName")
        arn = known.function_arn
        if function:
            qualifier = split_name(str(function))[1]
            spec = find_function(known.region, str(function), None)
            arn = f"{spec.arn}:{qualifier}" if qualifier else spec.arn
        with self._lock:
            was_on = known.reader is not None
            if known.reader is not None:
                known.held = [*known.reader.close(), *known.held]
                known.reader = None
            known.body, known.function_arn, known.modified = body, arn, time.time()
            if changed.get("Enabled", was_on):
                self._start(known)
        return _answer(known.described(), 202)

    def _delete(self, known: _Mapping) -> AwsResponse:
        with self._lock:
            self._mappings.pop(known.uuid, None)
            if known.reader is not None:
                known.reader.close()
        return _answer(known.described("Deleting"), 202)

    def _start(self, one: _Mapping) -> None:
        stream_arn, arn, region = str(one.body["EventSourceArn"]), one.function_arn, one.region
        settings = reader_settings(one.body)
        one.reader = StreamReader(
            self._context,
            settings,
            (stream_arn, arn, find_function(region, arn, None).role_arn),
            lambda payload: self._functions.call(region, arn, payload),
            lambda records: self._take_back(one, records),
        )
        held, one.held = one.held, []
        for record in held:
            one.reader.offer(record)

    def _take_back(self, one: _Mapping, records: Sequence[Record]) -> None:
        """A reader ended in the middle of a batch: the next one of the mapping starts with it."""
        with self._lock:
            if one.reader is None:
                one.held = [*(dict(record) for record in records), *one.held]
            else:
                for record in records:
                    one.reader.offer(record)

    def _check_role(self, role_arn: str, stream_arn: str, region: str) -> None:
        name = role_arn.rsplit("/", 1)[-1]
        principal = Principal(role_arn, "role", name)
        for action in _ACTIONS:
            # ListStreams takes no resource: a policy may say * or, as many do, the stream.
            verdict = self._guard.verdict(principal, Permission(f"dynamodb:{action}", stream_arn), region)
            if verdict is not Verdict.ALLOW:
                raise _invalid(
                    f"Cannot access stream {stream_arn}. Please ensure the role can perform the GetRecords, "
                    "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM. "
                    f"({role_arn} lacks dynamodb:{action})"
                )


def _table(region: str, stream_arn: str) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    table = dynamodb_backends[ACCOUNT_ID][region].tables.get(stream_arn.split("/")[1])
    if table is None or f"{table.table_arn}/stream/{table.latest_stream_label}" != stream_arn:
        raise _invalid(f"Stream not found: {stream_arn}; accepted: LatestStreamArn of a table in {region}")
    return table


def _answer(body: Mapping[str, Any], status: int) -> AwsResponse:
    return AwsResponse.of_json(body, status=status, content_type="application/json")


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterValueException", message)
