"""Training jobs: a real process for each, in a folder that plays `/opt/ml`, with the role's credentials for S3.

The image is not pulled: its Python is the sandbox's, and the script is what `ContainerEntrypoint` names in a channel.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import AccessDeniedError, RoleStore, S3Uri
from sandbox.sagemaker.records import TRAINING, Record, Records
from sandbox.sagemaker.training_files import REASON_LENGTH
from sandbox.sagemaker.training_record import RUNNING, JobEnd, JobRecord
from sandbox.sagemaker.training_run import Signals, TrainingRun

DEFAULTS: dict[str, Any] = {
    "EnableNetworkIsolation": False,
    "EnableInterContainerTrafficEncryption": False,
    "EnableManagedSpotTraining": False,
    "HyperParameters": {},
    "StoppingCondition": {"MaxRuntimeInSeconds": 86_400},
}


class TrainingJobs:
    """Creates, runs, interrupts and stops training jobs.

    Args:
        context: Options, clients, events.
        records: Where jobs are remembered.
    """

    def __init__(self, context: SandboxContext, records: Records) -> None:
        self._context = context
        self._records = records
        self._signals: dict[str, Signals] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def create(self, region: str, request: Mapping[str, Any]) -> Record:
        """CreateTrainingJob: returns at once; the job runs in the background.

        Raises:
            AwsError: The name is taken (`ResourceInUse`), or a channel has no objects that the role can list.
        """
        if self._records.find(TRAINING, region, request["TrainingJobName"]) is None:
            self._check_data(region, request)
        record = self._records.add(TRAINING, region, {**DEFAULTS, **request, "TrainingJobStatus": "InProgress"})
        signals, job = Signals(), JobRecord(self._context, record)
        thread = threading.Thread(target=self._run, args=(job, signals), daemon=True)
        thread.name = f"training-{record.name}"
        with self._lock:
            self._signals[record.arn] = signals
            self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        job.enter("Starting")
        thread.start()
        return record

    def describe(self, region: str, name: str) -> Record:
        """The job of that name.

        Raises:
            AwsError: There is none; SageMaker says it in these words.
        """
        record = self._records.find(TRAINING, region, name)
        if record is None:
            raise AwsError("ValidationException", "Requested resource not found.")
        return record

    def stop(self, region: str, name: str) -> None:
        """StopTrainingJob.

        Raises:
            AwsError: There is no such job, or it has ended already.
        """
        record = self.describe(region, name)
        with self._lock:
            status, signals = record.fields["TrainingJobStatus"], self._signals.get(record.arn)
            if status not in RUNNING or signals is None:
                message = f"The request was rejected because the training job is in status {status}."
                raise AwsError("ValidationException", message)
            if status == "InProgress":
                JobRecord(self._context, record).enter("Stopping", TrainingJobStatus="Stopping")
            signals.stop.set()

    def interrupt(self, name: str) -> None:
        """Takes the spot instance away from a job.

        Raises:
            ValueError: No job of that name runs on a spot instance.
        """
        for record in self._records.all():
            signals = self._signals.get(record.arn)
            if record.kind is TRAINING and record.name == name and signals is not None:
                if not record.fields["EnableManagedSpotTraining"]:
                    raise ValueError(f"training job {name!r} has EnableManagedSpotTraining off: nothing to interrupt")
                signals.interrupt.set()
                return
        raise ValueError(f"no training job {name!r} is running")

    def close(self) -> None:
        """Ends every job and its process."""
        with self._lock:
            for signals in self._signals.values():
                signals.close.set()
            threads = list(self._threads)
        for thread in threads:
            thread.join(10.0)

    def _check_data(self, region: str, request: Mapping[str, Any]) -> None:
        role = request["RoleArn"]
        for channel in request.get("InputDataConfig") or []:
            uri = S3Uri.parse(channel["DataSource"]["S3DataSource"]["S3Uri"])
            client, problem = self._context.client("s3", region, role), ""
            try:
                found = client.list_objects_v2(Bucket=uri.bucket, Prefix=uri.key, MaxKeys=1).get("KeyCount", 0)
            except (ClientError, BotoCoreError) as error:
                found, problem = 0, f" Error message from S3: {error}"
            if not found:
                message = (
                    f'No S3 objects found under S3 URL "s3://{uri.bucket}/{uri.key}" given in input data source. '
                    f"Please ensure that the bucket exists in the selected region ({region}), that objects exist under "
                    f'that S3 prefix, and that the role "{role}" has "s3:ListBucket" permissions on bucket '
                    f'"{uri.bucket}".{problem}'
                )
                raise AwsError("ValidationException", message)

    def _run(self, job: JobRecord, signals: Signals) -> None:
        folder = self._context.directory / "training" / job.record.arn.rpartition("/")[2] / job.record.region
        store = RoleStore(self._context, job.record.region, job.fields["RoleArn"])
        run = TrainingRun(self._context, job, store, signals, folder)
        try:
            end = run.to_end()
        except (AccessDeniedError, ClientError, BotoCoreError, ValueError) as error:
            end = JobEnd("Failed", "Failed", f"ClientError: {error}"[:REASON_LENGTH])
        except Exception as error:  # a thread has nobody to raise to: the record says it
            self._context.log.exception("training job %s failed", job.record.name)
            end = JobEnd("Failed", "Failed", f"InternalServerError: the sandbox failed: {error}"[:REASON_LENGTH])
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        with self._lock:
            self._signals.pop(job.record.arn, None)
            job.end(end, run.trained_s)
