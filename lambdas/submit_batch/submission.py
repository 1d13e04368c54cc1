"""Starts the one transform job of a run, or attaches to it; remembers who waits before it does either."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from domain.batches.batch import JobOutcome, StoredTask, TaskStatus, decide_settlement, job_name
from domain.batches.manifest import RunKeys, RunManifest, batch_manifest
from domain.batches.records import Status
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.run_store import RunStore
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.clients.task_tokens import TaskTokens, WaitingTask
from lambdas.clients.transform_jobs import TransformJob, TransformJobs
from lambdas.clients.transform_status import TransformStatus
from lambdas.runs import read_manifest, standing_inputs
from lambdas.settlement import settle
from lambdas.submit_batch.request import SubmitRequest
from lambdas.submit_batch.settings import Settings

ANY_CONTENT_TYPE: Final = "application/octet-stream"
NOTHING_TO_DO: Final = "Completed"


@dataclass
class Waiting:
    """The files that wait for batch, counted while their keys stream by."""

    count: int = 0
    content_types: set[str] = field(default_factory=set)

    @property
    def content_type(self) -> str:
        """Content type of the job. A job has one: files of several kinds go as bytes, and the model looks into them."""
        return next(iter(self.content_types)) if len(self.content_types) == 1 else ANY_CONTENT_TYPE


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The clients and settings that a submission needs."""

    settings: Settings
    store: RunStore
    tokens: TaskTokens
    tasks: TaskSettlement
    jobs: TransformJobs
    status: TransformStatus
    callbacks: Callbacks

    def __call__(self, request: SubmitRequest, now: float) -> dict[str, Any]:
        """Submit the run; ``now`` in epoch seconds. The answer only goes to the log: the task waits for its token.

        Raises:
            TransformJobRefusedError: SageMaker did not accept the job; the task fails with it.
        """
        manifest = read_manifest(self.store, request.run_id)
        keys = RunKeys(request.run_id)
        waiting = Waiting()
        chunks = batch_manifest(f"s3://{self.settings.access_point}/", self._waiting_keys(manifest, waiting))
        self.store.write_stream(keys.batch_manifest, chunks, content_type="application/json")
        task = self._remember(request, manifest, now)
        name = task.task_id
        if waiting.count == 0:
            self._settle(task, JobOutcome(name, NOTHING_TO_DO))
            return {"job": name, "files": 0, "outcome": "nothing to do"}
        if self.jobs.create(self._job(name, keys, waiting)):
            return {"job": name, "files": waiting.count, "outcome": "started"}
        return {"job": name, "files": waiting.count, "outcome": self._attach(task)}

    def _waiting_keys(self, manifest: RunManifest, waiting: Waiting) -> Iterator[str]:
        for file, record in standing_inputs(self.store, manifest):
            if record.status is Status.DEFERRED:
                waiting.count += 1
                waiting.content_types.add(file.content_type or ANY_CONTENT_TYPE)
                yield file.key

    def _remember(self, request: SubmitRequest, manifest: RunManifest, now: float) -> StoredTask:
        """Store the token before there is a job: an event can then never come for a task that nobody knows."""
        task = WaitingTask(
            task_id=job_name(request.run_id, manifest.created_at),
            execution_id=request.execution_id,
            token=request.task_token,
            execution_region=request.region,
            state_machine_arn=request.state_machine_arn,
        )
        return self.tokens.store(task, now=now, ttl_days=self.settings.token_ttl_days)

    def _attach(self, task: StoredTask) -> str:
        """Wait for the job that is there already, or settle at once when it has ended: its event is over."""
        job = self.status.describe(task.task_id)
        if job is None or not job.ended:
            return "attached to the running job"
        self._settle(task, job)
        return f"attached to a job that ended as {job.status}"

    def _settle(self, task: StoredTask, job: JobOutcome) -> None:
        decision = decide_settlement(TaskStatus.PENDING, job, age_s=0.0, min_age_s=0.0)
        settle(task, decision, job, self.callbacks, self.tasks)

    def _job(self, name: str, keys: RunKeys, waiting: Waiting) -> TransformJob:
        bucket = f"s3://{self.store.bucket}/"
        return TransformJob(
            name=name,
            model=self.settings.model_name,
            manifest_uri=bucket + keys.batch_manifest,
            output_uri=bucket + keys.batch_output,
            content_type=waiting.content_type,
            instance_type=self.settings.instance_type,
            instance_count=self.settings.instance_count,
            max_concurrent_transforms=self.settings.max_concurrent_transforms,
            max_payload_mb=self.settings.max_payload_mb,
            key_arn=self.settings.key_arn,
        )
