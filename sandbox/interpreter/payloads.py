"""Values that AWS SDK integrations pass to and from an API: bytes and streams, where a state has JSON."""

from __future__ import annotations

import json
import threading
from functools import cache
from typing import Any, Final

import botocore.session
from botocore.response import StreamingBody
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)

from sandbox.interpreter.patching import put

_READING: Final = threading.Lock()


def convert_payloads() -> None:
    """Moto passes a state's JSON to boto3 as it is, and boto3's streams to the state.

    As on AWS, JSON becomes the text of a member that takes bytes (S3's `Body`), and a stream in an answer becomes text.
    """

    def to_api(self: Any, parameters: dict[str, Any], *_names: str | None) -> None:
        for name in _byte_members(self._get_boto_service_name(), self.resource.api_action) & parameters.keys():
            parameters[name] = json.dumps(parameters[name], separators=(",", ":")).encode()

    def to_state(_self: Any, response: Any, *_names: str | None) -> None:
        for name, value in list(response.items()):
            if isinstance(value, StreamingBody):
                response[name] = value.read().decode()

    put(StateTaskServiceAwsSdk, "_normalise_parameters", to_api)
    put(StateTaskServiceAwsSdk, "_normalise_response", to_state)


def _byte_members(service: str, action: str) -> frozenset[str]:
    with _READING:  # a hundred executions that start at once would each read the model
        return _read_byte_members(service, action)


@cache
def _read_byte_members(service: str, action: str) -> frozenset[str]:
    """Members of a request that take bytes; `action` as in a resource: `putObject`."""
    model = botocore.session.get_session().get_service_model(service)
    operation = next((name for name in model.operation_names if name.lower() == action.lower()), None)
    shape = model.operation_model(operation).input_shape if operation else None
    members = shape.members if shape else {}
    return frozenset(name for name, member in members.items() if member.type_name == "blob")
