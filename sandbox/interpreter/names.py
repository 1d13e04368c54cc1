"""Error names that AWS's Retry and Catch know."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.core.exceptions import AWSError
from moto.stepfunctions.parser import api
from moto.stepfunctions.parser.api import (
    HistoryEventType,
    MapRunFailedEventDetails,
    TaskFailedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import resource_eval_s3 as reader_s3
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda import (
    StateTaskServiceLambda,
)

from sandbox.interpreter.patching import event, put


def name_errors() -> None:
    """Two errors that moto calls States.Runtime, which no Retry or Catch of AWS names so.

    An ItemReader that may not, or cannot, read is States.ItemReaderFailed; a Lambda call that gets no answer is
    Lambda.SdkClientException.
    """
    evaluate = reader_s3.ResourceEvalS3.eval_resource
    from_error: Any = StateTaskServiceLambda._from_error

    def eval_resource(self: Any, env: Any) -> None:
        try:
            evaluate(self, env)
        except (ClientError, BotoCoreError) as error:
            name = StatesErrorNameType.StatesItemReaderFailed
            details = MapRunFailedEventDetails(error=name.to_name(), cause=str(error))
            failure = FailureEvent(
                env=env,
                error_name=StatesErrorName(typ=name),
                event_type=HistoryEventType.MapRunFailed,
                event_details=event("mapRunFailedEventDetails", details),
            )
            raise FailureEventException(failure_event=failure) from error

    def lambda_error(self: Any, env: Any, ex: Exception) -> Any:
        if not isinstance(ex, BotoCoreError):
            return from_error(self, env=env, ex=ex)
        name = "Lambda.SdkClientException"
        details = TaskFailedEventDetails(
            error=name, cause=str(ex), resource=self._get_sfn_resource(), resourceType=self._get_sfn_resource_type()
        )
        return FailureEvent(
            env=env,
            error_name=CustomErrorName(name),
            event_type=HistoryEventType.TaskFailed,
            event_details=event("taskFailedEventDetails", details),
        )

    put(reader_s3.ResourceEvalS3, "eval_resource", eval_resource)
    put(StateTaskServiceLambda, "_from_error", lambda_error)


def name_api_errors() -> None:
    """Moto's newer error classes leave their code out of the answer: the caller sees a ClientError without a name."""
    for kind in vars(api).values():
        if isinstance(kind, type) and issubclass(kind, AWSError) and hasattr(kind, "status_code"):
            named: Any = kind
            named.TYPE, named.STATUS = named.code, named.status_code
