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
from weakref import WeakValueDictionary

from moto.stepfunctions.parser.asl.eval.callback import callback
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from sandbox.errors import AwsError
from sandbox.interpreter.patching import put

_POOLS: Final[WeakValueDictionary[str, Any]] = WeakValueDictionary()
"""Token to the pool that it waits in: moto asks each execution in turn, whose token it is."""

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

    pools: Any = callback.CallbackPoolManager
    add = pools.add
    environment = ExecutionWorker._get_evaluation_environment

    def add_and_note(self: Any, callback_id: str) -> Any:
        _POOLS[callback_id] = self
        return add(self, callback_id)

    def environment_of(self: Any) -> Any:
        made: Any = environment(self)
        made.callback_pool_manager.execution = self._execution_communication.execution
        return made

    put(pools, "add", add_and_note)
    put(ExecutionWorker, "_get_evaluation_environment", environment_of)
    put(endpoint, "notify", notify_once)
    put(endpoint, "interrupt_all", interrupt_and_close)


def settle(region: str, operation: str, body: Mapping[str, Any]) -> None:
    """Answers a waiting task, one of `OPERATIONS`.

    Raises:
        AwsError: InvalidToken, InvalidOutput or TaskTimedOut.
    """
    token = str(body.get("taskToken", ""))
    outcome = _outcome(operation, token, body)
    pool = _POOLS.get(token)
    execution = getattr(pool, "execution", None)
    if pool is None or execution is None or execution.region_name != region:
        raise AwsError("InvalidToken", "Invalid Token: 'Invalid token'")
    try:
        if execution.status == "RUNNING":
            if outcome is None:
                pool.heartbeat(callback_id=token)
            else:
                pool.notify(callback_id=token, outcome=outcome)
            return
    except callback.CallbackNotifyConsumerError:
        pass
    raise AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")


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
