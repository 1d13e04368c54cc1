"""Distributed Maps: they fail above the tolerated share, and do not recurse."""

from __future__ import annotations

from typing import Any, Final

from moto.stepfunctions.parser.api import (
    HistoryEventType,
    MapRunFailedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component import (
    DistributedIterationComponent,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor import (
    distributed_item_processor_worker as map_worker,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.job import JobPool

from sandbox.interpreter.patching import event, put

# A Distributed Map without MaxConcurrency runs up to 10,000 children on AWS; here each is a thread.
_UNLIMITED_WORKERS: Final = 40


def fail_maps() -> None:
    """A Distributed Map of moto succeeds whatever its children do; AWS fails it above the tolerated share.

    Also: its worker recursed once an item (the stack ends at about 300 items), and it started a thread for each item.
    https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold
    """
    worker: Any = map_worker.DistributedItemProcessorWorker
    eval_job = worker._eval_job

    def eval_job_and_count(self: Any, env: Any, job: Any) -> None:
        eval_job(self, env, job)
        if _exceeded(self._map_run_record, self._job_pool._jobs_number):
            job.job_output = _threshold_failure(env)

    def eval_pool(self: Any, job: Any, worker_frame: Any) -> None:
        while job is not None:
            frame = worker_frame.open_inner_frame()
            self._eval_job(env=frame, job=job)
            worker_frame.delete_frame(frame)
            ended = isinstance(job.job_output, Exception) or self.stopped()
            following = None if ended else self._job_pool.next_job()
            self._job_pool.close_job(job)
            job = following

    def map_run(self: Any, env: Any, eval_input: Any) -> None:
        items = env.stack.pop()
        pool = JobPool(job_program=self._get_iteration_program(), job_inputs=items)
        for _ in range(min(eval_input.map_run_record.max_concurrency or _UNLIMITED_WORKERS, len(items))):
            self._launch_worker(env=env, eval_input=eval_input, job_pool=pool)
        pool.await_jobs()
        failure = pool.get_worker_exception()
        if failure is not None:
            raise failure
        env.stack.append([job.job_output for job in pool.get_closed_jobs()])

    put(worker, "_eval_job", eval_job_and_count)
    put(worker, "_eval_pool", eval_pool)
    put(DistributedIterationComponent, "_map_run", map_run)


def _exceeded(record: Any, total: int) -> bool:
    """Whether more items failed than tolerated; a threshold that was not given does not count beside one that was."""
    counter = record.item_counter
    failed = counter.failed.get() + counter.timed_out.get() + counter.aborted.get()
    count, percentage = int(record.tolerated_failure_count or 0), float(record.tolerated_failure_percentage or 0.0)
    over_count = failed > count if count or not percentage else False
    over_share = failed * 100 > percentage * total if percentage or not count else False
    return over_count or over_share


def _threshold_failure(env: Any) -> FailureEventException:
    name = StatesErrorNameType.StatesExceedToleratedFailureThreshold
    details = MapRunFailedEventDetails(
        error=name.to_name(), cause="The specified tolerated failure threshold was exceeded"
    )
    return FailureEventException(
        failure_event=FailureEvent(
            env=env,
            error_name=StatesErrorName(typ=name),
            event_type=HistoryEventType.MapRunFailed,
            event_details=event("mapRunFailedEventDetails", details),
        )
    )
