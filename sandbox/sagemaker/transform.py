"""Transform jobs: a container for each job, one request for each object, the execution role's credentials for S3."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import AccessDeniedError, ArtifactError, RoleStore, S3Uri
from sandbox.sagemaker.container import Container, ContainerError, ModelAnswer
from sandbox.sagemaker.hosting import ModelSource, source_of
from sandbox.sagemaker.records import JOB, MODEL, Record, Records
from sandbox.sagemaker.transform_plan import JobInput, failure_reason, of_manifest, of_prefix

MEGABYTE: Final = 1024 * 1024
DEFAULT_PAYLOAD_MB: Final = 6
UNLIMITED_PAYLOAD_MB: Final = 100
"""`MaxPayloadInMB` 0 means without limit for algorithms that stream; the container's own bound stays."""

DETAIL_TYPE: Final = "SageMaker Transform Job State Change"
RUNNING: Final = ("InProgress", "Stopping")
TIMES: Final = ("CreationTime", "TransformStartTime", "TransformEndTime", "LastModifiedTime")


class JobStoppedError(RuntimeError):
    """StopTransformJob was called, or the sandbox ends."""


class TransformJobs:
    """Creates, runs and stops jobs.

    Args:
        context: Options, clients, events.
        records: Where jobs are remembered.
    """

    def __init__(self, context: SandboxContext, records: Records) -> None:
        self._context = context
        self._records = records
        self._stops: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def create(self, region: str, request: Mapping[str, Any]) -> Record:
        """CreateTransformJob: returns at once; the job runs in the background."""
        model = self._records.get(MODEL, region, request["ModelName"])
        record = self._records.add(JOB, region, {**request, "TransformJobStatus": "InProgress"})
        stop = threading.Event()
        thread = threading.Thread(target=self._run, args=(record, dict(model.fields), stop), daemon=True)
        thread.name = f"transform-{record.name}"
        with self._lock:
            self._stops[record.arn] = stop
            self._threads.append(thread)
        self._announce(record)
        thread.start()
        return record

    def stop(self, region: str, name: str) -> None:
        """StopTransformJob.

        Raises:
            AwsError: The job has ended already.
        """
        record = self._records.get(JOB, region, name)
        with self._lock:
            status = record.fields["TransformJobStatus"]
            if status not in RUNNING:
                message = f"The request was rejected because the transform job is in status {status}."
                raise AwsError("ValidationException", message)
            if status == "InProgress":
                record.update(TransformJobStatus="Stopping")
            self._stops[record.arn].set()
        self._announce(record)

    def close(self) -> None:
        """Ends every job."""
        with self._lock:
            for stop in self._stops.values():
                stop.set()
            threads = list(self._threads)
        for thread in threads:
            thread.join(10.0)

    def _run(self, record: Record, model: Mapping[str, Any], stop: threading.Event) -> None:
        record.update(TransformStartTime=time.time())
        status, reason = "Completed", ""
        try:
            failures, total = self._transform(record, model, stop)
            if failures:
                status, reason = "Failed", failure_reason(failures, total)
        except JobStoppedError:
            status = "Stopped"
        except (ArtifactError, AccessDeniedError, ContainerError, ClientError, BotoCoreError, ValueError) as error:
            status, reason = "Failed", f"ClientError: {error}"[:1024]
        except Exception as error:  # a thread has nobody to raise to: the record says it
            self._context.log.exception("transform job %s failed", record.name)
            status, reason = "Failed", f"InternalServerError: the sandbox failed: {error}"
        with self._lock:
            if reason:
                record.update(FailureReason=reason)
            record.update(TransformEndTime=time.time(), TransformJobStatus=status)
            del self._stops[record.arn]
        self._announce(record)

    def _transform(
        self, record: Record, model: Mapping[str, Any], stop: threading.Event
    ) -> tuple[list[tuple[str, str]], int]:
        fields = record.fields
        source = source_of(model, record.region, record.name)
        limit_mb = fields.get("MaxPayloadInMB", DEFAULT_PAYLOAD_MB) or UNLIMITED_PAYLOAD_MB
        environment = {
            **source.environment,
            **(fields.get("Environment") or {}),
            "SAGEMAKER_BATCH": "true",
            "SAGEMAKER_MAX_PAYLOAD_IN_MB": str(limit_mb),
        }
        prepared = ModelSource(source.region, source.role_arn, source.url, record.name, environment).prepare(
            self._context
        )
        store = RoleStore(self._context, record.region, source.role_arn)
        container = prepared.start()
        try:
            run = _JobRun(fields, store, container, limit_mb * MEGABYTE, stop)
            return run.all(_inputs(fields, store))
        finally:
            container.stop()

    def _announce(self, record: Record) -> None:
        detail = {name: value for name, value in record.fields.items() if name not in TIMES}
        detail |= {name: round(record.fields[name] * 1000) for name in TIMES if name in record.fields}
        detail["Tags"] = dict(record.tags)
        self._context.emit_event(record.region, "aws.sagemaker", DETAIL_TYPE, detail, [record.arn])


