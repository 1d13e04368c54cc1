"""One training job from its first download to its upload, again after each interruption of its spot instance."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sandbox.context import SandboxContext
from sandbox.sagemaker.artifacts import RoleStore
from sandbox.sagemaker.training_files import MlFolder
from sandbox.sagemaker.training_process import JobLog, ProcessSpec, TrainingProcess
from sandbox.sagemaker.training_record import JobEnd, JobRecord

TICK_S: Final = 0.05
SYNC_EVERY_S: Final = 1.0
COMPLETED: Final = JobEnd("Completed", "Completed")
STOPPED: Final = JobEnd("Stopped", "Stopped")


@dataclass(frozen=True, slots=True)
class Signals:
    """What others ask of a job.

    Attributes:
        stop: StopTrainingJob.
        interrupt: The spot instance goes away.
        close: The sandbox ends: at once, and nothing is uploaded.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    interrupt: threading.Event = field(default_factory=threading.Event)
    close: threading.Event = field(default_factory=threading.Event)


class TrainingRun:
    """Runs a job.

    Args:
        context: Clients and the interpreter.
        job: What is told of it.
        store: S3 as its role.
        signals: What others ask.
        folder: Folder for its files, its own.

    Attributes:
        trained_s: Seconds for which the script ran so far.
    """

    def __init__(
        self, context: SandboxContext, job: JobRecord, store: RoleStore, signals: Signals, folder: Path
    ) -> None:
        self._context = context
        self._job = job
        self._store = store
        self._signals = signals
        self._folder = folder
        self._created = time.monotonic()
        self.trained_s = 0.0
        stream = f"{job.record.name}/algo-1-{int(time.time())}"
        definitions = job.fields["AlgorithmSpecification"].get("MetricDefinitions") or []
        self._log = JobLog(context.client("logs", job.record.region, job.fields["RoleArn"]), stream, definitions)

    def to_end(self) -> JobEnd:
        """Runs until it ends.

        Raises:
            AccessDeniedError: The role may not read or write something.
            ValueError: Data that cannot be used.
        """
        attempt = 0
        while True:
            attempt += 1
            root = self._folder / f"ml-{attempt}"
            end = self._attempt(MlFolder(root, self._job.fields, self._store))
            shutil.rmtree(root, ignore_errors=True)
            if end is not None:
                return end
            self._job.enter("Interrupted")
            self._signals.interrupt.clear()
            self._job.enter("Starting")

    def _attempt(self, folder: MlFolder) -> JobEnd | None:
        """One instance; None when it was interrupted."""
        if self._signals.stop.is_set():
            return STOPPED
        self._job.enter("Downloading")
        folder.prepare()
        if self._signals.stop.is_set() or self._signals.close.is_set():
            return STOPPED
        if "TrainingStartTime" not in self._job.fields:
            self._job.record.update(TrainingStartTime=time.time())
        self._job.enter("Training")
        process = TrainingProcess(self._spec(folder), self._log.add)
        started, before = time.monotonic(), self.trained_s
        try:
            code, asked = self._watch(process, folder)
        finally:
            self.trained_s = before + time.monotonic() - started
            self._log.flush()
        if self._signals.close.is_set():
            return STOPPED
        folder.sync_checkpoints()
        if asked == "Interrupted":
            return None
        self._job.record.update(FinalMetricDataList=list(self._log.metrics.values()))
        if not asked and code:
            return JobEnd("Failed", "Failed", folder.failure(code))
        if not asked or any(folder.model.iterdir()):
            self._upload(folder, stopping=bool(asked))
        return JobEnd("Stopped", asked) if asked else COMPLETED

    def _watch(self, process: TrainingProcess, folder: MlFolder) -> tuple[int, str]:
        """Waits for the script; gives its exit code, and the secondary status of what ended it, if anything did."""
        synced, started = time.monotonic(), time.monotonic()
        while (code := process.wait(TICK_S)) is None:
            self._log.flush_sometimes()
            now = time.monotonic()
            if self._signals.close.is_set():
                return process.kill(), "Stopped"
            asked = self._asked(self.trained_s + now - started, now - self._created)
            if asked:
                if asked.startswith("Max"):
                    self._job.enter("Stopping", TrainingJobStatus="Stopping")
                return process.terminate(), asked
            if now - synced > SYNC_EVERY_S:
                folder.sync_checkpoints()
                synced = time.monotonic()
        return code, ""

    def _asked(self, trained_s: float, waited_s: float) -> str:
        limits = self._job.fields["StoppingCondition"]
        if self._signals.stop.is_set():
            return "Stopped"
        if trained_s > limits.get("MaxRuntimeInSeconds", 86_400):
            return "MaxRuntimeExceeded"
        if waited_s > limits.get("MaxWaitTimeInSeconds", float("inf")):
            return "MaxWaitTimeExceeded"
        return "Interrupted" if self._signals.interrupt.is_set() else ""

    def _upload(self, folder: MlFolder, *, stopping: bool) -> None:
        if not stopping:
            self._job.enter("Uploading")
        uri = folder.upload(self._job.record.name)
        self._job.record.update(ModelArtifacts={"S3ModelArtifacts": uri})

    def _spec(self, folder: MlFolder) -> ProcessSpec:
        fields, record = self._job.fields, self._job.record
        algorithm = fields["AlgorithmSpecification"]
        environment = {
            "AWS_REGION": record.region,
            "TRAINING_JOB_NAME": record.name,
            "TRAINING_JOB_ARN": record.arn,
            **(fields.get("Environment") or {}),
        }
        if not fields["EnableNetworkIsolation"]:
            keys = self._context.credentials(fields["RoleArn"], "SageMaker")
            environment |= {
                "AWS_ACCESS_KEY_ID": keys.access_key_id,
                "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
                "AWS_SESSION_TOKEN": keys.session_token or "",
                "AWS_ENDPOINT_URL": self._context.endpoint_url,
            }
        command = [*algorithm["ContainerEntrypoint"], *(algorithm.get("ContainerArguments") or ())]
        return ProcessSpec(self._context.python, folder.root, command, environment)
