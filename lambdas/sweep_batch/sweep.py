"""Recovers tasks whose job's event was lost: asks SageMaker about each job that a task still waits for."""

from dataclasses import dataclass
from typing import Any

from domain.batches.batch import JobOutcome, decide_settlement
from domain.metrics import Metric
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.task_scan import TaskScan
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.clients.transform_status import TransformStatus
from lambdas.settlement import settle


@dataclass
class SweepResult:
    """What a sweep saw and did."""

    pending: int = 0
    recovered: int = 0

    def to_reply(self) -> dict[str, Any]:
        """Return the function's answer."""
        return {"pending": self.pending, "recovered": self.recovered}

    def to_metrics(self) -> dict[Metric, int]:
        """Return what to publish."""
        return {Metric.BATCH_TOKEN_RECOVERED: self.recovered}


@dataclass(frozen=True)
class Sweep:
    """The clients of a sweep."""

    scan: TaskScan
    tasks: TaskSettlement
    status: TransformStatus
    callbacks: Callbacks

    def __call__(self, *, now: float, min_age_s: float) -> SweepResult:
        """Settle what can be settled; ``now`` in epoch seconds. Each job is asked about once."""
        result = SweepResult()
        known: dict[str, JobOutcome | None] = {}
        for task in self.scan.pending():
            result.pending += 1
            if task.task_id not in known:
                known[task.task_id] = self.status.describe(task.task_id)
            job = known[task.task_id]
            decision = decide_settlement(task.status, job, age_s=now - task.created_at, min_age_s=min_age_s)
            result.recovered += settle(task, decision, job, self.callbacks, self.tasks)
        return result
