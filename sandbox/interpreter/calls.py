"""How executions call services, and how their definitions are read."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any, Final

from jsonpath_ng.ext.parser import parse as parse_path
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import resource_eval_s3 as reader_s3
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.resource_eval import (
    resource_eval_s3 as writer_s3,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk,
    state_task_service_dynamodb,
    state_task_service_events,
    state_task_service_sfn,
    state_task_service_sns,
    state_task_service_sqs,
    state_task_service_unsupported,
)
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import json_path

from sandbox.context import SandboxContext
from sandbox.interpreter.patching import put

_PERCENTAGE: Final = re.compile(r'("ToleratedFailurePercentage"\s*:\s*\d+)(?![\d.])')
_CLIENT_USERS: Final = (
    lambda_eval_utils,
    reader_s3,
    writer_s3,
    state_task_service_aws_sdk,
    state_task_service_dynamodb,
    state_task_service_events,
    state_task_service_sfn,
    state_task_service_sns,
    state_task_service_sqs,
    state_task_service_unsupported,
)


def call_as_role(context: SandboxContext) -> None:
    """Moto calls services with made-up keys on `localhost`; here the execution's role calls, so that IAM counts.

    An execution stands still with its region, and goes on with it.
    """

    def boto_client_for(region: str, service: str, state_credentials: Any = None) -> Any:
        context.borders.await_region(region)
        return context.client(service, region, state_credentials.role_arn if state_credentials else None)

    for module in _CLIENT_USERS:
        put(module, "boto_client_for", boto_client_for)


def accept_definitions() -> None:
    """Definitions and paths are parsed once, and a whole number is a percentage too.

    Moto builds a parser for each path that a state reads, and parses the definition for each execution, up to a second
    in pure Python, though neither holds any state; and its grammar refuses `"ToleratedFailurePercentage": 25`, which
    AWS takes.
    """
    original = AmazonStateLanguageParser.parse
    lock = threading.Lock()

    @lru_cache(maxsize=64)
    def parsed(definition: str) -> Any:
        return original(_PERCENTAGE.sub(r"\1.0", definition))

    def parse(definition: str) -> Any:
        with lock:
            return parsed(definition)

    put(AmazonStateLanguageParser, "parse", staticmethod(parse))
    put(json_path, "parse", lru_cache(maxsize=4096)(parse_path))
