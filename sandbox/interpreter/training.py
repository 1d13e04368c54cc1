"""`arn:aws:states:::sagemaker:createTrainingJob.sync`, which moto does not play.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html (the integration)
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync (a task that is aborted)
https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html (what the role needs)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

from sandbox.context import SandboxContext
from sandbox.interpreter.patching import event, put

RESOURCE: Final = "sagemaker:createTrainingJob.sync"
MANAGED_RULE: Final = "StepFunctionsGetEventsForSageMakerTrainingJobsRule"
RULE_ACTIONS: Final = ("events:PutTargets", "events:PutRule", "events:DescribeRule")

POLL_S: Final = 0.1
ENDED: Final = ("Completed", "Failed", "Stopped")
FINAL: Final = ("AccessDeniedException", "ValidationException", "ResourceNotFound")
"""Errors of a look at the job that a later look will not mend; others are tried again, as AWS does."""

MODELLED: Final = ("ResourceInUse", "ResourceLimitExceeded", "ResourceNotFound")
"""Errors that have a class of their own in AWS's SDK; every other one is AmazonSageMakerException."""


class TaskAbortedError(RuntimeError):
    """The execution was stopped, or the state timed out, while the job ran."""


def play_training_jobs(context: SandboxContext) -> None:
    """Makes the interpreter wait for training jobs; every other call of SageMaker goes moto's way."""
    factory: Any = state_task_factory  # it holds the function that it calls by its own name
    original = factory.state_task_service_for

    def state_task_service_for(service_name: str) -> Any:
        return TrainingTask(context) if service_name == "sagemaker" else original(service_name)

    put(factory, "state_task_service_for", state_task_service_for)


class TrainingTask(StateTaskServiceCallback):
    """A task of the optimised integration with SageMaker; one object serves every execution, so it holds no state.

    Args:
        context: Makes clients with the execution's role.
    """

    def __init__(self, context: SandboxContext) -> None:
        # The base class ends its waiting through the endpoint of a task token, so there must be one.
        patterns: Any = {ResourceCondition.Sync, ResourceCondition.WaitForTaskToken}
        super().__init__(patterns)
        self._context = context

    def _validate_service_integration_is_supported(self) -> None:
        if self.resource.condition and self.resource.api_action != "createTrainingJob":
            message = f"The sandbox plays .sync of createTrainingJob only, not {self.resource.resource_arn}"
            raise ValueError(message)

    def _client(self, runtime: Any, credentials: Any) -> Any:
        return self._context.client("sagemaker", runtime.region, credentials.role_arn)

    def _eval_service_task(
        self, env: Any, resource_runtime_part: Any, normalised_parameters: Any, state_credentials: Any
    ) -> None:
        client = self._client(resource_runtime_part, state_credentials)
        answer = getattr(client, self._get_boto_service_action())(**normalised_parameters)
        env.stack.append(_plain(answer))

    def _build_sync_resolver(
        self, env: Any, resource_runtime_part: Any, normalised_parameters: Any, state_credentials: Any
    ) -> Callable[[], Any]:
        env.stack.pop()
        client, name = self._client(resource_runtime_part, state_credentials), normalised_parameters["TrainingJobName"]

        def look() -> Any:
            if not env.is_running():
                _stop(self._context, client, name)
                raise TaskAbortedError(name)
            job = _described(client, name)
            if job is None or job["TrainingJobStatus"] not in ENDED:
                return None
            if job["TrainingJobStatus"] == "Completed":
                return job
            raise FailureEventException(self._failed(env, job))

        return look

    def _eval_sync(
        self,
        env: Any,  # noqa: ARG002 - moto's signature
        sync_resolver: Any,
        timeout_seconds: int | None,  # noqa: ARG002
        callback_endpoint: Any,  # noqa: ARG002
        heartbeat_endpoint: Any,  # noqa: ARG002
    ) -> Any:
        while (job := sync_resolver()) is None:
            time.sleep(POLL_S)
        return job

    def _after_eval_execution(self, env: Any, *rest: Any, **more: Any) -> None:
        try:
            super()._after_eval_execution(env, *rest, **more)
        except TaskAbortedError:  # the execution has its end already: nothing more is written into its history
            env.stack.append({})

    def _from_error(self, env: Any, ex: Exception) -> Any:
        if isinstance(ex, BotoCoreError):  # a range that botocore checks before it calls is SageMaker's to refuse
            known = isinstance(ex, ParamValidationError)
            name = "SageMaker.AmazonSageMakerException" if known else "SageMaker.SdkClientException"
            return self._failure(env, CustomErrorName(name), name, str(ex))
        if not isinstance(ex, ClientError):
            return super()._from_error(env=env, ex=ex)
        error, metadata = ex.response["Error"], ex.response["ResponseMetadata"]
        code = error["Code"]
        name = f"SageMaker.{code}Exception" if code in MODELLED else "SageMaker.AmazonSageMakerException"
        cause = (
            f"{error['Message']} (Service: AmazonSageMaker; Status Code: {metadata['HTTPStatusCode']}; "
            f"Error Code: {code}; Request ID: {metadata.get('RequestId', '')}; Proxy: null)"
        )
        return self._failure(env, CustomErrorName(name), name, cause)

    def _failed(self, env: Any, job: Any) -> Any:
        kind = StatesErrorNameType.StatesTaskFailed
        return self._failure(env, StatesErrorName(typ=kind), kind.to_name(), to_json_str(job))

    def _failure(self, env: Any, name: Any, error: str, cause: str) -> Any:
        details = TaskFailedEventDetails(
            error=error, cause=cause, resource=self._get_sfn_resource(), resourceType=self._get_sfn_resource_type()
        )
        return FailureEvent(
            env=env,
            error_name=name,
            event_type=HistoryEventType.TaskFailed,
            event_details=event("taskFailedEventDetails", details),
        )


def _described(client: Any, name: str) -> Any:
    """The job, or None when this look did not succeed but a later one may."""
    try:
        return _plain(client.describe_training_job(TrainingJobName=name))
    except ClientError as error:
        if error.response["Error"]["Code"] in FINAL:
            raise
    except BotoCoreError:
        pass
    return None


def _stop(context: SandboxContext, client: Any, name: str) -> None:
    """Best effort, as on AWS: a role that may not stop the job leaves it running, and it costs."""
    try:
        client.stop_training_job(TrainingJobName=name)
    except (ClientError, BotoCoreError) as error:
        context.log.warning("training job %s of an aborted task was not stopped: %s", name, error)


def _plain(answer: Any) -> Any:
    """An answer as a state holds it: without the SDK's metadata, times in milliseconds."""
    if isinstance(answer, dict):
        return {name: _plain(value) for name, value in answer.items() if name != "ResponseMetadata"}
    if isinstance(answer, list):
        return [_plain(value) for value in answer]
    return round(answer.timestamp() * 1000) if isinstance(answer, datetime) else answer
