"""What a training job tells of itself: its statuses in order, the events of each, its end.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.sagemaker.records import Record

DETAIL_TYPE: Final = "SageMaker Training Job State Change"
RUNNING: Final = ("InProgress", "Stopping")
TIMES: Final = ("CreationTime", "TrainingStartTime", "TrainingEndTime", "LastModifiedTime")
MESSAGES: Final[Mapping[str, str]] = {
    "Starting": "Starting the training job",
    "Downloading": "Downloading the training image and the input data",
    "Training": "Training image download completed. Training in progress.",
    "Uploading": "Uploading generated training model",
    "Interrupted": "The spot instance was interrupted; the job starts again from its checkpoints",
    "Stopping": "Stopping the training job",
    "Completed": "Training job completed",
    "Failed": "Training job failed",
    "Stopped": "Training job stopped",
    "MaxRuntimeExceeded": "Training job runtime exceeded MaxRuntimeInSeconds",
    "MaxWaitTimeExceeded": "Training job wait time exceeded MaxWaitTimeInSeconds",
}


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended.

    Attributes:
        status: Completed, Failed or Stopped.
        secondary: The same, or the limit that was exceeded.
        reason: FailureReason, empty unless it failed.
    """

    status: str
    secondary: str
    reason: str = ""


class JobRecord:
    """Writes a job's record and announces each change.

    Args:
        context: Events go out through it.
        record: The record.
    """

    def __init__(self, context: SandboxContext, record: Record) -> None:
        self._context = context
        self.record = record

    @property
    def fields(self) -> Mapping[str, Any]:
        """The job as Describe answers it."""
        return self.record.fields

    def enter(self, secondary: str, **fields: Any) -> None:
        """The next secondary status; ends the one before."""
        now = time.time()
        transitions = [dict(one) for one in self.fields.get("SecondaryStatusTransitions", ())]
        if transitions:
            transitions[-1].setdefault("EndTime", now)
        transitions.append({"Status": secondary, "StartTime": now, "StatusMessage": MESSAGES[secondary]})
        self.record.update(SecondaryStatus=secondary, SecondaryStatusTransitions=transitions, **fields)
        self.announce()

    def end(self, end: JobEnd, trained_s: float) -> None:
        """The last status.

        Args:
            end: How it ended.
            trained_s: Seconds for which the script ran, all attempts together.
        """
        seconds = max(1, round(trained_s))
        fields: dict[str, Any] = {"TrainingJobStatus": end.status, "TrainingEndTime": time.time()}
        if "TrainingStartTime" in self.fields:
            # Spot is billed for less on AWS; by how much is a price of the day, which nobody has here.
            fields |= {"TrainingTimeInSeconds": seconds, "BillableTimeInSeconds": seconds}
        if end.reason:
            fields["FailureReason"] = end.reason
        self.enter(end.secondary, **fields)

    def announce(self) -> None:
        """The event of the present status."""
        detail = {name: value for name, value in self.fields.items() if name not in TIMES}
        detail |= {name: round(self.fields[name] * 1000) for name in TIMES if name in self.fields}
        detail["SecondaryStatusTransitions"] = [
            {name: round(value * 1000) if name.endswith("Time") else value for name, value in one.items()}
            for one in self.fields.get("SecondaryStatusTransitions", ())
        ]
        detail["FinalMetricDataList"] = [
            {**one, "Timestamp": round(one["Timestamp"] * 1000)} for one in self.fields.get("FinalMetricDataList", ())
        ]
        detail["Tags"] = dict(self.record.tags)
        self._context.emit_event(self.record.region, "aws.sagemaker", DETAIL_TYPE, detail, [self.record.arn])
