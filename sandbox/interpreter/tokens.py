"""Task tokens: each is good once.

Moto takes a second or a late answer without a word, drops the cause of a failure, and stumbles over executions that
just start. On AWS the first two are TaskTimedOut:
https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, Final

from moto.stepfunctions.parser.asl.eval.callback import callback
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from sandbox.errors import AwsError
from sandbox.interpreter.patching import put
from sandbox.request import ACCOUNT_ID

OPERATIONS: Final = frozenset({"SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"})


def settle_tokens_once() -> None:
    """Makes moto's endpoint of a token refuse what comes after its first answer, or after its task stopped waiting."""
    endpoint: Any = callback.CallbackEndpoint
    notify, interrupt = endpoint.notify, endpoint.interrupt_all
    lock = threading.Lock()

    def notify_once(self: Any, outcome: Any) -> None:
        with lock:
            if self.get_outcome() is not None:
                raise callback.CallbackNotifyConsumerError(callback_consumer_error=callback.CallbackConsumerTimeout())
            notify(self, outcome)

    def interrupt_and_close(self: Any) -> None:
        self.report(callback.CallbackConsumerTimeout())
        interrupt(self)

    put(endpoint, "notify", notify_once)
    put(endpoint, "interrupt_all", interrupt_and_close)


def settle(region: str, operation: str, body: Mapping[str, Any]) -> None:
    """Answers a waiting task, one of `OPERATIONS`.

    Raises:
        AwsError: InvalidToken, InvalidOutput or TaskTimedOut.
    """
    token = str(body.get("taskToken", ""))
    outcome = _outcome(operation, token, body)
    backend: Any = stepfunctions_parser_backends[ACCOUNT_ID][region]
    for execution in backend._get_executions():
        env = execution.exec_worker.env if execution.exec_worker else None
        if env is None or env.callback_pool_manager.get(token) is None:
            continue
        try:
            if execution.status == "RUNNING":
                if outcome is None:
                    env.callback_pool_manager.heartbeat(callback_id=token)
                else:
                    env.callback_pool_manager.notify(callback_id=token, outcome=outcome)
                return
        except callback.CallbackNotifyConsumerError:
            pass
        raise AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
    raise AwsError("InvalidToken", "Invalid Token: 'Invalid token'")


def _outcome(operation: str, token: str, body: Mapping[str, Any]) -> Any:
    if operation == "SendTaskHeartbeat":
        return None
    if operation == "SendTaskFailure":
        return callback.CallbackOutcomeFailure(callback_id=token, error=body.get("error"), cause=body.get("cause"))
    output = str(body.get("output", ""))
    try:
        json.loads(output)
    except ValueError as error:
        raise AwsError("InvalidOutput", f"Invalid Output: {error}") from error
    return callback.CallbackOutcomeSuccess(callback_id=token, output=output)