class _JobRun:
    """The worker threads of one job."""

    def __init__(
        self, fields: Mapping[str, Any], store: RoleStore, container: Container, limit: int, stop: threading.Event
    ) -> None:
        client = fields.get("ModelClientConfig") or {}
        self._timeout_s = float(client.get("InvocationsTimeoutInSeconds", 600))
        self._attempts = 1 + int(client.get("InvocationsMaxRetries", 0))
        self._workers = int(fields.get("MaxConcurrentTransforms") or 1) * fields["TransformResources"]["InstanceCount"]
        self._input, self._output = fields["TransformInput"], fields["TransformOutput"]
        self._store, self._container, self._limit, self._stop = store, container, limit, stop
        self._failures: list[tuple[str, str]] = []
        self._total = 0
        self._lock = threading.Lock()

    def all(self, inputs: Iterator[JobInput]) -> tuple[list[tuple[str, str]], int]:
        """Every object; gives the failed ones with reasons, and how many there were.

        Raises:
            JobStoppedError: Before all were done.
            AccessDeniedError: The role may not read the listing.
        """
        broken: list[Exception] = []

        def work() -> None:
            try:
                while not self._stop.is_set() and (one := self._take(inputs)) is not None:
                    self._record(one, self._one(one))
            except Exception as error:  # noqa: BLE001  # raised again by the job's own thread
                broken.append(error)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(self._workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if broken:
            raise broken[0]
        if self._stop.is_set():
            raise JobStoppedError
        if not self._total:
            raise ValueError(f"no objects were found at {self._input['DataSource']['S3DataSource']['S3Uri']}")
        return self._failures, self._total

    def _take(self, inputs: Iterator[JobInput]) -> JobInput | None:
        with self._lock:
            one = next(inputs, None)
            self._total += one is not None
            return one

    def _record(self, one: JobInput, problem: str) -> None:
        if problem:
            with self._lock:
                self._failures.append((one.source.key, problem))

    def _one(self, one: JobInput) -> str:
        """Transforms one object; gives what went wrong, or nothing."""
        try:
            body = self._store.read(one.source)
            if len(body) > self._limit:
                return f"{len(body)} bytes are over MaxPayloadInMB ({self._limit // MEGABYTE})"
            answer = self._ask(body)
            if answer.status != 200:
                return f"HTTP {answer.status} from the model: {answer.body[:200].decode('utf-8', 'replace')}"
            target = one.output(self._output["S3OutputPath"])
            self._store.write(target, answer.body, answer.content_type, self._output.get("KmsKeyId", ""))
        except (AccessDeniedError, ContainerError, ClientError, BotoCoreError) as error:
            return str(error)
        return ""

    def _ask(self, body: bytes) -> ModelAnswer:
        content_type, accept = self._input.get("ContentType", ""), self._output.get("Accept", "")
        for attempt in range(1, self._attempts + 1):
            try:
                answer = self._container.invoke(body, content_type, accept, self._timeout_s)
            except ContainerError:
                if attempt == self._attempts:
                    raise
            else:
                if answer.status < 500 or attempt == self._attempts:
                    return answer
        raise AssertionError("the last attempt returns or raises")


def _inputs(fields: Mapping[str, Any], store: RoleStore) -> Iterator[JobInput]:
    source = fields["TransformInput"]["DataSource"]["S3DataSource"]
    uri = S3Uri.parse(source["S3Uri"])
    if source["S3DataType"] == "ManifestFile":
        yield from of_manifest(store.read(uri), source["S3Uri"])
        return
    for page in store.s3.get_paginator("list_objects_v2").paginate(Bucket=uri.bucket, Prefix=uri.key):
        yield from (
            of_prefix(uri, entry["Key"]) for entry in page.get("Contents", ()) if not entry["Key"].endswith("/")
        )
