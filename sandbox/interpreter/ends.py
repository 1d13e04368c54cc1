"""The end of an execution: in order, and told to others."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.stepfunctions.parser import utils as parser_utils
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramError
from moto.stepfunctions.parser.backend import execution as executions
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from sandbox.context import SandboxContext
from sandbox.interpreter.patching import put


def end_executions(context: SandboxContext) -> None:
    """An execution ends with its output in place before its status, and EventBridge and CloudWatch hear of it.

    Moto sets the status first, so that a reader may see SUCCEEDED without output; an interpreter that breaks leaves the
    execution RUNNING for ever; its list of threads only grows; and an execution without a name is named `None`.
    """
    reflect: Any = executions.BaseExecutionWorkerCommunication._reflect_execution_status
    logic: Any = ExecutionWorker._execution_logic

    def reflect_in_order(self: Any) -> None:
        execution = self.execution
        state = execution.exec_worker.env.program_state()
        if isinstance(state, ProgramEnded):
            execution.output = execution.exec_worker.env.states.get_input()
        elif isinstance(state, ProgramError):
            error: Any = state.error or {}
            execution.error, execution.cause = error.get("error"), error.get("cause")
        reflect(self)
        _tell(context, execution)

    def run(self: Any) -> None:
        _forget_ended(parser_utils.TMP_THREADS)
        try:
            logic(self)
        except Exception as error:  # an execution must end, whatever breaks in the interpreter
            context.log.exception("the Step Functions interpreter broke")
            execution = self._execution_communication.execution
            execution.error, execution.cause = "States.Runtime", str(error)
            execution.exec_status = ExecutionStatus.FAILED

    start: Any = StepFunctionsParserBackend.start_execution

    def start_named(self: Any, state_machine_arn: str, name: str | None = None, *rest: Any, **more: Any) -> Any:
        return start(self, state_machine_arn, name or str(uuid4()), *rest, **more)

    put(StepFunctionsParserBackend, "start_execution", start_named)
    put(executions.BaseExecutionWorkerCommunication, "_reflect_execution_status", reflect_in_order)
    put(ExecutionWorker, "_execution_logic", run)


def _forget_ended(threads: list[Any], *, every: int = 500) -> None:
    """Drops threads that ended; now and then, for a thousand executions that wait have three thousand threads."""
    if len(threads) >= _looked_at[0] + every:
        threads[:] = [thread for thread in threads if thread.is_alive()]
        _looked_at[0] = len(threads)


_looked_at = [0]
"""How many there were after the last look."""


def _tell(context: SandboxContext, execution: Any) -> None:
    status, region = str(execution.status), execution.region_name
    machine = execution.state_machine_arn
    names = {"SUCCEEDED": "Succeeded", "FAILED": "Failed", "TIMED_OUT": "TimedOut", "ABORTED": "Aborted"}
    dimensions = {"StateMachineArn": machine}
    context.put_metric(region, "AWS/States", f"Executions{names.get(status, status)}", 1, "Count", dimensions)
    seconds = (execution.stop_date - execution.start_date).total_seconds()
    context.put_metric(region, "AWS/States", "ExecutionTime", seconds * 1000, "Milliseconds", dimensions)
    detail = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": machine,
        "name": execution.name,
        "status": status,
        "startDate": int(execution.start_date.timestamp() * 1000),
        "stopDate": int(execution.stop_date.timestamp() * 1000),
        "error": execution.error,
        "cause": execution.cause,
    }
    kind = "Step Functions Execution Status Change"
    context.emit_event(region, "aws.states", kind, detail, [execution.exec_arn])
