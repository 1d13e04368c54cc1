"""The functions of the theme: for each what it is told (environment), what it may touch (access), and its size."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components.base import PlatformComponent
from components.function import PythonFunction, PythonFunctionArgs
from components.function_host import FunctionHost
from components.inference.packages import PREDICT, packages
from components.inference.tasks import JOB_PREFIX
from components.settings import InferenceSettings
from domain.routing import InferencePath

SWEEP_MIN_AGE_SECONDS = 60
"""A job younger than this is left to its event."""


@dataclass(frozen=True, kw_only=True)
class DeployedEndpoint:
    """An endpoint path that exists.

    Attributes:
        name: The endpoint.
        arn: Its ARN.
        component: Inference component on it, or ``None``.
    """

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    component: pulumi.Input[str] | None = None


@dataclass(frozen=True, kw_only=True)
class InferenceFunctionsArgs:
    """Inputs.

    Attributes:
        host: What all functions share.
        settings: The theme's settings.
        model_version: Version that runs record.
        endpoints: Endpoint paths that exist.
        model_name: SageMaker model of batch jobs.
        access_point_arn, access_point_alias: Where the files are.
        run_bucket, run_bucket_arn: Where runs are kept.
        task_table, task_table_arn: Who waits for which job.
    """

    host: FunctionHost
    settings: InferenceSettings
    model_version: str
    endpoints: Mapping[InferencePath, DeployedEndpoint]
    model_name: pulumi.Input[str]
    access_point_arn: pulumi.Input[str]
    access_point_alias: pulumi.Input[str]
    run_bucket: pulumi.Input[str]
    run_bucket_arn: pulumi.Input[str]
    task_table: pulumi.Input[str]
    task_table_arn: pulumi.Input[str]


class InferenceFunctions(PlatformComponent):
    """Every function of the theme. ``predict`` exists only with endpoint paths: batch calls no endpoint."""

    names: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: InferenceFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"modelVersion": args.model_version}, opts)
        self.args = args
        self.discover = self._discover()
        self.predict = self._predict() if PREDICT in packages(endpoints=bool(args.endpoints)) else None
        self.submit_batch = self._submit_batch()
        self.complete_batch = self._complete_batch()
        self.sweep_batch = self._sweep_batch()
        self.collect = self._collect()
        made = (
            self.discover,
            self.predict,
            self.submit_batch,
            self.complete_batch,
            self.sweep_batch,
            self.collect,
        )
        self.names = {function.args.package: function.function_name for function in made if function is not None}
        self.finish()

    def _make(self, args: PythonFunctionArgs) -> PythonFunction:
        return PythonFunction(self.child_name(args.package.replace("_", "-")), args, opts=self.child())

    def _discover(self) -> PythonFunction:
        args, settings = self.args, self.args.settings
        environment: dict[str, pulumi.Input[str]] = {
            "INPUT_ACCESS_POINT": args.access_point_alias,
            "RUN_BUCKET": args.run_bucket,
            "INFERENCE_TYPE": settings.type,
            "BATCH_THRESHOLD": str(settings.batch_threshold),
            "DEPLOYED_PATHS": ",".join([*(path.value for path in args.endpoints), InferencePath.BATCH_TRANSFORM.value]),
            "PART_SIZE": str(settings.part_size),
            "MODEL_VERSION": args.model_version,
            "CONTENT_TYPES": json.dumps(settings.content_types, sort_keys=True),
            "BATCH_MAX_PAYLOAD_MB": str(settings.batch.max_payload_mb),
        }
        return self._make(
            PythonFunctionArgs(
                host=args.host,
                package="discover",
                description="Lists a prefix, writes its parts and chooses the path",
                environment=environment,
                access={"input_listing": self._input_bucket(), "run_store": self._run_store()},
                memory_mb=512,
                timeout_seconds=900,
            )
        )

    def _predict(self) -> PythonFunction:
        args, settings = self.args, self.args.settings
        endpoints: dict[str, dict[str, pulumi.Input[str]]] = {
            path.value: {
                "endpoint": endpoint.name,
                **({} if endpoint.component is None else {"component": endpoint.component}),
            }
            for path, endpoint in args.endpoints.items()
        }
        environment: dict[str, pulumi.Input[str]] = {
            "INPUT_ACCESS_POINT": args.access_point_alias,
            "RUN_BUCKET": args.run_bucket,
            "ENDPOINTS": pulumi.Output.json_dumps(endpoints, sort_keys=True),
            "CONCURRENCY": str(settings.predict.concurrency),
            "RETRY_INITIAL_TIMEOUT_S": str(settings.retry.initial_timeout_s),
            "RETRY_DELAY_S": str(settings.retry.retry_delay_s),
            "RETRY_MAX_RETRIES": str(settings.retry.max_retries),
            "RETRY_TASK_TIMEOUT_S": str(settings.retry.task_timeout_s),
            "COLD_START_THRESHOLD_MS": str(settings.retry.cold_start_threshold_ms),
        }
        return self._make(
            PythonFunctionArgs(
                host=args.host,
                package=PREDICT,
                description="Classifies the files of one part on an endpoint",
                environment=environment,
                access={
                    "input_objects": {**self._input_bucket(), "object": self._input_objects()},
                    "run_store": self._run_store(),
                    "endpoints": self._endpoints(),
                },
                memory_mb=settings.predict.memory_mb,
                timeout_seconds=settings.predict.timeout_seconds,
                reserved_concurrency=settings.predict.reserved_concurrency,
            )
        )

    def _submit_batch(self) -> PythonFunction:
        args, batch = self.args, self.args.settings.batch
        environment: dict[str, pulumi.Input[str]] = {
            "RUN_BUCKET": args.run_bucket,
            "INPUT_ACCESS_POINT": args.access_point_alias,
            "TASK_TABLE": args.task_table,
            "MODEL_NAME": args.model_name,
            "INSTANCE_TYPE": batch.instance_type,
            "INSTANCE_COUNT": str(batch.instance_count),
            "MAX_CONCURRENT_TRANSFORMS": str(batch.max_concurrent_transforms),
            "BATCH_MAX_PAYLOAD_MB": str(batch.max_payload_mb),
            "KEY_ARN": args.host.key_arn,
            "TOKEN_TTL_DAYS": str(batch.token_ttl_days),
        }
        return self._make(
            PythonFunctionArgs(
                host=args.host,
                package="submit_batch",
                description="Starts a transform job for the files that are left, and stores who waits for it",
                environment=environment,
                access={
                    "run_store": self._run_store(),
                    "task_tokens": self._table(),
                    "task_settlement": self._table(),
                    "transform_jobs": {"job": [self._jobs()], "key": [args.host.key_arn]},
                    "transform_status": {"job": [self._jobs()]},
                    "callbacks": {},
                },
                memory_mb=512,
                timeout_seconds=300,
            )
        )

    def _complete_batch(self) -> PythonFunction:
        return self._make(
            PythonFunctionArgs(
                host=self.args.host,
                package="complete_batch",
                description="Tells the executions that wait for a transform job that it ended",
                environment={"TASK_TABLE": self.args.task_table},
                access={"task_settlement": self._table(), "callbacks": {}},
                asynchronous=True,
            )
        )

    def _sweep_batch(self) -> PythonFunction:
        return self._make(
            PythonFunctionArgs(
                host=self.args.host,
                package="sweep_batch",
                description="Finds transform jobs whose end event was lost",
                environment={"TASK_TABLE": self.args.task_table, "MIN_AGE_S": str(SWEEP_MIN_AGE_SECONDS)},
                access={
                    "task_scan": self._table(),
                    "task_settlement": self._table(),
                    "transform_status": {"job": [self._jobs()]},
                    "callbacks": {},
                },
                timeout_seconds=300,
                asynchronous=True,
            )
        )

    def _collect(self) -> PythonFunction:
        return self._make(
            PythonFunctionArgs(
                host=self.args.host,
                package="collect",
                description="Merges the records of a run: exactly one for each file",
                environment={"RUN_BUCKET": self.args.run_bucket},
                access={"run_store": self._run_store()},
                memory_mb=512,
                timeout_seconds=900,
            )
        )

    def _input_bucket(self) -> Mapping[str, Sequence[pulumi.Input[str]]]:
        return {"bucket": [self.args.access_point_arn]}

    def _input_objects(self) -> list[pulumi.Input[str]]:
        """Objects of an access point.

        Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
        """
        return [pulumi.Output.concat(self.args.access_point_arn, "/object/*")]

    def _run_store(self) -> Mapping[str, Sequence[pulumi.Input[str]]]:
        below = pulumi.Output.concat(self.args.run_bucket_arn, "/")
        return {
            "bucket": [self.args.run_bucket_arn],
            "object": [pulumi.Output.concat(below, "runs/*"), pulumi.Output.concat(below, "listings/*")],
            "key": [self.args.host.key_arn],
        }

    def _endpoints(self) -> Mapping[str, Sequence[pulumi.Input[str]]]:
        account = self.args.host.account
        components = [endpoint.component for endpoint in self.args.endpoints.values() if endpoint.component is not None]
        return {
            "endpoint": [endpoint.arn for endpoint in self.args.endpoints.values()],
            "component": [
                pulumi.Output.concat(account.arn("sagemaker", "inference-component/"), name) for name in components
            ],
        }

    def _table(self) -> Mapping[str, Sequence[pulumi.Input[str]]]:
        return {"table": [self.args.task_table_arn], "key": [self.args.host.key_arn]}

    def _jobs(self) -> str:
        return self.args.host.account.arn("sagemaker", f"transform-job/{JOB_PREFIX}*")
