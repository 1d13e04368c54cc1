"""Answers a task that waits for a transform job, exactly once in effect: a second answer changes nothing."""

from domain.batches.batch import JOB_LOST_ERROR, JobOutcome, Settlement, SettlementAction, StoredTask
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.telemetry import log


def settle(
    task: StoredTask, decision: Settlement, job: JobOutcome | None, callbacks: Callbacks, tasks: TaskSettlement
) -> bool:
    """Carry out a decision.

    The answer is sent before the row is marked: should the function end in between, the next event or sweep sends it
    again, and Step Functions says that nobody waits any more. The other order could lose the answer for good.

    Returns:
        Whether this call settled the task.
    """
    if decision.action is SettlementAction.SUCCEED and job is not None:
        callbacks.succeed(task.token, job.to_output())
    elif decision.action is SettlementAction.FAIL_LOST:
        callbacks.fail(task.token, JOB_LOST_ERROR, f"transform job {task.task_id}: {decision.reason}")
    else:
        return False
    settled = tasks.mark_done(task)
    facts = {"task_id": task.task_id, "execution_id": task.execution_id, "settled": settled}
    log().info("task settled", extra={**facts, "reason": decision.reason})
    return settled
